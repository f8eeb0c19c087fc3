// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

/// Opens stores whose every step is taken by the calling thread, on simulated or other disks.
public final class SimStores {
  private SimStores() {}

  /// A store whose identities follow from the clock: the same clock must not be used for two histories of one folder.
  public static Store open(Disk disk, Path directory, StoreOptions options, SimClock clock) {
    return open(disk, directory, options, clock, new SplittableRandom(clock.monotonicNanos()));
  }

  /// @param random source of identities; must not repeat across opens of one store
  public static Store open(Disk disk, Path directory, StoreOptions options, SimClock clock, RandomGenerator random) {
    return Storage.open(new StoreEnvironment(disk, clock, random, Work.CALLER), directory, options);
  }
}
