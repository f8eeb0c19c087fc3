// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.segment.PreparedSegment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;

/// The next segment of one log on its way from the helper, which makes it ahead of need, to the appender.
///
/// One slot and no lock. The helper fills it and never waits; the appender empties it under the log's lock and waits for
/// the bell when it comes too early.
final class SegmentSupply {
  private final long segmentBytes;
  private final SegmentFiles files;
  private final SegmentList segments;
  private final StoreThreads threads;
  private final Writers writers;
  private final Tip tip;
  // Set by the helper, taken by the appender.
  private final AtomicReference<@Nullable PreparedSegment> prepared = new AtomicReference<>();
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

  /// One will be needed soon.
  void order() { writers.helper().prepare(this); }

  /// Waits for a segment of at least so many bytes.
  PreparedSegment take(long needed) {
    while (true) {
      PreparedSegment ready = prepared.getAndSet(null);
      if (ready != null) {
        if (ready.identity().capacity() >= needed) return ready;
        writers.helper().discard(ready);
      }
      failure = null;
      wantedCapacity = Math.max(nextCapacity(), Long.highestOneBit(needed - 1) << 1);
      order();
      threads.await("segment", () -> prepared.get() != null || failure != null || released);
      if (released) throw new StorageException.Closed(tip.nextPlace(), "log " + files.logName());
      StorageException why = failure;
      if (why != null) throw why;
    }
  }

  // ---- for the helper

  boolean isNeeded() { return !released && prepared.get() == null; }

  SegmentFiles files() { return files; }

  /// What the next segment takes over from the last.
  SegmentIdentity model() { return segments.last().identity(); }

  /// Bytes that the next segment is to have.
  long capacity() { return Math.max(wantedCapacity, nextCapacity()); }

  void deliver(PreparedSegment ready) {
    wantedCapacity = 0;
    prepared.set(ready);
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
    PreparedSegment unused = prepared.getAndSet(null);
    if (unused != null) writers.helper().discardNow(unused);
  }

  /// Segments double up to the log's full size, so that a small log stays small.
  private long nextCapacity() { return Math.min(segmentBytes, segments.last().capacity() * 2); }
}
