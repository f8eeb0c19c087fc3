// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.TimeUnit;
import org.redexdb.storage.api.TimeSource;

/// Append times of one log. Under the log's lock.
final class AppendClock {
  /// A clock that steps back by less is held; by more, it is believed and reported.
  private static final long CLAMP_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final System.Logger LOGGER = System.getLogger(AppendClock.class.getName());

  private final String logName;
  private final TimeSource time;
  private long last;

  /// @param last append time of the last event, [Long#MIN_VALUE] if there is none
  AppendClock(String logName, TimeSource time, long last) {
    this.logName = logName;
    this.time = time;
    this.last = last;
  }

  /// Epoch nanoseconds that were given out last.
  long last() { return last; }

  /// Epoch nanoseconds for the next append.
  long next() {
    long now = time.epochNanos();
    if (now < last) {
      if (last - now < CLAMP_NANOS) return last;
      LOGGER.log(System.Logger.Level.WARNING, "{0}: the clock stepped back by {1} s; append times do so too", logName,
          (last - now) / 1_000_000_000L);
    }
    last = now;
    return now;
  }
}
