// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import org.redexdb.meshdb.MeshDbOptions;
import org.redexdb.redex.api.AccessGuard;
import org.redexdb.redex.api.Principal;
import org.redexdb.storage.Disks;
import org.redexdb.storage.api.StoreOptions;

/// How a database is opened.
///
/// @param create whether a missing folder becomes a new store
/// @param access what is wanted
/// @param store  details of the storage layer; its mode is decided by the two above
/// @param memoryBytes heap that all statements of the store together may hold in sorts, groups, distinct rows and join
///                    tables; of handles on one store the first decides
/// @param descriptorsMax how many descriptors of files the store holds open where that is possible, however many channels
///                       it has; all stores that leave it at [Disks#DESCRIPTORS_MAX_DEFAULT] share that number
/// @param guard decides which channels are handed out; handles of one process share a store only when theirs is the same
///              one and asked for the same principal, others are refused as a second writer is
/// @param principal for whom the guard is asked
public record OpenOptions(boolean create, Access access, StoreOptions store, long memoryBytes, int descriptorsMax,
    AccessGuard guard, Principal principal) {
  public OpenOptions {
    if (memoryBytes <= 0) throw new IllegalArgumentException("memoryBytes: " + memoryBytes);
    if (descriptorsMax <= 0) throw new IllegalArgumentException("descriptorsMax: " + descriptorsMax);
  }

  /// What a program wants to do.
  public enum Access {
    /// Write, or only read where another process holds the writer, or where this one may not write.
    AUTO,
    /// Write, or fail with [org.redexdb.storage.api.StorageException.InUse] or
    /// [org.redexdb.storage.api.StorageException.ReadOnly].
    WRITE,
    /// Only read; the folder is not changed.
    READ_ONLY
  }

  /// A quarter of the largest heap this JVM may have for statements.
  public static final OpenOptions DEFAULTS = new OpenOptions(true, Access.AUTO, StoreOptions.DEFAULTS,
      MeshDbOptions.system().memoryBytes(), Disks.DESCRIPTORS_MAX_DEFAULT, AccessGuard.ALL, Principal.PROGRAM);

  public OpenOptions withCreate(boolean newCreate) {
    return new OpenOptions(newCreate, access, store, memoryBytes, descriptorsMax, guard, principal);
  }

  public OpenOptions withAccess(Access newAccess) {
    return new OpenOptions(create, newAccess, store, memoryBytes, descriptorsMax, guard, principal);
  }

  public OpenOptions withStore(StoreOptions newStore) {
    return new OpenOptions(create, access, newStore, memoryBytes, descriptorsMax, guard, principal);
  }

  public OpenOptions withMemoryBytes(long newMemoryBytes) {
    return new OpenOptions(create, access, store, newMemoryBytes, descriptorsMax, guard, principal);
  }

  public OpenOptions withDescriptorsMax(int max) {
    return new OpenOptions(create, access, store, memoryBytes, max, guard, principal);
  }

  public OpenOptions withGuard(AccessGuard newGuard, Principal newPrincipal) {
    return new OpenOptions(create, access, store, memoryBytes, descriptorsMax, newGuard, newPrincipal);
  }
}
