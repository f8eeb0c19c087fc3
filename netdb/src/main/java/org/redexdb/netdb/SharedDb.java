// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.MeshDb;
import org.redexdb.redex.Redex;

/// One open store of this process and the number of handles on it. The last handle to close closes it.
///
/// Threading: the registry and every count are guarded by the class' lock; what is inside is thread-safe by itself.
final class SharedDb {
  private static final Map<Object, SharedDb> OPEN = new HashMap<>();

  private final Object key;
  private final @Nullable Path directory;
  private final Redex redex;
  private final MeshDb mesh;
  private int handles;

  private SharedDb(Object key, @Nullable Path directory, Redex redex, MeshDb mesh) {
    this.key = key;
    this.directory = directory;
    this.redex = redex;
    this.mesh = mesh;
  }

  /// What was opened under `key` before, or what `opener` opens now; counted as one more handle.
  static SharedDb acquire(Object key, @Nullable Path directory, Supplier<Redex> opener) {
    synchronized (SharedDb.class) {
      SharedDb shared = OPEN.get(key);
      if (shared == null) {
        Redex redex = opener.get();
        try {
          shared = new SharedDb(key, directory, redex, MeshDb.over(new RedexCatalog(redex)));
        } catch (Throwable t) {
          redex.close();
          throw t;
        }
        OPEN.put(key, shared);
      }
      shared.handles++;
      return shared;
    }
  }

  /// One handle fewer.
  void release() {
    synchronized (SharedDb.class) {
      if (--handles > 0) return;
      OPEN.remove(key);
      // Under the lock: an open of the same folder must not meet the lock file of a store that is still closing.
      try {
        mesh.close();
      } finally {
        redex.close();
      }
    }
  }

  @Nullable
  Path directory() { return directory; }

  Redex redex() { return redex; }

  MeshDb mesh() { return mesh; }
}
