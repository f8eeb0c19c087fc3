// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.TimeSource;

/// What the query layer takes from outside.
///
/// @param time   clocks; `now()` and time limits are read from it
/// @param random source of event ids; must not repeat across opens of one store, and be safe to share between threads
public record MeshDbOptions(TimeSource time, RandomGenerator random) {
  /// The clocks and the randomness of the machine.
  public static MeshDbOptions system() {
    return new MeshDbOptions(StoreEnvironment.system().time(), new SecureRandom());
  }
}
