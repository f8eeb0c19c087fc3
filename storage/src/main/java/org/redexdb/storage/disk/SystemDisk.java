// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;

/// The file system of the operating system.
///
/// Interrupts: every transfer, force and lock goes through [AsynchronousFileChannel] with an executor that runs the
/// task at once on the calling thread. Such a channel is not an `InterruptibleChannel`: a caller's
/// `Thread.interrupt()` neither closes it nor cuts a call short. Only mapping needs a `FileChannel`; that one is opened
/// for the call alone, see [SystemFile#map].
///
/// Descriptors: a file stays open for its owner, but its descriptors may be put away between two uses ([DescriptorBudget]).
///
/// Thread-safe.
public final class SystemDisk implements Disk {
  /// Types of file systems whose locks and mappings other machines do not see, as Linux names them. Plain `fuse` may be
  /// anything; `fuseblk` is a local device.
  private static final Set<String> REMOTE_TYPES = Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs",
      "ncpfs", "ceph", "glusterfs", "lustre", "gpfs", "ocfs2", "gfs2", "beegfs", "orangefs", "pvfs2", "9p", "virtiofs",
      "davfs", "fuse", "coda", "vboxsf", "prl_fs", "vmhgfs");

  private final DescriptorBudget budget;
  /// Every file somebody has open, whether or not its descriptor is put away.
  private final Set<SystemFile> openFiles = ConcurrentHashMap.newKeySet();
  /// A file is opened again under the read lock: between two renames, never amid one.
  private final ReentrantReadWriteLock names = new ReentrantReadWriteLock();
  private final Machine machine = new Machine(firstLine(Path.of("/proc/sys/kernel/hostname"), "localhost"),
      firstLine(Path.of("/proc/sys/kernel/random/boot_id"), ""));

  /// @param descriptorsMax how many descriptors of files are held open where that is possible
  public SystemDisk(int descriptorsMax) {
    this.budget = new DescriptorBudget(descriptorsMax);
  }

  /// Without a limit.
  public SystemDisk() { this(Integer.MAX_VALUE); }

  @Override
  public DiskFile open(Path file, Access access) throws IOException {
    Path path = file.toAbsolutePath();
    AsynchronousFileChannel channel = openChannel(path, switch (access) {
      case READ -> Set.of(StandardOpenOption.READ);
      case WRITE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
      case CREATE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    });
    try {
      var opened = new SystemFile(this, path, identity(path), channel, access != Access.READ);
      openFiles.add(opened);
      opened.counted();
      return opened;
    } catch (Throwable t) {
      channel.close();
      throw t;
    }
  }

  DescriptorBudget budget() { return budget; }

  void closed(SystemFile file) { openFiles.remove(file); }

  /// Opens a channel while no file changes its name through this disk.
  AsynchronousFileChannel betweenRenames(Descriptor.Opener opener) throws IOException {
    names.readLock().lock();
    try {
      return opener.open();
    } finally {
      names.readLock().unlock();
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public boolean exists(Path path) { return Files.exists(path, LinkOption.NOFOLLOW_LINKS); }

  @Override
  public boolean isDirectory(Path path) { return Files.isDirectory(path); }

  @Override
  public long size(Path file) throws IOException { return Files.size(file); }

  @Override
  public void createDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) Files.createDirectory(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Path absoluteFrom = from.toAbsolutePath();
    Path absoluteTo = to.toAbsolutePath();
    names.writeLock().lock();
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      for (SystemFile file : openFiles) file.renamed(absoluteFrom, absoluteTo);
    } finally {
      names.writeLock().unlock();
    }
  }

  @Override
  public void delete(Path path) throws IOException { Files.delete(path); }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    try (var channel = openChannel(directory, Set.of(StandardOpenOption.READ))) {
      channel.force(true);
    }
  }

  @Override
  public long usableBytes(Path directory) throws IOException { return Files.getFileStore(directory).getUsableSpace(); }

  @Override
  public @Nullable Lock tryLock(Path file) throws IOException { return SystemLock.tryLock(file); }

  @Override
  public boolean isLocked(Path file) throws IOException { return SystemLock.isHeld(file); }

  @Override
  public Machine machine() { return machine; }

  @Override
  public int openDescriptors() { return budget.open(); }

  @Override
  public int descriptorsMax() { return budget.openMax() == Integer.MAX_VALUE ? 0 : budget.openMax(); }

  @Override
  public boolean isLocal(Path directory) throws IOException {
    return isLocalType(Files.getFileStore(directory).type());
  }

  @Override
  public Path canonical(Path directory) throws IOException { return directory.toRealPath(); }

  static boolean isLocalType(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    return !REMOTE_TYPES.contains(name) && !name.startsWith("fuse.");
  }

  /// What tells a file from every other one on this machine: device and inode.
  static Object identity(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    // A file system without file keys (none on Linux) is told apart by path alone.
    return key != null ? key : path;
  }

  static AsynchronousFileChannel openChannel(Path path, Set<StandardOpenOption> options) throws IOException {
    return AsynchronousFileChannel.open(path, options, CallingThread.EXECUTOR);
  }

  private static String firstLine(Path file, String otherwise) {
    try {
      String line = Files.readString(file).strip();
      return line.isEmpty() ? otherwise : line;
    } catch (IOException notLinux) {
      return otherwise;
    }
  }
}
