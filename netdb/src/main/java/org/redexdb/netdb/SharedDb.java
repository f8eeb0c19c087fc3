// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.MeshDb;
import org.redexdb.meshdb.MeshDbOptions;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.AccessGuard;
import org.redexdb.redex.api.Principal;

/// One open store of this process and the number of handles on it. The last handle to close closes it.
///
/// Threading: opening and closing one folder, and the counts of its stores, are under that folder's lock, so that an open
/// never meets the lock file of a store that is still closing, and a folder that recovers holds up no other. What is
/// inside is thread-safe by itself.
final class SharedDb {
  private static final Map<Key, SharedDb> OPEN = new ConcurrentHashMap<>();
  /// Locks of folders, shared by folders of the same slot.
  private static final ReentrantLock[] LOCKS = new ReentrantLock[64];

  static {
    for (int i = 0; i < LOCKS.length; i++) LOCKS[i] = new ReentrantLock();
  }

  private final Key key;
  private final Redex redex;
  private final MeshDb mesh;
  private int handles;

  /// What may be shared.
  ///
  /// @param store    canonical folder, or whatever identifies a store in memory
  /// @param readOnly how it is open: a handle that may write is not given one that cannot, nor the other way round
  /// @param guard    asked for every channel that is handed out
  /// @param principal for whom
  record Key(Object store, boolean readOnly, AccessGuard guard, Principal principal) {
    /// By the store alone: linking the generated method takes a program's first open 20 ms.
    @Override
    public int hashCode() { return store.hashCode(); }

    @Nullable
    Path directory() { return store instanceof Path path ? path : null; }
  }

  private SharedDb(Key key, Redex redex, MeshDb mesh) {
    this.key = key;
    this.redex = redex;
    this.mesh = mesh;
  }

  /// Runs `opening` while no other thread opens or closes that store.
  static SharedDb exclusively(Object store, Supplier<SharedDb> opening) {
    ReentrantLock lock = lock(store);
    lock.lock();
    try {
      return opening.get();
    } finally {
      lock.unlock();
    }
  }

  /// What was opened under `key` before (whatever its memory), or what `opener` opens now; counted as one more handle.
  /// Inside [#exclusively].
  static SharedDb acquire(Key key, long memoryBytes, Supplier<Redex> opener) {
    SharedDb shared = OPEN.get(key);
    if (shared == null) {
      Redex redex = opener.get();
      try {
        shared = new SharedDb(key, redex,
            MeshDb.over(new RedexCatalog(redex), MeshDbOptions.system().withMemoryBytes(memoryBytes)));
      } catch (Throwable t) {
        redex.close();
        throw t;
      }
      OPEN.put(key, shared);
    }
    shared.handles++;
    return shared;
  }

  /// One handle fewer.
  void release() {
    ReentrantLock lock = lock(key.store);
    lock.lock();
    try {
      if (--handles > 0) return;
      OPEN.remove(key);
      try {
        mesh.close();
      } finally {
        redex.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private static ReentrantLock lock(Object store) { return LOCKS[Math.floorMod(store.hashCode(), LOCKS.length)]; }

  @Nullable
  Path directory() { return key.directory(); }

  Redex redex() { return redex; }

  MeshDb mesh() { return mesh; }
}
