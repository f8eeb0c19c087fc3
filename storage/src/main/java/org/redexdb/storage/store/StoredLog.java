// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.LogStatus;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.KeyIndex;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.shared.Carrier;

/// A log with segments, written here or followed.
interface StoredLog extends Log, Carrier {
  /// Whether it carries the members of a shared log, and is none for itself.
  boolean isShared();

  default void requireOpen() {
    if (isClosed()) throw new StorageException.Closed(Where.channel(name()), "log " + name());
  }

  // ---- reading, which is the same wherever the log is written

  @Override
  default FrameReader reader(long from, long to) {
    requireOpen();
    return reads().reader(from, to);
  }

  @Override
  default FrameReader backwardReader(long from, long to) {
    requireOpen();
    return reads().backwardReader(from, to);
  }

  @Override
  default FrameReader keyReader(byte[] key, long from, long to) {
    requireOpen();
    return keys().reader(key, from, to, false);
  }

  @Override
  default FrameReader keyReaderBackward(byte[] key, long from, long to) {
    requireOpen();
    return keys().reader(key, from, to, true);
  }

  @Override
  default boolean read(long seq, FrameBlock block) {
    requireOpen();
    return reads().read(seq, block);
  }

  @Override
  default long endOfPrefixAt(long epochNanos) {
    requireOpen();
    return reads().endOfPrefixAt(epochNanos);
  }

  @Override
  default List<DamagedRange> damage() {
    requireOpen();
    return reads().damage();
  }

  static LogStatus status(SegmentList segments, Position tip, long firstSeq, long durableSeq, @Nullable String fault,
      LogActivity activity) {
    long bytes = 0;
    long allocated = 0;
    long keyIndexHeap = 0;
    for (Segment segment : segments.all()) {
      bytes += segment.flushed() - SegmentIdentity.HEADER_BYTES;
      allocated += segment.capacity();
      KeyIndex keys = segment.keys();
      if (keys != null) keyIndexHeap += keys.heapBytes();
    }
    return new LogStatus(tip, firstSeq, tip.seq() + 1, durableSeq, segments.count(), bytes, allocated,
        segments.floor().pins(), keyIndexHeap, fault, activity);
  }

  /// Long waits end at what a nanosecond clock can count.
  static long nanos(Duration timeout) {
    try {
      return timeout.toNanos();
    } catch (ArithmeticException e) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }
}
