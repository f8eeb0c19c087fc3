// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.time.Duration;

/// When the store brings events to the device that nobody waits for there (those below [Level#DISK]): at the latest when one
/// of the limits is reached. Without limits that happens when a segment is sealed, when somebody appends at `DISK` or
/// forces, and at close. No append waits for it.
///
/// @param events number of events that may be unforced, 0 for no limit
/// @param interval time that an event may be unforced, zero for no limit; from 1 ms to a year
/// @param bytes bytes of frames that may be unforced, 0 for no limit. Counted when they reach the file
public record Fsync(long events, Duration interval, long bytes) {
  private static final Duration INTERVAL_MIN = Duration.ofMillis(1);
  private static final Duration INTERVAL_MAX = Duration.ofDays(365);

  /// Without limits.
  public static final Fsync NEVER = new Fsync(0, Duration.ZERO, 0);

  public Fsync {
    if (events < 0) throw new IllegalArgumentException("fsync every " + events + " events");
    if (bytes < 0) throw new IllegalArgumentException("fsync every " + bytes + " bytes");
    if (interval.compareTo(INTERVAL_MAX) > 0 || interval.isNegative()
        || !interval.isZero() && interval.compareTo(INTERVAL_MIN) < 0)
      throw new IllegalArgumentException("fsync every " + interval + "; it is between " + INTERVAL_MIN
          + " and " + INTERVAL_MAX);
  }

  public static Fsync everyEvents(long events) { return new Fsync(events, Duration.ZERO, 0); }

  public static Fsync every(Duration interval) { return new Fsync(0, interval, 0); }

  /// Whichever comes first.
  public static Fsync every(Duration interval, long bytes) { return new Fsync(0, interval, bytes); }

  // Not equals(NEVER): linking a record's generated method would be part of a program's first open.
  public boolean isNever() { return events == 0 && bytes == 0 && interval.isZero(); }

  /// For people: `never`, `100 events`, `PT1S or 4194304 bytes`.
  @Override
  public String toString() {
    var limits = new StringBuilder();
    if (!interval.isZero()) limits.append(interval);
    if (events > 0) limits.append(limits.isEmpty() ? "" : " or ").append(events).append(" events");
    if (bytes > 0) limits.append(limits.isEmpty() ? "" : " or ").append(bytes).append(" bytes");
    return limits.isEmpty() ? "never" : limits.toString();
  }
}
