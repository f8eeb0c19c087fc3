// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything the store asks of a file system, as a port: the real one, one in memory, and a simulated one that loses
/// power. Calls throw plain [IOException]; the store turns them into typed errors in one place.
///
/// Thread-safe. A call is never made on a thread whose interrupt flag a user can set.
public interface Disk {
  /// How a file is opened.
  enum Access {
    /// Must exist; writes and writable mappings are refused.
    READ,
    /// Must exist; read and write.
    WRITE,
    /// Must not exist; created empty, read and write. Its directory entry is durable only after
    /// [Disk#forceDirectory].
    CREATE
  }

  /// What tells one machine run from another.
  ///
  /// @param host name of the machine
  /// @param bootId changes with each boot; empty when unknown, which counts as «another boot»
  record Machine(String host, String bootId) {}

  /// The right to write in a folder, held until closed or until the process ends.
  interface Lock extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  DiskFile open(Path file, Access access) throws IOException;

  /// Names (not paths) of the entries of a directory, sorted.
  List<String> list(Path directory) throws IOException;

  boolean exists(Path path);

  boolean isDirectory(Path path);

  /// Bytes of a file.
  long size(Path file) throws IOException;

  /// Creates one directory; its parent must exist. Succeeds when it exists already.
  void createDirectory(Path directory) throws IOException;

  /// Atomic within a directory; replaces the target. Durable after [#forceDirectory].
  void rename(Path from, Path to) throws IOException;

  /// Deletes a file or an empty directory. Durable after [#forceDirectory].
  void delete(Path path) throws IOException;

  /// Makes creations, renames and deletions in a directory durable.
  void forceDirectory(Path directory) throws IOException;

  long usableBytes(Path directory) throws IOException;

  /// Locks the byte range at 2^62 of a file for writing, creating the file when missing; null when another process or
  /// another opener in this process holds it.
  @Nullable
  Lock tryLock(Path file) throws IOException;

  /// Whether somebody holds the lock of a file that is there. Takes no right to write, and does not keep another from
  /// taking the lock, or from asking, meanwhile.
  default boolean isLocked(Path file) throws IOException {
    try (Lock mine = tryLock(file)) {
      return mine == null;
    }
  }

  Machine machine();

  /// Descriptors of files held open now; 0 where there are none to run out of.
  default int openDescriptors() { return 0; }

  /// How many descriptors are held open at most where that is possible; 0 without a limit.
  default int descriptorsMax() { return 0; }

  /// Whether everything is gone with the process. A store on such a disk waits for no force, and its receipts say
  /// [Level#MEMORY] whatever was asked for.
  default boolean isVolatile() { return false; }

  /// Whether writers in other processes can be told apart and mappings are coherent; a network file system is not.
  boolean isLocal(Path directory) throws IOException;

  /// The directory with links resolved, so that two spellings of one folder are one store.
  Path canonical(Path directory) throws IOException;
}
