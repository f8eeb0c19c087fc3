// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.RebuiltCatalog;
import org.redexdb.redex.catalog.Catalog;
import org.redexdb.redex.catalog.CatalogRebuild;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.RepairReport;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.VerifyReport;

/// What is done to a store that nobody has open.
public final class ClosedStore {
  private ClosedStore() {}

  /// Gives up what cannot be read of damaged channels.
  ///
  /// @param channel    the only one to repair, null for all
  /// @param acceptLoss do it; else the report says what would be done, and nothing is changed
  /// @see Storage#repair
  public static RepairReport repair(StoreEnvironment environment, Path directory, @Nullable String channel,
      boolean acceptLoss, Progress progress) {
    return Storage.repair(environment, directory, channel, acceptLoss, progress);
  }

  /// Makes the catalog anew, from what the files of the channels say and what can be read of the
  /// old one, whose damaged files are kept.
  public static RebuiltCatalog rebuildCatalog(StoreEnvironment environment, Path directory) {
    Storage.repair(environment, directory, Catalog.LOG_NAME, true, Progress.NONE);
    Storage.createMissing(environment, directory, Catalog.LOG_ID, Catalog.LOG_NAME, CatalogLog.OPTIONS);
    try (Store store = Storage.open(environment, directory,
        StoreOptions.DEFAULTS.withMode(StoreOptions.Mode.WRITE_EXISTING))) {
      return new CatalogRebuild(store, CatalogLog.of(store)).run(() -> uuid(environment));
    }
  }

  /// As [Redex#verify], also where the catalog cannot be read. Changes nothing.
  public static VerifyReport verify(StoreEnvironment environment, Path directory, Progress progress) {
    StoreOptions reading = StoreOptions.DEFAULTS.withMode(StoreOptions.Mode.READ_ONLY);
    try (Redex redex = Redex.open(environment, directory, reading, PayloadChecks.NONE)) {
      return redex.verify(progress);
    } catch (StorageException.Corrupt e) {
      try (Store store = Storage.open(environment, directory, reading)) {
        return store.verify(progress).withProblems(List.of(String.valueOf(e.getMessage())));
      }
    }
  }

  private static UUID uuid(StoreEnvironment environment) {
    return new UUID(environment.random().nextLong(), environment.random().nextLong());
  }
}
