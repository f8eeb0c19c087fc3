// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentList;

/// Segments of one log between their last frame and their seal, oldest first.
///
/// The appender announces one under the log's lock, the chain adds it under the I/O lock when all of it is in its file,
/// who seals removes it under the force lock.
final class ClosedSegments {
  /// So many may wait for their force; then the appender waits.
  static final int CLOSED_MAX = SegmentList.UNSEALED_MAX - 1;

  private final ConcurrentLinkedQueue<Segment> written = new ConcurrentLinkedQueue<>();
  /// Announced and not yet sealed.
  private final AtomicInteger count = new AtomicInteger();

  boolean mayClose() { return count.get() < CLOSED_MAX; }

  boolean isNoneClosing() { return count.get() == 0; }

  void announce() { count.incrementAndGet(); }

  void add(Segment segment) { written.add(segment); }

  boolean isEmpty() { return written.isEmpty(); }

  @Nullable
  Segment first() { return written.peek(); }

  void removeFirst() {
    written.poll();
    count.decrementAndGet();
  }
}
