// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage;

import java.util.random.RandomGenerator;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.runtime.SystemTime;

/// What a store takes from outside, so that a simulation can own all of it.
///
/// @param disk file system
/// @param time clocks
/// @param random source of identities and salts; must not repeat across opens of one store
/// @param work who runs the flusher, the forcing and the helper tasks
public record StoreEnvironment(Disk disk, TimeSource time, RandomGenerator random, Work work) {
  private static final TimeSource SYSTEM_TIME = new SystemTime();
  private static final RandomGenerator SYSTEM_RANDOM = new SystemRandom();

  /// The machine's clocks, secure randomness, threads of its own.
  public static StoreEnvironment of(Disk disk) {
    return new StoreEnvironment(disk, SYSTEM_TIME, SYSTEM_RANDOM, Work.THREADS);
  }

  /// The file system of the operating system, and the rest as in [#of].
  public static StoreEnvironment system() { return of(Disks.system()); }

  /// Who drives the store's own tasks.
  public enum Work {
    /// Threads of the store; callers park.
    THREADS,
    /// No thread is started: a caller that would wait runs the tasks itself. For simulations, one thread only.
    CALLER
  }
}
