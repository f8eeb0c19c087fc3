// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The segments of one log by ascending base, and where the log begins. Readers take the array as it is; changes replace it.
///
/// Changed by the appender (roll) and by the sealing thread (sealed for closed), each under this object's monitor.
public final class SegmentList {
  /// So many at its end may not be on the device yet, the active one among them. What comes before is never changed again.
  public static final int UNSEALED_MAX = 5;

  /// The bases beside their segments, so that a search touches one array.
  private record Snapshot(Segment[] segments, long[] bases) {
    static Snapshot of(Segment[] segments) {
      var bases = new long[segments.length];
      for (int i = 0; i < bases.length; i++) bases[i] = segments[i].baseSeq();
      return new Snapshot(segments, bases);
    }
  }

  private volatile Snapshot now;

  private final Floor floor;

  /// @param floorSeq oldest event that may be read
  public SegmentList(List<Segment> initial, long floorSeq) {
    now = Snapshot.of(initial.toArray(Segment[]::new));
    floor = new Floor(floorSeq);
  }

  /// Events before it are not read, also where a segment holds them still.
  public Floor floor() { return floor; }

  public List<Segment> all() { return List.of(now.segments); }

  public int count() { return now.segments.length; }

  public Segment first() { return now.segments[0]; }

  public Segment last() {
    Segment[] segments = now.segments;
    return segments[segments.length - 1];
  }

  public synchronized void add(Segment segment) {
    Segment[] segments = now.segments;
    Segment[] next = Arrays.copyOf(segments, segments.length + 1);
    next[segments.length] = segment;
    now = Snapshot.of(next);
  }

  /// Lets go of segments at the beginning that hold nothing from `seq` on and come before one that stays; of sealed ones
  /// that are not needed only, where this log is written.
  ///
  /// @return those removed
  public synchronized List<Segment> removeBefore(long seq, Segment stays, boolean sealedOnly) {
    Segment[] segments = now.segments;
    int gone = 0;
    while (gone < segments.length - 1 && segments[gone].baseSeq() < stays.baseSeq() && segments[gone].lastSeq() < seq
        && (segments[gone].isSealed() && !isNeeded(segments, gone) || !sealedOnly))
      gone++;
    if (gone > 0) now = Snapshot.of(Arrays.copyOfRange(segments, gone, segments.length));
    return List.of(Arrays.copyOf(segments, gone));
  }

  /// Whether the first segment has to stay although nothing in it can be read any more.
  public boolean needsFirst() { return isNeeded(now.segments, 0); }

  /// What the log knows to be stored is told by the last sealed segment, until the next one is.
  private static boolean isNeeded(Segment[] segments, int i) {
    return segments[i].onceRows() > 0 && (i + 1 == segments.length || !segments[i + 1].isSealed());
  }

  /// @return false when `old` is no longer in the list
  public synchronized boolean replace(Segment old, Segment replacement) {
    Segment[] next = now.segments.clone();
    for (int i = 0; i < next.length; i++) {
      if (next[i] == old) {
        next[i] = replacement;
        now = Snapshot.of(next);
        return true;
      }
    }
    return false;
  }

  /// The segment a seq would be in: the last one whose base is not after it. Null when it is before all.
  public @Nullable Segment find(long seq) {
    Snapshot in = now;
    int found = Arrays.binarySearch(in.bases, seq);
    int at = found >= 0 ? found : -found - 2;
    return at < 0 ? null : in.segments[at];
  }

  /// Where a segment begins that comes after a seq which no segment holds: events were removed before this process, which
  /// follows their writer, came to see them.
  public long baseAfter(long seq) {
    for (long base : now.bases) if (base > seq) return base;
    return seq + 1;
  }

  /// As [#find], with a pin taken: a segment replaced meanwhile is looked up again.
  public @Nullable Segment findPinned(long seq) {
    while (true) {
      Segment found = find(seq);
      if (found == null || found.pin()) return found;
      if (closed) return null;
      Thread.onSpinWait();
    }
  }

  private volatile boolean closed;

  /// From now on a segment that cannot be pinned stays so.
  public void close() { closed = true; }
}
