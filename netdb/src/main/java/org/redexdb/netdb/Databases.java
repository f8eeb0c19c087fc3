// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.MeshDb;
import org.redexdb.redex.Redex;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;

/// Opens databases, each folder once per process.
final class Databases {
  /// Folder of a store inside its own memory disk.
  private static final Path MEMORY_FOLDER = Path.of("/mem");

  private Databases() {}

  /// @see NetDb#open(Path, OpenOptions)
  static NetDb open(Path directory, OpenOptions options) {
    return open(options.descriptorsMax() == Disks.DESCRIPTORS_MAX_DEFAULT
        ? Disks.system()
        : Disks.system(options.descriptorsMax()), directory, options);
  }

  static NetDb open(Disk disk, Path directory, OpenOptions options) {
    Path canonical = canonical(disk, directory, options);
    return new NetDbHandle(SharedDb.exclusively(canonical, () -> share(disk, canonical, options)));
  }

  /// @param name stores of the same name are one; null for a private one
  static NetDb memory(@Nullable String name) {
    Object store = name == null ? new Object() : new MemoryName(name);
    var creating = StoreOptions.DEFAULTS.withMode(StoreOptions.Mode.CREATE_OR_WRITE);
    return new NetDbHandle(SharedDb.exclusively(store, () -> SharedDb.acquire(key(store, false, OpenOptions.DEFAULTS),
        OpenOptions.DEFAULTS.memoryBytes(),
        () -> redex(Disks.memory(), MEMORY_FOLDER, creating, OpenOptions.DEFAULTS))));
  }

  private record MemoryName(String name) {
  }

  private static SharedDb share(Disk disk, Path directory, OpenOptions options) {
    return switch (options.access()) {
      case READ_ONLY -> reading(disk, directory, options);
      case WRITE -> writing(disk, directory, options);
      case AUTO -> {
        try {
          yield writing(disk, directory, options);
        } catch (StorageException.InUse e) {
          // Held by this very process through another class loader: reading beside it would hide a mistake.
          if (e.pid() == ProcessHandle.current().pid()) throw e;
          yield reading(disk, directory, options);
        } catch (StorageException.ReadOnly e) {
          yield reading(disk, directory, options);
        }
      }
    };
  }

  private static SharedDb writing(Disk disk, Path directory, OpenOptions options) {
    var mode = options.create() ? StoreOptions.Mode.CREATE_OR_WRITE : StoreOptions.Mode.WRITE_EXISTING;
    return SharedDb.acquire(key(directory, false, options), options.memoryBytes(),
        () -> redex(disk, directory, options.store().withMode(mode), options));
  }

  private static SharedDb reading(Disk disk, Path directory, OpenOptions options) {
    return SharedDb.acquire(key(directory, true, options), options.memoryBytes(),
        () -> redex(disk, directory, options.store().withMode(StoreOptions.Mode.READ_ONLY), options));
  }

  private static SharedDb.Key key(Object store, boolean readOnly, OpenOptions options) {
    return new SharedDb.Key(store, readOnly, options.guard(), options.principal());
  }

  private static Redex redex(Disk disk, Path directory, StoreOptions options, OpenOptions asked) {
    return Redex.open(StoreEnvironment.of(disk), directory, options, MeshDb.payloadChecks(), asked.guard(),
        asked.principal());
  }

  private static Path canonical(Disk disk, Path directory, OpenOptions options) {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      if (disk.exists(absolute)) return disk.canonical(absolute);
      if (!options.create() || options.access() == OpenOptions.Access.READ_ONLY)
        throw new StorageException.NoStore(directory,
            "there is no such folder; check the path, or open it with create");
      // The folder itself is made by the store; its parents are the user's business, as with any database file.
      Path parent = Objects.requireNonNull(absolute.getParent(), "a root folder exists");
      if (!disk.isDirectory(parent))
        throw new StorageException.NoStore(directory, "the folder " + parent + " does not exist; create it first");
      return disk.canonical(parent).resolve(absolute.getFileName());
    } catch (IOException e) {
      throw new StorageException.NoStore(directory, "the folder cannot be resolved: " + e.getMessage());
    }
  }
}
