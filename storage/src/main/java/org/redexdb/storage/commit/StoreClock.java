// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.redexdb.storage.api.TimeSource;

/// Append times for all logs of a store: each greater than every one given out before, so that they order what happened
/// one after the other in different logs too. Only a machine whose clock is set back far breaks that.
///
/// Reading the machine's clock costs about as much as all else in a small append, so while the flusher is awake it reads
/// for everybody and appends count on from there. Their time is then behind by a round of the flusher, half a millisecond
/// and what it writes meanwhile.
///
/// Thread-safe, without a lock.
final class StoreClock {
  /// A clock that steps back by less is held; by more, it is believed.
  static final long CLAMP_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final TimeSource time;
  /// Epoch nanoseconds given out or read last; of the last event found when the store was opened.
  private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

  StoreClock(TimeSource time) { this.time = time; }

  /// A log was opened whose last event has this append time: what comes is later.
  void passed(long epochNanos) { last.accumulateAndGet(epochNanos, Math::max); }

  /// Reads the machine's clock.
  ///
  /// @return epoch nanoseconds for an append
  long read() {
    long now = time.epochNanos();
    while (true) {
      long before = last.get();
      long next = isHeld(now, before) ? before + 1 : now;
      if (last.compareAndSet(before, next)) return next;
    }
  }

  /// Counts on from the last reading.
  ///
  /// @return epoch nanoseconds for an append
  long countOn() { return last.incrementAndGet(); }

  /// Reads the machine's clock for those who count on.
  void tick() {
    long now = time.epochNanos();
    long before = last.get();
    // Whoever was faster gave a time that is as good.
    if (!isHeld(now, before)) last.compareAndSet(before, now);
  }

  private static boolean isHeld(long now, long before) { return now <= before && before - now < CLAMP_NANOS; }
}
