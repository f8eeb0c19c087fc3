// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.read;

import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StoreOptions.Verify;
import org.redexdb.storage.segment.Segment;

/// The read side of one log. Thread-safe; each reader it hands out is confined to one thread.
public final class LogReads {
  private final LogView view;
  private final Verify verify;

  public LogReads(LogView view, Verify verify) {
    this.view = view;
    this.verify = verify;
  }

  public long firstSeq() { return view.segments().first().baseSeq(); }

  /// Over `[from, to)` cut to what is readable now.
  public FrameReader reader(long from, long to) {
    long end = Math.min(to, view.tipSeq() + 1);
    return new LogReader(view, verify, Math.max(from, firstSeq()), end);
  }

  /// As [#reader], in runs from the end to the beginning.
  public FrameReader backwardReader(long from, long to) {
    long tip = view.tipSeq();
    return new BackwardReader(view, verify, Math.max(from, firstSeq()), Math.min(to, tip + 1), tip);
  }

  public boolean read(long seq, FrameBlock block) {
    long tip = view.tipSeq();
    if (seq < firstSeq() || seq > tip) {
      block.reset(0);
      return false;
    }
    try (var reader = new LogReader(view, verify, seq, seq + 1)) {
      return reader.nextOne(block, seq < tip);
    }
  }

  /// End of the longest prefix whose greatest append time is not after `epochNanos`: the first event later than that
  /// ends it.
  public long endOfPrefixAt(long epochNanos) {
    long end = view.tipSeq() + 1;
    for (Segment segment : view.segments().all()) {
      if (segment.baseSeq() >= end) break;
      if (segment.maxTs() <= epochNanos) continue;
      long to = Math.min(end, segment.isActive() ? end : segment.lastSeq() + 1);
      long first = segment.isOrdered()
          ? searchAfter(epochNanos, segment.baseSeq(), to)
          : scanAfter(epochNanos, segment.baseSeq(), to);
      if (first < to) return first;
    }
    return end;
  }

  /// Append times never step back in here: halve.
  private long searchAfter(long epochNanos, long from, long to) {
    var block = new FrameBlock();
    long low = from;
    long high = to;
    while (low < high) {
      long middle = low + high >>> 1;
      if (!read(middle, block) || block.ts(0) > epochNanos) high = middle;
      else
        low = middle + 1;
    }
    return low;
  }

  private long scanAfter(long epochNanos, long from, long to) {
    var block = new FrameBlock();
    try (FrameReader reader = reader(from, to)) {
      while (reader.next(block))
        for (int i = 0; i < block.count(); i++) if (block.ts(i) > epochNanos) return block.seq(i);
    }
    return to;
  }
}
