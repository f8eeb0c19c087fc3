// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.LogStatus;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.segment.KeyIndex;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.shared.Carrier;

/// A log with segments, written here or followed.
interface StoredLog extends Log, Carrier {
  /// Whether it carries the members of a shared log, and is none for itself.
  boolean isShared();

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
