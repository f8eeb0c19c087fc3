// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Disk.Access;
import org.redexdb.storage.api.DiskFile;

class SystemDiskTest {
  @TempDir
  Path folder;

  private final SystemDisk disk = new SystemDisk();

  @Test
  void noCallIsHarmedByAPendingInterrupt() throws IOException {
    try (var arena = Arena.ofShared(); DiskFile file = disk.open(folder.resolve("a"), Access.CREATE)) {
      Thread.currentThread().interrupt();
      file.growTo(8192);
      file.write(0, new byte[]{1}, 0, 1);
      file.writeDurably(1, MemorySegment.ofArray(new byte[]{2}));
      file.force(false);
      disk.forceDirectory(folder);
      MemorySegment mapping = file.map(true, 0, 8192, arena);
      Objects.requireNonNull(disk.tryLock(folder.resolve("lock"))).close();
      var read = new byte[2];
      file.read(0, read, 0, 2);
      assertThat(Thread.interrupted()).as("the flag is still set").isTrue();
      assertThat(read).containsExactly(1, 2);
      assertThat(mapping.get(ValueLayout.JAVA_BYTE, 1)).isEqualTo((byte) 2);
      file.force(true);
    }
  }

  @Test
  void interruptsArrivingAtAnyMomentCloseNothing() throws Exception {
    try (DiskFile file = disk.open(folder.resolve("a"), Access.CREATE)) {
      file.growTo(1 << 20);
      Thread victim = Thread.currentThread();
      var done = new AtomicBoolean();
      var tormentor = CompletableFuture.runAsync(() -> {
        while (!done.get()) victim.interrupt();
      }, Thread.ofPlatform()::start);
      int seen = 0;
      try {
        for (int i = 0; i < 400; i++) {
          file.write(i, new byte[]{(byte) i}, 0, 1);
          file.writeDurably(500_000, MemorySegment.ofArray(new byte[]{(byte) i}));
          file.read(i, new byte[1], 0, 1);
          try (var arena = Arena.ofConfined()) {
            assertThat(file.map(false, 0, 4096, arena).get(ValueLayout.JAVA_BYTE, 0)).isZero();
          }
          if (Thread.interrupted()) seen++;
        }
      } finally {
        done.set(true);
        tormentor.join();
        Thread.interrupted();
      }
      assertThat(seen).as("rounds that met an interrupt").isGreaterThan(20);
      file.force(true);
    }
  }

  @Test
  void aFileThatWasPutAwayIsFoundUnderItsNewName() throws IOException {
    var small = new SystemDisk(1);
    Path folderThen = Files.createDirectory(folder.resolve("then"));
    try (DiskFile file = small.open(folderThen.resolve("a"), Access.CREATE)) {
      file.write(0, new byte[]{1, 2}, 0, 2);
      file.writeDurably(2, MemorySegment.ofArray(new byte[]{3}));
      small.open(folder.resolve("b"), Access.CREATE).close();
      small.rename(folderThen.resolve("a"), folderThen.resolve("c"));
      small.rename(folderThen, folder.resolve("now"));
      file.write(3, new byte[]{4}, 0, 1);
      small.open(folder.resolve("d"), Access.CREATE).close();
      file.force(false);
      file.writeDurably(4, MemorySegment.ofArray(new byte[]{5}));
      assertThat(Files.readAllBytes(folder.resolve("now").resolve("c"))).containsExactly(1, 2, 3, 4, 5);
    }
  }

  @Test
  void aFileThatWasPutAwayIsNotTakenForAnotherOfItsName() throws IOException {
    var small = new SystemDisk(1);
    try (DiskFile file = small.open(folder.resolve("a"), Access.CREATE);
        DiskFile other = small.open(folder.resolve("b"),
            Access.CREATE)) {
      assertThat(other.size()).isZero();
      Path foreign = Files.createFile(folder.resolve("foreign"));
      Files.move(foreign, folder.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(() -> file.write(0, new byte[1], 0, 1)).isInstanceOf(IOException.class)
          .hasMessageContaining("another file has taken this name");
    }
  }

  @Test
  void aSecondClassLoaderDoesNotGetTheLockAndDoesNotBreakIt() throws Exception {
    Path path = folder.resolve("lock");
    try (Disk.Lock lock = disk.tryLock(path); var loader = new Isolated()) {
      assertThat(lock).isNotNull();
      assertThat(loader.tryLock(path)).isNull();
      assertThat(lockedForOtherProcesses(path)).isTrue();
    }
    assertThat(lockedForOtherProcesses(path)).isFalse();
  }

  @Test
  void whoAsksForALockIsInNobodysWay() throws IOException {
    Path path = folder.resolve("lock");
    Objects.requireNonNull(disk.tryLock(path)).close();
    var done = new AtomicBoolean();
    var asked = new AtomicInteger();
    var asking = CompletableFuture.runAsync(() -> {
      while (!done.get()) if (!isLocked(path)) asked.incrementAndGet();
    }, Thread.ofPlatform()::start);
    try {
      for (int i = 0; i < 1000; i++) assertThat(disk.isLocked(path)).as("held by who asks").isFalse();
      for (int i = 0; i < 1000; i++)
        try (Disk.Lock lock = disk.tryLock(path)) {
          assertThat(lock).isNotNull();
          assertThat(disk.isLocked(path)).isTrue();
        }
    } finally {
      done.set(true);
      asking.join();
    }
    assertThat(asked).hasPositiveValue();
  }

  private boolean isLocked(Path path) {
    try {
      return disk.isLocked(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void asksForALockOfAnotherPathOrOfForeignCode() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
    Path path = folder.resolve("real").resolve("lock");
    try (Disk.Lock lock = disk.tryLock(path)) {
      assertThat(lock).isNotNull();
      assertThat(disk.isLocked(link.resolve("lock"))).isTrue();
      assertThat(lockedForOtherProcesses(path)).isTrue();
    }
    try (FileChannel foreign = FileChannel.open(path, StandardOpenOption.WRITE)) {
      FileLock held = foreign.lock(1L << 62, 1, false);
      assertThat(disk.isLocked(path)).isTrue();
      assertThat(lockedForOtherProcesses(path)).isTrue();
      held.release();
    }
    assertThat(disk.isLocked(path)).isFalse();
  }

  @Test
  void twoSpellingsOfOneFolderAreOneLock() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
    try (Disk.Lock lock = disk.tryLock(folder.resolve("real").resolve("lock"))) {
      assertThat(lock).isNotNull();
      assertThat(disk.tryLock(link.resolve("lock"))).isNull();
    }
    assertThat(disk.canonical(link)).isEqualTo(disk.canonical(folder.resolve("real")));
  }

  @Test
  void aLockTakenByForeignCodeInThisProcessIsRespected() throws IOException {
    Path path = folder.resolve("lock");
    try (FileChannel foreign = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock held = foreign.lock(1L << 62, 1, false);
      assertThat(disk.tryLock(path)).isNull();
      assertThat(lockedForOtherProcesses(path)).isTrue();
      held.release();
    }
  }

  @Test
  void aGrownFileIsSparse() throws Exception {
    try (DiskFile file = disk.open(folder.resolve("a"), Access.CREATE)) {
      file.growTo(64L << 20);
    }
    long blocks = (Long) Files.getAttribute(folder.resolve("a"), "unix:size");
    assertThat(blocks).isEqualTo(64L << 20);
    assertThat(allocatedBytes(folder.resolve("a"))).isLessThan(1 << 20);
  }

  @Test
  void networkFileSystemsAreTold() throws IOException {
    for (String type : new String[]{"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse", "9p", "CIFS"})
      assertThat(SystemDisk.isLocalType(type)).as(type).isFalse();
    for (String type : new String[]{"ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "fuseblk", "NTFS", "apfs"})
      assertThat(SystemDisk.isLocalType(type)).as(type).isTrue();
    assertThat(disk.isLocal(folder)).isTrue();
  }

  @Test
  void theMachineIsKnownWithoutAskingTheNetwork() {
    assertThat(disk.machine().host()).isNotBlank();
    assertThat(disk.machine()).isEqualTo(new SystemDisk().machine());
  }

  private static long allocatedBytes(Path file) throws Exception {
    Process process = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    try (InputStream out = process.getInputStream()) {
      return Long.parseLong(new String(out.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).strip()) * 512;
    }
  }

  /// Asks the kernel, through its list of locks, since a lock of this process cannot be tested from within it.
  private static boolean lockedForOtherProcesses(Path file) throws IOException {
    String inode = ":" + Files.getAttribute(file, "unix:ino") + " " + (1L << 62);
    return Files.readString(Path.of("/proc/locks")).contains(inode);
  }

  /// The disk classes loaded a second time.
  private static final class Isolated extends URLClassLoader {
    Isolated() { super(new URL[]{classes()}, ClassLoader.getPlatformClassLoader()); }

    private static URL classes() { return SystemDisk.class.getProtectionDomain().getCodeSource().getLocation(); }

    Object tryLock(Path path) throws ReflectiveOperationException {
      try {
        Class<?> type = loadClass(SystemDisk.class.getName());
        Object other = type.getConstructor().newInstance();
        assertThat(type).isNotSameAs(SystemDisk.class);
        return type.getMethod("tryLock", Path.class).invoke(other, path);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}
