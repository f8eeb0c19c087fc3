// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.redexdb.storage.api.TimeSource;

/// Clocks that move only when read or told to. Each reading moves both by a fixed step, so that a loop that waits for a
/// deadline ends, and the same calls give the same times.
///
/// Thread-safe.
public final class SimClock implements TimeSource {
  /// 2026-01-01T00:00:00Z.
  public static final long START_EPOCH_NANOS = 1_767_225_600_000_000_000L;
  private static final long STEP_NANOS_DEFAULT = 1_000;

  private final AtomicLong monotonicNanos = new AtomicLong();
  /// Wall time minus monotonic time.
  private final AtomicLong wallOffsetNanos = new AtomicLong(START_EPOCH_NANOS);
  private final long stepNanos;

  public SimClock() { this(STEP_NANOS_DEFAULT); }

  /// @param stepNanos how far each reading moves the clocks; 0 for clocks that stand still
  public SimClock(long stepNanos) {
    if (stepNanos < 0) throw new IllegalArgumentException("stepNanos: " + stepNanos);
    this.stepNanos = stepNanos;
  }

  @Override
  public long epochNanos() { return monotonicNanos() + wallOffsetNanos.get(); }

  @Override
  public long monotonicNanos() { return monotonicNanos.addAndGet(stepNanos); }

  /// Lets time pass on both clocks.
  public void advance(Duration duration) {
    if (duration.isNegative()) throw new IllegalArgumentException("duration: " + duration);
    monotonicNanos.addAndGet(duration.toNanos());
  }

  /// Sets the wall clock forward, or back when negative, as a correction of the system time does.
  public void jumpWall(Duration jump) { wallOffsetNanos.addAndGet(jump.toNanos()); }
}
