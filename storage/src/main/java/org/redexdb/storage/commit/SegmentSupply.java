// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.segment.PreparedSegment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;

/// The next segments of one log on their way from the helper, which makes them ahead of need, to the appender.
///
/// No lock. The helper adds and never waits; the appender takes under the log's lock and waits for the bell when it comes
/// too early.
final class SegmentSupply {
  /// Kept ready for a log that fills segment after segment: making one waits for the force of those before, and a fast
  /// appender fills one in less time than that.
  private static final int READY_MAX = 2;

  private final long segmentBytes;
  private final SegmentFiles files;
  private final SegmentList segments;
  private final StoreThreads threads;
  private final Writers writers;
  private final Tip tip;
  // Set by the helper, taken by the appender.
  private final ConcurrentLinkedQueue<PreparedSegment> prepared = new ConcurrentLinkedQueue<>();
  private volatile @Nullable StorageException failure;
  /// Written by the appender and cleared by the helper: bytes that the next segment must have at least.
  private volatile long wantedCapacity;
  /// No segment is taken any more. Written before `prepared` is emptied for good and read after it is filled: whoever
  /// comes last finds what the other left.
  private volatile boolean released;

  /// @param segmentBytes size of a full segment
  SegmentSupply(long segmentBytes, SegmentFiles files, SegmentList segments, StoreThreads threads, Writers writers,
      Tip tip) {
    this.segmentBytes = segmentBytes;
    this.files = files;
    this.segments = segments;
    this.threads = threads;
    this.writers = writers;
    this.tip = tip;
  }

  // ---- for the appender

  /// Called for each new block of the active segment, which will need a successor.
  ///
  /// @param filled bytes of the segment when the block is full
  void orderInTime(long filled) {
    if (isFullSize() || filled > segments.last().capacity() / 2) order();
  }

  /// Whether a segment can be had now; orders one when not.
  boolean isReady() {
    if (!prepared.isEmpty()) return true;
    order();
    return false;
  }

  private void order() {
    if (isNeeded()) writers.helper().prepare(this);
  }

  private boolean isFullSize() { return segments.last().capacity() >= segmentBytes && segments.count() > 1; }

  /// Waits for a segment of at least so many bytes.
  PreparedSegment take(long needed) {
    while (true) {
      PreparedSegment ready = prepared.poll();
      if (ready != null) {
        if (ready.identity().capacity() >= needed) return ready;
        writers.helper().discard(ready);
      }
      failure = null;
      wantedCapacity = Math.max(nextCapacity(), Long.highestOneBit(needed - 1) << 1);
      order();
      threads.await("segment", () -> !prepared.isEmpty() || failure != null || released);
      if (released) throw new StorageException.Closed(tip.nextPlace(), "log " + files.logName());
      StorageException why = failure;
      if (why != null) throw why;
    }
  }

  // ---- for the helper

  boolean isNeeded() { return !released && prepared.size() < (isFullSize() ? READY_MAX : 1); }

  SegmentFiles files() { return files; }

  /// What the next segment takes over from the last.
  SegmentIdentity model() { return segments.last().identity(); }

  /// Bytes that the next segment is to have.
  long capacity() { return Math.max(wantedCapacity, nextCapacity()); }

  void deliver(PreparedSegment ready) {
    wantedCapacity = 0;
    prepared.add(ready);
    if (released) discard();
    writers.crew().ring();
  }

  void fail(StorageException why) {
    failure = why;
    writers.crew().ring();
  }

  // ---- for who closes the log

  /// Takes back what was not used. On a thread of the store, which never waits for the log's lock: either this or
  /// [#deliver] gets the segment.
  void release() {
    released = true;
    discard();
    writers.crew().ring();
  }

  private void discard() {
    for (PreparedSegment unused = prepared.poll(); unused != null; unused = prepared.poll())
      writers.helper().discardNow(unused);
  }

  /// Segments double up to the log's full size, so that a small log stays small.
  private long nextCapacity() { return Math.min(segmentBytes, segments.last().capacity() * 2); }
}
