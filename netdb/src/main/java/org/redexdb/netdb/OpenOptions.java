// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import org.redexdb.storage.api.StoreOptions;

/// How a database is opened.
///
/// @param create whether a missing folder becomes a new store
/// @param access what is wanted
/// @param store  details of the storage layer; its mode is decided by the two above
public record OpenOptions(boolean create, Access access, StoreOptions store) {
  /// What a program wants to do.
  public enum Access {
    /// Write, or only read where another process holds the writer.
    AUTO,
    /// Write, or fail with [org.redexdb.storage.api.StorageException.InUse].
    WRITE,
    /// Only read; the folder is not changed.
    READ_ONLY
  }

  public static final OpenOptions DEFAULTS = new OpenOptions(true, Access.AUTO, StoreOptions.DEFAULTS);

  public OpenOptions withCreate(boolean newCreate) { return new OpenOptions(newCreate, access, store); }

  public OpenOptions withAccess(Access newAccess) { return new OpenOptions(create, newAccess, store); }

  public OpenOptions withStore(StoreOptions newStore) { return new OpenOptions(create, access, newStore); }
}
