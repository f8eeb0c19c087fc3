// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.runtime;

import java.time.Instant;
import org.redexdb.storage.api.TimeSource;

/// The clocks of the machine.
public final class SystemTime implements TimeSource {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  @Override
  public long epochNanos() {
    var now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  @Override
  public long monotonicNanos() { return System.nanoTime(); }
}
