// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// The clocks a store reads. Injected, so that a simulation decides what time it is.
///
/// Thread-safe.
public interface TimeSource {
  /// Wall time in nanoseconds since the epoch, UTC. May jump either way.
  long epochNanos();

  /// Monotonic time in nanoseconds from an arbitrary origin; never goes backwards, not wall time.
  long monotonicNanos();
}
