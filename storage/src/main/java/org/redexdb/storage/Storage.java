// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage;

import java.nio.file.Path;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.checksum.KeyHash;
import org.redexdb.storage.commit.Identities;
import org.redexdb.storage.runtime.CallerCrew;
import org.redexdb.storage.runtime.Crew;
import org.redexdb.storage.runtime.ThreadCrew;
import org.redexdb.storage.store.StoreOpening;

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
    Crew crew = switch (environment.work()) {
      case THREADS -> ThreadCrew.start(String.valueOf(directory.getFileName()));
      case CALLER -> new CallerCrew();
    };
    return StoreOpening.open(new StoreOpening.Environment(environment.disk(), environment.time(),
        new Identities(environment.random()), crew, KeyHash.XXH3), directory, options);
  }
}
