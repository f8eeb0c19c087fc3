// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.read;

import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions.Verify;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.OffsetIndex;
import org.redexdb.storage.segment.Segment;

/// Reads a fixed range in runs from its end to its beginning. Frames can only be gone through forward, so the index says
/// where the last run of what is left begins, and that is read as any other.
///
/// Holds no pin between two runs, so that a reader that is slow keeps no segment mapped.
final class BackwardReader implements FrameReader {
  private final LogView view;
  private final Verify verify;
  private final long from;
  /// Last event whose index entry is known to be there.
  private final long tip;
  private long end;
  private boolean closed;
  /// Damage met before `end`, whose events come after those behind it.
  private StorageException.@Nullable Corrupt damage;
  private long behindDamage;

  /// @param tip last event published when `to` was cut to it
  BackwardReader(LogView view, Verify verify, long from, long to, long tip) {
    this.view = view;
    this.verify = verify;
    this.from = from;
    this.end = to;
    this.tip = tip;
  }

  @Override
  public boolean next(FrameBlock block) {
    if (closed) throw new StorageException.Closed(where(), "reader");
    if (end <= from) {
      block.reset(0);
      return false;
    }
    while (true) {
      StorageException.Corrupt met = damage;
      if (met != null && end <= behindDamage) throw met;
      checkThere();
      try {
        if (read(block)) {
          end = block.seq(0);
          return true;
        }
        if (end > from) continue;
        block.reset(0);
        return false;
      } catch (StorageException.Corrupt e) {
        if (e.readableFrom() < 0 || e.readableFrom() >= end) throw e;
        damage = e;
        behindDamage = e.readableFrom();
      } catch (StorageException.Lagged _) {
        // The run began with events that have gone meanwhile; the next one, which is its last, may still be there.
      }
    }
  }

  /// @return false when all from the new end on was lost in a repair
  private boolean read(FrameBlock block) {
    try (var run = new LogReader(view, verify, runStart(block.runBytes()), end)) {
      // What is copied at once may end earlier than the run: where the file ends and the front begins, or because the
      // length of the last frame was not known. The next call takes the part before the last one.
      while (true) {
        long part = run.at();
        if (!run.next(block)) {
          end = part;
          return false;
        }
        if (run.at() >= end) return true;
      }
    }
  }

  /// The oldest events go first, and they are the last to be read here.
  private void checkThere() {
    long first = view.segments().floor().seq();
    if (end - 1 < first) throw new StorageException.Lagged(where(), end - 1, first);
  }

  /// First of the events that end with the last one left, are in its segment, and take at most `runBytes` together.
  private long runStart(int runBytes) {
    long last = end - 1;
    Segment segment = view.isClosed() ? null : view.segments().findPinned(last);
    if (segment == null) {
      checkThere();
      throw new StorageException.Closed(where(), "log " + view.name());
    }
    try {
      segment.openIndex();
      OffsetIndex index = segment.index();
      long base = segment.baseSeq();
      long behind = end <= Math.min(tip, segment.lastSeq()) ? index.offset(end - base) : 0;
      if (behind == 0) behind = index.offset(last - base) + Frames.HEADER_BYTES;
      long low = Math.max(Math.max(Math.max(from, behindDamage), base), Math.min(last, view.segments().floor().seq()));
      long high = last;
      while (low < high) {
        long middle = low + high >>> 1;
        if (behind - index.offset(middle - base) <= runBytes) high = middle;
        else
          low = middle + 1;
      }
      return low;
    } catch (IllegalStateException e) {
      if (view.isClosed()) throw new StorageException.Closed(where(), "log " + view.name());
      throw e;
    } finally {
      segment.unpin();
    }
  }

  private Where where() { return Where.seq(view.name(), end - 1); }

  @Override
  public void close() { closed = true; }
}
