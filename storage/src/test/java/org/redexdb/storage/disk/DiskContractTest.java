// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Disk.Access;
import org.redexdb.storage.api.DiskFile;

/// What every disk keeps to, real and in memory.
class DiskContractTest {
  @TempDir
  Path temporary;

  static Stream<Disk> disks() { return Stream.of(new SystemDisk(), new MemoryDisk()); }

  @ParameterizedTest
  @MethodSource("disks")
  void whatWasWrittenIsReadBackAtItsPosition(Disk disk) throws IOException {
    byte[] bytes = randomBytes(700_000);
    try (DiskFile file = disk.open(folder(disk).resolve("a"), Access.CREATE)) {
      file.write(10, bytes, 5, 600_000);
      file.write(600_010, MemorySegment.ofArray(bytes).asSlice(0, 7));
      var read = new byte[600_000];
      file.read(10, read, 0, read.length);
      assertThat(read).isEqualTo(java.util.Arrays.copyOfRange(bytes, 5, 600_005));
      assertThat(file.size()).isEqualTo(600_017);
      assertThatThrownBy(() -> file.read(600_016, read, 0, 2)).isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("disks")
  void nativeMemoryIsWrittenPlainAndDurably(Disk disk) throws IOException {
    try (var arena = Arena.ofConfined(); DiskFile file = disk.open(folder(disk).resolve("a"), Access.CREATE)) {
      MemorySegment source = arena.allocate(3_000_000);
      MemorySegment.copy(MemorySegment.ofArray(randomBytes(3_000_000)), 0, source, 0, 3_000_000);
      file.write(0, source);
      file.writeDurably(3_000_000, source);
      file.writeDurably(6_000_000, source.asSlice(0, 100));
      file.force(false);
      file.force(true);
      var read = new byte[3_000_000];
      file.read(3_000_000, read, 0, read.length);
      assertThat(MemorySegment.ofArray(read).mismatch(source)).isEqualTo(-1);
      assertThat(file.size()).isEqualTo(6_000_100);
    }
  }

  @ParameterizedTest
  @MethodSource("disks")
  void growingNeverShortensAndNewSpaceIsZero(Disk disk) throws IOException {
    try (DiskFile file = disk.open(folder(disk).resolve("a"), Access.CREATE)) {
      file.write(0, new byte[]{1, 2, 3}, 0, 3);
      file.growTo(100_000);
      assertThat(file.size()).isEqualTo(100_000);
      file.growTo(50);
      assertThat(file.size()).isEqualTo(100_000);
      var read = new byte[100_000];
      file.read(0, read, 0, read.length);
      var expected = new byte[100_000];
      expected[0] = 1;
      expected[1] = 2;
      expected[2] = 3;
      assertThat(read).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("disks")
  void mappingAndFileShowTheSameBytesBothWays(Disk disk) throws IOException {
    try (var arena = Arena.ofShared(); DiskFile file = disk.open(folder(disk).resolve("a"), Access.CREATE)) {
      file.growTo(1 << 20);
      MemorySegment writable = file.map(true, 4096, 8192, arena);
      MemorySegment readable = file.map(false, 0, 1 << 20, arena);
      writable.set(ValueLayout.JAVA_LONG, 8, 0x1122334455667788L);
      var read = new byte[8];
      file.read(4104, read, 0, 8);
      assertThat(read[0]).isEqualTo((byte) 0x88);
      assertThat(readable.get(ValueLayout.JAVA_LONG, 4104)).isEqualTo(0x1122334455667788L);
      file.write(8192, new byte[]{42}, 0, 1);
      assertThat(writable.get(ValueLayout.JAVA_BYTE, 4096)).isEqualTo((byte) 42);
      file.write(100, writable.asSlice(4096, 1));
      assertThat(readable.get(ValueLayout.JAVA_BYTE, 100)).isEqualTo((byte) 42);
      assertThat(readable.isReadOnly()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("disks")
  void aMappingBeyondTheEndIsRefusedAndTheFileKeepsItsSize(Disk disk) throws IOException {
    try (var arena = Arena.ofShared(); DiskFile file = disk.open(folder(disk).resolve("a"), Access.CREATE)) {
      file.growTo(4096);
      assertThatThrownBy(() -> file.map(true, 0, 4097, arena)).isInstanceOf(IOException.class);
      assertThat(file.size()).isEqualTo(4096);
    }
  }

  @ParameterizedTest
  @MethodSource("disks")
  void aMappingOutlivesTheFileThatMadeIt(Disk disk) throws IOException {
    Path path = folder(disk).resolve("a");
    try (var arena = Arena.ofShared()) {
      DiskFile file = disk.open(path, Access.CREATE);
      file.write(0, new byte[]{7}, 0, 1);
      MemorySegment mapping = file.map(false, 0, 1, arena);
      file.close();
      file.close();
      disk.delete(path);
      assertThat(mapping.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 7);
    }
  }

  @ParameterizedTest
  @MethodSource("disks")
  void aFileOpenedForReadingIsNotChanged(Disk disk) throws IOException {
    Path path = folder(disk).resolve("a");
    try (DiskFile file = disk.open(path, Access.CREATE)) {
      file.growTo(10);
    }
    try (var arena = Arena.ofConfined(); DiskFile file = disk.open(path, Access.READ)) {
      assertThatThrownBy(() -> file.write(0, new byte[1], 0, 1)).isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> file.growTo(20)).isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> file.map(true, 0, 10, arena)).isInstanceOf(NonWritableChannelException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("disks")
  void openingDistinguishesMissingFromExisting(Disk disk) throws IOException {
    Path path = folder(disk).resolve("a");
    assertThatThrownBy(() -> disk.open(path, Access.WRITE)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> disk.open(path, Access.READ)).isInstanceOf(NoSuchFileException.class);
    disk.open(path, Access.CREATE).close();
    assertThatThrownBy(() -> disk.open(path, Access.CREATE)).isInstanceOf(FileAlreadyExistsException.class);
    disk.open(path, Access.WRITE).close();
  }

  @ParameterizedTest
  @MethodSource("disks")
  void anOpenFileFollowsItsRename(Disk disk) throws IOException {
    Path folder = folder(disk);
    Path sub = folder.resolve("sub");
    disk.createDirectory(sub);
    disk.createDirectory(sub);
    try (var arena = Arena.ofShared(); DiskFile file = disk.open(sub.resolve("a"), Access.CREATE)) {
      file.write(0, new byte[]{1, 2, 3, 4, 5, 6, 7, 8}, 0, 8);
      disk.rename(sub.resolve("a"), sub.resolve("b"));
      disk.rename(sub, folder.resolve("other"));
      disk.open(folder.resolve("decoy"), Access.CREATE).close();
      file.writeDurably(0, MemorySegment.ofArray(new byte[]{9}));
      assertThat(file.map(false, 0, 8, arena).get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 9);
    }
    assertThat(disk.list(folder.resolve("other"))).containsExactly("b");
    assertThat(disk.exists(sub)).isFalse();
    assertThat(disk.size(folder.resolve("other").resolve("b"))).isEqualTo(8);
  }

  @ParameterizedTest
  @MethodSource("disks")
  void renamingReplacesTheTarget(Disk disk) throws IOException {
    Path folder = folder(disk);
    try (DiskFile a = disk.open(folder.resolve("a"), Access.CREATE);
        DiskFile b = disk.open(folder.resolve("b"), Access.CREATE)) {
      a.growTo(1);
      b.growTo(2);
    }
    disk.rename(folder.resolve("a"), folder.resolve("b"));
    disk.forceDirectory(folder);
    assertThat(disk.list(folder)).containsExactly("b");
    assertThat(disk.size(folder.resolve("b"))).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("disks")
  void onlyEmptyDirectoriesAreDeleted(Disk disk) throws IOException {
    Path sub = folder(disk).resolve("sub");
    disk.createDirectory(sub);
    disk.open(sub.resolve("a"), Access.CREATE).close();
    assertThat(disk.isDirectory(sub)).isTrue();
    assertThatThrownBy(() -> disk.delete(sub)).isInstanceOf(DirectoryNotEmptyException.class);
    disk.delete(sub.resolve("a"));
    disk.delete(sub);
    assertThat(disk.exists(sub)).isFalse();
    assertThatThrownBy(() -> disk.delete(sub)).isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @MethodSource("disks")
  void aLockIsHeldOnceUntilClosed(Disk disk) throws IOException {
    Path path = folder(disk).resolve("lock");
    Disk.Lock first = Objects.requireNonNull(disk.tryLock(path));
    assertThat(disk.tryLock(path)).isNull();
    assertThat(disk.isLocked(path)).isTrue();
    first.close();
    first.close();
    assertThat(disk.isLocked(path)).isFalse();
    Objects.requireNonNull(disk.tryLock(path)).close();
  }

  private Path folder(Disk disk) throws IOException {
    if (disk instanceof SystemDisk) return disk.canonical(temporary);
    disk.createDirectory(Path.of("store"));
    return disk.canonical(Path.of("store"));
  }

  private static byte[] randomBytes(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
