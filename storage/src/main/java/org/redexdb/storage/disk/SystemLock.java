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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;

/// The writer's lock on one file.
///
/// POSIX record locks belong to the process and are dropped when the process closes *any* descriptor of the file. So
/// nobody in this process may open the file while somebody holds it: who wants it first takes its name in a registry
/// that all class loaders share, the system properties, and only then opens it.
///
/// Who only asks whether it is held takes a shared lock for a moment, so that many may ask at once. Who wants to hold it
/// tries again while nothing but such locks are in the way.
final class SystemLock implements Disk.Lock {
  /// Above every byte a file can have here, so that no reader's access meets it.
  private static final long LOCK_POSITION = 1L << 62;
  private static final String REGISTRY_PREFIX = "org.redexdb.lock:";
  private static final String HELD = "held";
  private static final String LOOKED_AT = "looked at";
  /// Of who wants the lock while other processes ask, one of which may have been stopped over it.
  private static final int TRIES_MAX = 2000;
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
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
    Path real = real(file);
    String pathKey = REGISTRY_PREFIX + real;
    // The path guards the creation of the file, the inode guards against a second path to the same folder.
    if (!register(pathKey, HELD)) return null;
    SystemLock taken = null;
    try {
      createIfMissing(real);
      taken = lockInode(real, pathKey);
      return taken;
    } finally {
      if (taken == null) unregister(pathKey);
    }
  }

  /// Whether somebody holds the lock of a file that is there. Takes the right to read it, no more.
  static boolean isHeld(Path file) throws IOException {
    Path real = real(file);
    String pathKey = REGISTRY_PREFIX + real;
    if (!register(pathKey, LOOKED_AT)) return true;
    try {
      String inodeKey = REGISTRY_PREFIX + SystemDisk.identity(real);
      if (!register(inodeKey, LOOKED_AT)) return true;
      try {
        return askAndClose(SystemDisk.openChannel(real, Set.of(StandardOpenOption.READ)));
      } finally {
        unregister(inodeKey);
      }
    } finally {
      unregister(pathKey);
    }
  }

  private static boolean askAndClose(AsynchronousFileChannel channel) throws IOException {
    try {
      boolean locked = isLocked(channel);
      channel.close();
      return locked;
    } catch (OverlappingFileLockException e) {
      keepOpen(channel);
      return true;
    } catch (Throwable t) {
      channel.close();
      throw t;
    }
  }

  private static boolean isLocked(AsynchronousFileChannel channel) throws IOException {
    FileLock asking = channel.tryLock(LOCK_POSITION, 1, true);
    if (asking == null) return true;
    asking.release();
    return false;
  }

  private static Path real(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
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
    if (!register(inodeKey, HELD)) return null;
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
      for (int tries = 1;; tries++) {
        FileLock lock = channel.tryLock(LOCK_POSITION, 1, false);
        if (lock != null) return new SystemLock(channel, lock, pathKey, inodeKey);
        if (tries == TRIES_MAX || isLocked(channel)) break;
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    } catch (OverlappingFileLockException e) {
      keepOpen(channel);
      return null;
    } catch (Throwable t) {
      channel.close();
      throw t;
    }
    channel.close();
    return null;
  }

  private static void keepOpen(AsynchronousFileChannel channel) {
    synchronized (NEVER_CLOSED) {
      NEVER_CLOSED.add(channel);
    }
  }

  private static void createIfMissing(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // The usual case, and the file was not opened.
    }
  }

  /// @return false when somebody in this process holds it; who only looks is gone in a moment
  private static boolean register(String key, String use) {
    while (true) {
      Object by = System.getProperties().putIfAbsent(key, use);
      if (by == null) return true;
      if (!LOOKED_AT.equals(by)) return false;
      Thread.onSpinWait();
    }
  }

  private static void unregister(String key) { System.getProperties().remove(key); }
}
