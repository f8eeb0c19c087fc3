// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.read;

import java.util.List;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
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

  public long firstSeq() { return view.segments().floor().seq(); }

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
    } catch (StorageException.Lagged _) {
      block.reset(0); // removed a moment ago
      return false;
    }
  }

  /// The first event from which on frames up to `tip` have at most so many bytes.
  ///
  /// @param first oldest event to look at
  public long firstWithin(long bytes, long first, long tip) {
    return new KeptBytes(view).firstWithin(bytes, first, tip);
  }

  /// End of the longest prefix whose greatest append time is not after `epochNanos`: the first event later than that
  /// ends it.
  public long endOfPrefixAt(long epochNanos) {
    long end = view.tipSeq() + 1;
    while (true) {
      long first = firstSeq();
      try {
        return endOfPrefixAt(epochNanos, first, Math.max(first, end));
      } catch (StorageException.Lagged e) {
        if (e.first() <= first) throw e; // else the log begins later than when this began
      }
    }
  }

  private long endOfPrefixAt(long epochNanos, long first, long end) {
    for (Segment segment : view.segments().all()) {
      if (segment.baseSeq() >= end) break;
      long from = Math.max(first, segment.baseSeq());
      long to = Math.min(end, segment.isActive() ? end : segment.lastSeq() + 1);
      // Its greatest append time may be that of an event before the first one.
      if (from >= to || segment.maxTs() <= epochNanos) continue;
      long later = segment.isOrdered() ? searchAfter(epochNanos, from, to) : scanAfter(epochNanos, from, to);
      if (later < to) return later;
    }
    return end;
  }

  /// What cannot be read.
  public List<DamagedRange> damage() { return new LostEvents(view).find(); }

  /// Append times never step back in here: halve.
  private long searchAfter(long epochNanos, long from, long to) {
    var block = new FrameBlock();
    long low = from;
    long high = to;
    while (low < high) {
      long middle = low + high >>> 1;
      boolean isThere = readPlace(middle, block);
      if (!isThere && middle < firstSeq()) low = middle + 1;
      else if (!isThere || block.ts(0) > epochNanos) high = middle;
      else
        low = middle + 1;
    }
    return low;
  }

  /// As [#read], also of an event that was lost: its place has the append time of the event before.
  private boolean readPlace(long seq, FrameBlock block) {
    if (seq < firstSeq()) return false;
    try (var reader = LogReader.withLost(view, seq, seq + 1)) {
      return reader.next(block);
    } catch (StorageException.Lagged _) {
      return false;
    }
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
