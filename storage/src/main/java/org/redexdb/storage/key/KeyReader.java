// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.read.LogReads;
import org.redexdb.storage.read.LogView;
import org.redexdb.storage.segment.KeyIndex;
import org.redexdb.storage.segment.Segment;

/// Reads the events of one key: asks segment after segment where they may be, reads each and compares its key.
///
/// Holds nothing between two calls but seqs, so a segment may be removed meanwhile.
final class KeyReader implements FrameReader {
  private static final int CANDIDATES_FIRST = 16;
  /// What a reader holds at most. Large, for a segment in memory goes through all that follow each time it is asked.
  private static final int CANDIDATES_MAX = 1 << 15;

  private final LogView view;
  private final LogReads reads;
  private final LogKeys keys;
  private final byte[] key;
  private final long hash;
  private final long from;
  private final long to;
  private final boolean backward;
  /// What was looked at lies before; going backward, from here on.
  private long at;
  private long[] candidates = new long[CANDIDATES_FIRST];
  private int count;
  private int next;
  /// Whether the last answer was as long as it could be.
  private boolean filled;
  private boolean closed;

  /// @param to behind the last event, at most behind the tip
  KeyReader(LogView view, LogReads reads, LogKeys keys, byte[] key, long hash, long from, long to, boolean backward) {
    this.view = view;
    this.reads = reads;
    this.keys = keys;
    this.key = key.clone();
    this.hash = hash;
    this.from = from;
    this.to = to;
    this.backward = backward;
    this.at = backward ? to : from;
  }

  @Override
  public boolean next(FrameBlock block) {
    if (closed) throw new StorageException.Closed(where(), "reader");
    while (true) {
      while (next < count) {
        long seq = candidates[next];
        if (!reads.read(seq, block)) throw removed(seq);
        next++;
        if (EventKey.is(block, 0, key)) return true;
      }
      if (!more()) {
        block.reset(0);
        return false;
      }
    }
  }

  /// Asks for more candidates.
  ///
  /// @return false when there are no more segments
  private boolean more() {
    next = 0;
    count = 0;
    while (backward ? at > from : at < to) {
      if (view.isClosed()) throw new StorageException.Closed(where(), "log " + view.name());
      long seq = backward ? at - 1 : at;
      Segment segment = seq < reads.firstSeq() ? null : view.segments().findPinned(seq);
      if (segment == null) throw removed(seq);
      try {
        lookUp(segment, backward ? from : at);
      } finally {
        segment.unpin();
      }
      if (count > 0) return true;
    }
    return false;
  }

  /// Whether an event of the key was among those that are gone is not known any more.
  private StorageException removed(long seq) {
    if (view.isClosed()) return new StorageException.Closed(where(), "log " + view.name());
    return new StorageException.Lagged(Where.seq(view.name(), seq), seq, reads.firstSeq());
  }

  /// Moves past the segment, or past the candidates when there may be more in it.
  private void lookUp(Segment segment, long first) {
    long base = Math.max(segment.baseSeq(), first);
    long last = Math.min(segment.lastSeq(), (backward ? at : to) - 1);
    int found = ask(segment, base, last);
    boolean all = found < candidates.length;
    if (backward) {
      while (found > 0 && candidates[found - 1] < base) found--;
      at = all ? base : Math.max(base, candidates[candidates.length - 1]);
    } else {
      while (found > 0 && candidates[found - 1] > last) found--;
      at = all ? last + 1 : Math.min(last, candidates[candidates.length - 1]) + 1;
    }
    count = found;
  }

  private int ask(Segment segment, long base, long last) {
    if (filled) candidates = new long[Math.min(candidates.length * 4, CANDIDATES_MAX)];
    while (true) {
      KeyIndex index = keys.index(segment, last);
      int found = backward ? index.before(hash, last + 1, candidates) : index.from(hash, base, candidates);
      filled = found == candidates.length;
      if (found != KeyIndex.DAMAGED) return found;
      keys.replace(segment, index);
    }
  }

  private Where where() { return Where.channel(view.name()); }

  @Override
  public void close() { closed = true; }
}
