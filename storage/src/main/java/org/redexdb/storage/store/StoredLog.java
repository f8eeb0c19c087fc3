// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.LogStatus;
import org.redexdb.storage.segment.KeyIndex;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;

/// A log with segments, written here or followed.
interface StoredLog extends Log {
  SegmentList segments();

  static LogStatus status(SegmentList segments, long firstSeq, long nextSeq, long durableSeq, @Nullable String fault,
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
    return new LogStatus(firstSeq, nextSeq, durableSeq, segments.count(), bytes, allocated, segments.floor().pins(),
        keyIndexHeap, fault, activity);
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
