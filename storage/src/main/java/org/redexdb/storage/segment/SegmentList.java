// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The segments of one log by ascending base. Readers take the array as it is; changes replace it.
///
/// Changed by the appender (roll) and by the sealing thread (sealed for closed), each under this object's monitor.
public final class SegmentList {
  private volatile Segment[] segments;

  public SegmentList(List<Segment> initial) { segments = initial.toArray(Segment[]::new); }

  public List<Segment> all() { return List.of(segments); }

  public int count() { return segments.length; }

  public Segment first() { return segments[0]; }

  public Segment last() {
    Segment[] now = segments;
    return now[now.length - 1];
  }

  public synchronized void add(Segment segment) {
    Segment[] now = segments;
    Segment[] next = Arrays.copyOf(now, now.length + 1);
    next[now.length] = segment;
    segments = next;
  }

  /// Lets go of sealed segments at the beginning that hold nothing from `seq` on; never of the last.
  ///
  /// @return those removed
  public synchronized List<Segment> removeSealedBefore(long seq) {
    Segment[] now = segments;
    int kept = 0;
    while (kept < now.length - 1 && now[kept].isSealed() && now[kept].lastSeq() < seq) kept++;
    segments = Arrays.copyOfRange(now, kept, now.length);
    return List.of(Arrays.copyOf(now, kept));
  }

  /// @return false when `old` is no longer in the list
  public synchronized boolean replace(Segment old, Segment replacement) {
    Segment[] next = segments.clone();
    for (int i = 0; i < next.length; i++) {
      if (next[i] == old) {
        next[i] = replacement;
        segments = next;
        return true;
      }
    }
    return false;
  }

  /// The segment a seq would be in: the last one whose base is not after it. Null when it is before all.
  public @Nullable Segment find(long seq) {
    Segment[] now = segments;
    int low = 0;
    int high = now.length - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      if (now[middle].baseSeq() <= seq) low = middle + 1;
      else
        high = middle - 1;
    }
    return high < 0 ? null : now[high];
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
