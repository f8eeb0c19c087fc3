// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import java.util.random.RandomGenerator;
import org.redexdb.meshdb.exec.MemoryPool;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.TimeSource;

/// What the query layer takes from outside.
///
/// @param time   clocks; `now()` and time limits are read from it
/// @param random source of event ids; must not repeat across opens of one store, and be safe to share between threads
/// @param memoryBytes heap that all statements together may hold in sorts, groups, distinct rows and join tables
public record MeshDbOptions(TimeSource time, RandomGenerator random, long memoryBytes) {
  public MeshDbOptions {
    if (memoryBytes <= 0) throw new IllegalArgumentException("memoryBytes: " + memoryBytes);
  }

  /// The clocks and the randomness of the machine, a quarter of its heap.
  public static MeshDbOptions system() {
    StoreEnvironment system = StoreEnvironment.system();
    return new MeshDbOptions(system.time(), system.random(), MemoryPool.defaultBytes());
  }

  public MeshDbOptions withMemoryBytes(long newMemoryBytes) { return new MeshDbOptions(time, random, newMemoryBytes); }
}
