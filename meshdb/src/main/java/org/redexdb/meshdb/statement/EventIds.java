// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.redexdb.storage.api.TimeSource;

/// Identities of inserted events: UUID version 7 (RFC 9562), ascending within one store that is open.
///
/// ```
///  48 bits milliseconds | 4 version | 12 fraction of the millisecond | 2 variant | 62 random
/// ```
///
/// Thread-safe.
public final class EventIds {
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final int FRACTION_BITS = 12;

  private final TimeSource time;
  private final RandomGenerator random;
  /// Milliseconds and fraction of the last one given, as one number.
  private final AtomicLong last = new AtomicLong();

  public EventIds(TimeSource time, RandomGenerator random) {
    this.time = time;
    this.random = random;
  }

  public UUID next() {
    long nanos = Math.max(0, time.epochNanos());
    long fraction = (nanos % NANOS_PER_MILLI << FRACTION_BITS) / NANOS_PER_MILLI;
    long tick = nanos / NANOS_PER_MILLI << FRACTION_BITS | fraction;
    // Ids of the same tick, or of a clock that went back, go on from the last one.
    long mine = last.updateAndGet(before -> Math.max(before + 1, tick));
    long high = mine >>> FRACTION_BITS << 16 | 0x7000 | mine & 0xfff;
    return new UUID(high, random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L);
  }
}
