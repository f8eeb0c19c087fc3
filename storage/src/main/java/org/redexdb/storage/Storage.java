// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.RepairReport;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.checksum.KeyHash;
import org.redexdb.storage.commit.Identities;
import org.redexdb.storage.runtime.CallerCrew;
import org.redexdb.storage.runtime.Crew;
import org.redexdb.storage.runtime.ThreadCrew;
import org.redexdb.storage.store.StoreOpening;
import org.redexdb.storage.store.StoreRepair;

/// Entry point of the storage layer.
public final class Storage {
  private Storage() {}

  /// Opens a store, recovering it when the last writer did not close it.
  ///
  /// @param environment disk, clocks, randomness, and who does the work
  /// @param directory folder of the store; created when missing, if the options allow
  /// @throws StorageException.InUse when another writer has it, in this process or in another
  /// @throws StorageException.NoStore when there is nothing to open
  /// @throws StorageException.DiskFull when recovery has no room; a read-only open still works
  public static Store open(StoreEnvironment environment, Path directory, StoreOptions options) {
    return StoreOpening.open(opening(environment, directory), directory, options);
  }

  /// Gives up what cannot be read of damaged logs, so that they can be appended to again. The store must be closed.
  ///
  /// Events that are lost keep their seqs: readers pass over them, and [org.redexdb.storage.api.Log#damage] lists them. The
  /// damaged files are kept beside the new ones.
  ///
  /// @param logName    the only log to repair, null for all
  /// @param acceptLoss do it; else nothing is changed, and the report says what would be done
  /// @throws StorageException.InUse somebody has it open for writing
  public static RepairReport repair(StoreEnvironment environment, Path directory, @Nullable String logName,
      boolean acceptLoss, Progress progress) {
    return StoreRepair.run(opening(environment, directory), directory, logName, acceptLoss, progress);
  }

  /// Makes a log of a given number that is missing in a store that is closed. For logs of which a layer above knows that
  /// they must be there.
  ///
  /// @return false when there is one of that number; then nothing is done
  public static boolean createMissing(StoreEnvironment environment, Path directory, long logId, String name,
      LogOptions options) {
    return StoreRepair.create(opening(environment, directory), directory, logId, name, options);
  }

  private static StoreOpening.Environment opening(StoreEnvironment environment, Path directory) {
    Crew crew = switch (environment.work()) {
      case THREADS -> ThreadCrew.start(String.valueOf(directory.getFileName()));
      case CALLER -> new CallerCrew();
    };
    return new StoreOpening.Environment(environment.disk(), environment.time(), new Identities(environment.random()),
        crew,
        KeyHash.XXH3);
  }
}
