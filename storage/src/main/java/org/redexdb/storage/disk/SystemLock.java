// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;

/// The writer's lock on one file.
///
/// POSIX record locks belong to the process and are dropped when the process closes *any* descriptor of the file. So
/// nobody in this process may open the file while somebody holds it: who wants it first takes its name in a registry
/// that all class loaders share, the system properties, and only then opens it.
final class SystemLock implements Disk.Lock {
  /// Above every byte a file can have here, so that no reader's access meets it.
  private static final long LOCK_POSITION = 1L << 62;
  private static final String REGISTRY_PREFIX = "org.redexdb.lock:";
  /// Channels of files that foreign code in this process has locked: closing one would drop that lock.
  private static final List<AsynchronousFileChannel> NEVER_CLOSED = new ArrayList<>();

  private final AsynchronousFileChannel channel;
  private final FileLock lock;
  private final String pathKey;
  private final String inodeKey;
  private boolean closed;

  private SystemLock(AsynchronousFileChannel channel, FileLock lock, String pathKey, String inodeKey) {
    this.channel = channel;
    this.lock = lock;
    this.pathKey = pathKey;
    this.inodeKey = inodeKey;
  }

  /// @return null when somebody holds the lock
  static @Nullable SystemLock tryLock(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    Path real = parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
    String pathKey = REGISTRY_PREFIX + real;
    // The path guards the creation of the file, the inode guards against a second path to the same folder.
    if (!register(pathKey)) return null;
    SystemLock taken = null;
    try {
      createIfMissing(real);
      taken = lockInode(real, pathKey);
      return taken;
    } finally {
      if (taken == null) unregister(pathKey);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) return;
    closed = true;
    try (channel) {
      lock.release();
    } finally {
      unregister(inodeKey);
      unregister(pathKey);
    }
  }

  private static @Nullable SystemLock lockInode(Path file, String pathKey) throws IOException {
    String inodeKey = REGISTRY_PREFIX + SystemDisk.identity(file);
    if (!register(inodeKey)) return null;
    SystemLock taken = null;
    try {
      var channel = SystemDisk.openChannel(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
      taken = lockChannel(channel, pathKey, inodeKey);
      return taken;
    } finally {
      if (taken == null) unregister(inodeKey);
    }
  }

  private static @Nullable SystemLock lockChannel(AsynchronousFileChannel channel, String pathKey, String inodeKey)
      throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCK_POSITION, 1, false);
      if (lock != null) return new SystemLock(channel, lock, pathKey, inodeKey);
    } catch (OverlappingFileLockException e) {
      synchronized (NEVER_CLOSED) {
        NEVER_CLOSED.add(channel);
      }
      return null;
    } catch (Throwable t) {
      channel.close();
      throw t;
    }
    channel.close();
    return null;
  }

  private static void createIfMissing(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // The usual case, and the file was not opened.
    }
  }

  private static boolean register(String key) { return System.getProperties().putIfAbsent(key, "held") == null; }

  private static void unregister(String key) { System.getProperties().remove(key); }
}
