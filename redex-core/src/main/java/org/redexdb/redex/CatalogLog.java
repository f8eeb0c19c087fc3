// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import java.nio.file.Path;
import org.redexdb.redex.catalog.Catalog;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.Where;

/// The log that the catalog lives in, made with the store.
final class CatalogLog {
  static final LogOptions OPTIONS = new LogOptions(Limits.SEGMENT_BYTES_DEFAULT);

  private CatalogLog() {}

  /// That of a store; a new store gets it here.
  ///
  /// @throws StorageException.Corrupt there are other logs, and it is gone
  static Log of(Store store) {
    Log log = store.log(Catalog.LOG_ID);
    if (log != null) return log;
    Path directory = store.directory();
    // A writer makes it before any other log, so that a reader who finds others does not look too early.
    if (!store.logs().isEmpty())
      throw missing(directory, "other logs only; `redex rebuild-catalog` makes it anew from the channels' files");
    if (store.readOnly())
      throw new StorageException.NoStore(directory, "the store has no catalog yet; its writer is being created");
    return create(store, directory);
  }

  private static StorageException missing(Path directory, String found) {
    return new StorageException.Corrupt(Where.file(directory.resolve("logs")),
        "the catalog's log, number " + Catalog.LOG_ID, found);
  }

  /// Ids 0 and 1 are kept for the store's own logs.
  private static Log create(Store store, Path directory) {
    Log catalog = store.create(Catalog.LOG_NAME, OPTIONS);
    if (catalog.id() != Catalog.LOG_ID) {
      // Numbers are never used twice: the store has had logs before, and the catalog is never dropped.
      store.drop(catalog.id());
      throw missing(directory, "no log, in a store that has had some");
    }
    store.create("$local", OPTIONS);
    return catalog;
  }
}
