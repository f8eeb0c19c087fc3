// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import org.redexdb.storage.fault.Loggers;

/// Append times of one log, which step back only when the machine's clock does so by a minute or more. Under the log's lock.
final class AppendClock {
  /// Bounds how many appends get an old time when the flusher, which reads the clock for them, is stuck in a write.
  private static final int COUNTED_ON_MAX = 15;

  private final String logName;
  private final Writers writers;
  private long last;
  /// The first append reads.
  private int countedOn = COUNTED_ON_MAX;

  /// @param last append time of the last event, [Long#MIN_VALUE] if there is none
  AppendClock(String logName, Writers writers, long last) {
    this.logName = logName;
    this.writers = writers;
    this.last = last;
    writers.clock().passed(last);
  }

  /// Epoch nanoseconds that were given out last.
  long last() { return last; }

  /// Epoch nanoseconds for the next append.
  long next() {
    long now = now();
    if (now < last) {
      if (last - now < StoreClock.CLAMP_NANOS) return last;
      Loggers.of(AppendClock.class).log(System.Logger.Level.WARNING,
          "{0}: the clock stepped back by {1} s; append times do so too", logName,
          (last - now) / 1_000_000_000L);
    }
    last = now;
    return now;
  }

  private long now() {
    if (countedOn == COUNTED_ON_MAX || !writers.hasThreads() || writers.flusher().isIdle()) {
      countedOn = 0;
      return writers.clock().read();
    }
    countedOn++;
    return writers.clock().countOn();
  }
}
