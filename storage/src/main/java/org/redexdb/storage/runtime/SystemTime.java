// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.runtime;

import java.time.Clock;
import java.time.Instant;
import org.redexdb.storage.api.TimeSource;

/// The machine's clocks. Wall time is an anchor plus the monotonic clock: as fine as the latter at its price (about
/// 21 ns), re-anchored each second so that it follows the machine.
public final class SystemTime implements TimeSource {
  private static final long ANCHOR_NANOS = 1_000_000_000L;

  /// @param epochNanos wall time at the moment of `monotonicNanos`
  private record Anchor(long epochNanos, long monotonicNanos) {}

  private volatile Anchor anchor = anchorNow();

  private static Anchor anchorNow() {
    Instant now = Clock.systemUTC().instant();
    return new Anchor(now.getEpochSecond() * 1_000_000_000L + now.getNano(), System.nanoTime());
  }

  @Override
  public long epochNanos() {
    Anchor current = anchor;
    long elapsed = System.nanoTime() - current.monotonicNanos;
    if (elapsed > ANCHOR_NANOS) {
      current = anchorNow();
      anchor = current;
      elapsed = 0;
    }
    return current.epochNanos + elapsed;
  }

  @Override
  public long monotonicNanos() { return System.nanoTime(); }
}
