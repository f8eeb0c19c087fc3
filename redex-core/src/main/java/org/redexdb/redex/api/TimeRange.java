// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Half-open range of times, `[from, to)`, in nanoseconds since the epoch, UTC: about the years 1678 to 2262. Empty when
/// `from == to`.
///
/// @param fromNanos first time that belongs to it; [Long#MIN_VALUE] for no beginning
/// @param toNanos   first time that no longer does; [Long#MAX_VALUE] for no end
public record TimeRange(long fromNanos, long toNanos) {
  public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  public TimeRange {
    if (toNanos < fromNanos)
      throw new IllegalArgumentException("bad time range [" + fromNanos + " ns, " + toNanos + " ns)");
  }

  /// Times outside what nanoseconds can count stand for no beginning and no end.
  public static TimeRange between(Instant from, Instant to) { return new TimeRange(nanos(from), nanos(to)); }

  public static TimeRange from(Instant from) { return new TimeRange(nanos(from), Long.MAX_VALUE); }

  public static TimeRange until(Instant to) { return new TimeRange(Long.MIN_VALUE, nanos(to)); }

  public boolean contains(long epochNanos) {
    return epochNanos >= fromNanos && (epochNanos < toNanos || isEndless() && fromNanos < toNanos);
  }

  boolean isEndless() { return toNanos == Long.MAX_VALUE; }

  /// Nanoseconds since the epoch; the first or last that a long holds when the time is beyond.
  static long nanos(Instant time) {
    long seconds = time.getEpochSecond();
    // Of a negative time both parts are made negative, so that no step passes the range when the time does not.
    long nanos = time.getNano();
    if (seconds < 0 && nanos > 0) {
      seconds++;
      nanos -= TimeUnit.SECONDS.toNanos(1);
    }
    long whole = TimeUnit.SECONDS.toNanos(seconds); // ends at the limits
    long sum = whole + nanos;
    // Both have one sign, so only a change of it can be an overflow.
    return nanos > 0 && sum < whole ? Long.MAX_VALUE : nanos < 0 && sum > whole ? Long.MIN_VALUE : sum;
  }
}
