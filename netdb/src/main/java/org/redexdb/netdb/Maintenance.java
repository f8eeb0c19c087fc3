// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.ClosedStore;
import org.redexdb.redex.api.RebuiltCatalog;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.RepairReport;
import org.redexdb.storage.api.VerifyReport;

/// What is done to a store that is not open here.
///
/// Thread-safe.
public final class Maintenance {
  private Maintenance() {}

  /// As [NetDb#verify], also where the catalog cannot be read. Changes nothing, and may run beside a writer.
  public static VerifyReport verify(Path directory, Progress progress) {
    return ClosedStore.verify(StoreEnvironment.system(), directory, progress);
  }

  /// Gives up what cannot be read of damaged channels, so that they can be appended to again. Events that are lost keep their
  /// seqs; readers pass over them, and [org.redexdb.redex.api.Channel#damage] lists them for ever. The damaged files are kept
  /// beside the new ones.
  ///
  /// @param channel    the only one to repair, null for all
  /// @param acceptLoss do it; else the report says what would be lost, and nothing is changed
  /// @throws org.redexdb.storage.api.StorageException.InUse the store is open for writing
  public static RepairReport repair(Path directory, @Nullable String channel, boolean acceptLoss, Progress progress) {
    return ClosedStore.repair(StoreEnvironment.system(), directory, channel, acceptLoss, progress);
  }

  /// Makes the catalog anew, from what the files of the channels say and what can be read of the old one; damaged files of
  /// that are kept.
  ///
  /// @throws org.redexdb.storage.api.StorageException.InUse the store is open for writing
  public static RebuiltCatalog rebuildCatalog(Path directory) {
    return ClosedStore.rebuildCatalog(StoreEnvironment.system(), directory);
  }
}
