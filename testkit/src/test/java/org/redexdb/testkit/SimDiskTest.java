// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.Disk.Access;
import org.redexdb.storage.api.DiskFile;

/// Proves that the model does what it is trusted to do: that data can be lost, and that forced data never is.
class SimDiskTest {
  private static final Path FILE = Path.of("/a");
  private static final int SEEDS = 200;

  @Test
  void forcedDataAndNamesSurviveEveryPowerCut() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      SimDisk disk = SimDisk.seeded(seed);
      byte[] forced = filled(5000, 1);
      try (DiskFile file = disk.open(FILE, Access.CREATE)) {
        file.write(0, forced, 0, forced.length);
        file.force(false);
        disk.forceDirectory(Path.of("/"));
        file.write(10_240, filled(5000, 2), 0, 5000);
      }
      SimDisk after = disk.afterReboot();
      assertThat(content(after, FILE)).as("seed %d", seed).startsWith(forced);
    }
  }

  @Test
  void durableWritesSurviveEveryPowerCutAndNothingElseMust() throws IOException {
    int lostBeside = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      SimDisk disk = SimDisk.seeded(seed).writeBackByItself(false);
      try (DiskFile file = create(disk, 16_384)) {
        file.write(0, filled(512, 1), 0, 512);
        file.writeDurably(512, MemorySegment.ofArray(filled(1000, 2)));
      }
      byte[] left = content(disk.afterReboot(), FILE);
      assertThat(Arrays.copyOfRange(left, 512, 1512)).as("seed %d", seed).isEqualTo(filled(1000, 2));
      if (left[0] == 0) lostBeside++;
    }
    assertThat(lostBeside).isBetween(SEEDS / 10, SEEDS - SEEDS / 10);
  }

  @Test
  void unforcedSectorsAreLostIndependentlyOfEachOther() throws IOException {
    var patterns = new HashSet<BitSet>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimDisk disk = SimDisk.seeded(seed);
      try (DiskFile file = create(disk, 8 * 512)) {
        file.write(0, filled(8 * 512, 1), 0, 8 * 512);
      }
      byte[] left = content(disk.afterReboot(), FILE);
      var pattern = new BitSet();
      for (int sector = 0; sector < 8; sector++) {
        byte first = left[sector * 512];
        pattern.set(sector, first == 1);
        assertThat(Arrays.copyOfRange(left, sector * 512, sector * 512 + 512)).containsOnly(first);
      }
      patterns.add(pattern);
    }
    assertThat(patterns).hasSizeGreaterThan(40);
    assertThat(patterns).contains(new BitSet());
  }

  @Test
  void storesThroughAMappingAreSeenAtOnceAndLostLikeWrites() throws IOException {
    var outcomes = new HashSet<Long>();
    for (long seed = 0; seed < 50; seed++) {
      SimDisk disk = SimDisk.seeded(seed);
      try (DiskFile file = create(disk, 8192); var arena = Arena.ofShared()) {
        MemorySegment mapping = file.map(true, 4096, 4096, arena);
        mapping.set(ValueLayout.JAVA_LONG, 0, 7);
        var read = new byte[1];
        file.read(4096, read, 0, 1);
        assertThat(read[0]).isEqualTo((byte) 7);
      }
      outcomes.add((long) content(disk.afterReboot(), FILE)[4096]);
    }
    assertThat(outcomes).containsExactlyInAnyOrder(0L, 7L);
  }

  @Test
  void forcedStoresThroughAMappingStay() throws IOException {
    for (long seed = 0; seed < 50; seed++) {
      SimDisk disk = SimDisk.seeded(seed);
      try (DiskFile file = create(disk, 8192); var arena = Arena.ofShared()) {
        MemorySegment mapping = file.map(true, 0, 8192, arena);
        mapping.set(ValueLayout.JAVA_LONG, 4096, 7);
        file.force(false);
        mapping.set(ValueLayout.JAVA_LONG, 4096, 9);
      }
      assertThat(content(disk.afterReboot(), FILE)[4096]).isIn((byte) 7, (byte) 9);
    }
  }

  @Test
  void aMappedFileGrowsAndOldMappingsStayCoherent() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    try (DiskFile file = create(disk, 4096); var arena = Arena.ofShared()) {
      MemorySegment first = file.map(true, 0, 4096, arena);
      file.growTo(4096 + 65_536);
      MemorySegment second = file.map(true, 4096, 65_536, arena);
      first.set(ValueLayout.JAVA_BYTE, 4095, (byte) 1);
      file.write(4094, new byte[]{8, 9, 10}, 0, 3);
      assertThat(first.get(ValueLayout.JAVA_BYTE, 4095)).isEqualTo((byte) 9);
      assertThat(second.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 10);
      second.set(ValueLayout.JAVA_BYTE, 65_535, (byte) 5);
      file.force(true);
    }
    byte[] left = content(disk.afterReboot(), FILE);
    assertThat(Arrays.copyOfRange(left, 4094, 4097)).containsExactly(8, 9, 10);
    assertThat(left[left.length - 1]).isEqualTo((byte) 5);
  }

  @Test
  void unforcedNamesMayBeLostAndARenameIsWhole() throws IOException {
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimDisk disk = SimDisk.seeded(seed);
      create(disk, 512).close();
      disk.open(Path.of("/new"), Access.CREATE).close();
      disk.rename(FILE, Path.of("/b"));
      seen.add(disk.afterReboot().list(Path.of("/")).toString());
    }
    assertThat(seen).containsExactlyInAnyOrder("[a]", "[a, new]", "[b]", "[b, new]");
  }

  @Test
  void unforcedDeletionsMayComeBack() throws IOException {
    Set<Boolean> seen = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      SimDisk disk = SimDisk.seeded(seed);
      create(disk, 512).close();
      disk.delete(FILE);
      assertThat(disk.exists(FILE)).isFalse();
      seen.add(disk.afterReboot().exists(FILE));
    }
    assertThat(seen).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void afterAFailedForceSectorsReadFineButNeverReachTheDeviceUnlessWrittenAgain() throws IOException {
    int lost = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      SimDisk disk = SimDisk.seeded(seed).writeBackByItself(false);
      try (DiskFile file = create(disk, 4096)) {
        file.write(0, filled(1024, 1), 0, 1024);
        disk.failForceAfter(1);
        assertThatThrownBy(() -> file.force(false)).isInstanceOf(IOException.class);
        file.force(true);
        var read = new byte[1024];
        file.read(0, read, 0, 1024);
        assertThat(read).isEqualTo(filled(1024, 1));
        file.write(512, filled(512, 1), 0, 512);
        file.force(false);
      }
      byte[] left = content(disk.afterReboot(), FILE);
      assertThat(left[512]).as("written again, seed %d", seed).isEqualTo((byte) 1);
      if (left[0] == 0) lost++;
    }
    assertThat(lost).isBetween(SEEDS / 5, SEEDS - SEEDS / 5);
  }

  @Test
  void aFailedForceOfAMappingBehavesTheSame() throws IOException {
    int lost = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      SimDisk disk = SimDisk.seeded(seed).writeBackByItself(false);
      try (DiskFile file = create(disk, 4096); var arena = Arena.ofShared()) {
        MemorySegment mapping = file.map(true, 0, 4096, arena);
        mapping.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        disk.failForceAfter(1);
        assertThatThrownBy(() -> file.force(false)).isInstanceOf(IOException.class);
        file.force(false);
      }
      if (content(disk.afterReboot(), FILE)[0] == 0) lost++;
    }
    assertThat(lost).isBetween(SEEDS / 5, SEEDS - SEEDS / 5);
  }

  @Test
  void staleBlocksShowOnRequestInNewBlocksOnlyNeverInHoles() throws IOException {
    int stale = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      for (boolean shown : new boolean[]{true, false}) {
        SimDisk disk = SimDisk.seeded(seed).showStaleBlocks(shown);
        Path old = Path.of("/old");
        try (DiskFile file = disk.open(old, Access.CREATE)) {
          file.write(0, filled(8192, 9), 0, 8192);
          file.force(true);
        }
        disk.delete(old);
        try (DiskFile file = create(disk, 16_384)) {
          file.write(0, filled(4096, 5), 0, 4096);
          file.force(true);
          file.write(4096, filled(512, 1), 0, 512);
        }
        byte[] left = content(disk.afterReboot(), FILE);
        assertThat(Arrays.copyOfRange(left, 0, 4096)).as("forced").containsOnly(5);
        assertThat(Arrays.copyOfRange(left, 8192, 16_384)).as("hole").containsOnly(0);
        boolean garbage = left[4096 + 2048] != 0;
        if (!shown) assertThat(garbage).isFalse();
        if (garbage) stale++;
      }
    }
    assertThat(stale).isGreaterThan(10);
  }

  @Test
  void aFailingWriteLeavesAPrefixBehind() throws IOException {
    Set<Integer> lengths = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      SimDisk disk = SimDisk.seeded(seed);
      try (DiskFile file = create(disk, 4096)) {
        disk.failAfter(1);
        assertThatThrownBy(() -> file.write(0, filled(4096, 1), 0, 4096)).isInstanceOf(IOException.class);
      }
      byte[] left = content(disk, FILE);
      int written = 0;
      while (written < left.length && left[written] == 1) written++;
      assertThat(Arrays.copyOfRange(left, written, left.length)).doesNotContain(1);
      assertThat(written % 512).as("bytes of a sector written").isZero();
      lengths.add(written);
    }
    assertThat(lengths).hasSizeGreaterThan(6);
  }

  @Test
  void aFullDiskTakesWhatFitsAndSaysSo() throws IOException {
    SimDisk disk = SimDisk.seeded(1).capacityBytes(3 * 4096);
    try (DiskFile file = create(disk, 64 * 4096)) {
      file.write(100, filled(4096, 1), 0, 4096);
      assertThat(disk.usableBytes(FILE)).isEqualTo(4096);
      file.write(0, filled(8192, 2), 0, 8192);
      assertThatThrownBy(() -> file.write(8000, filled(8192, 3), 0, 8192))
          .hasMessageContaining("No space left on device");
      var read = new byte[8192];
      file.read(8000, read, 0, 8192);
      assertThat(Arrays.copyOfRange(read, 0, 3 * 4096 - 8000)).containsOnly(3);
      assertThat(Arrays.copyOfRange(read, 3 * 4096 - 8000, 8192)).containsOnly(0);
      disk.capacityBytes(Long.MAX_VALUE);
      file.write(8000, filled(8192, 3), 0, 8192);
    }
  }

  @Test
  void aKilledProcessLosesItsLocksAndNothingItWrote() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    Objects.requireNonNull(disk.tryLock(Path.of("/lock")));
    assertThat(disk.otherProcess().tryLock(Path.of("/lock"))).isNull();
    DiskFile file = create(disk, 4096);
    file.map(true, 0, 8, Arena.ofAuto()).set(ValueLayout.JAVA_LONG, 0, 77);
    disk.killProcess();
    assertThatThrownBy(file::size).isInstanceOf(ProcessKilled.class);
    assertThatThrownBy(() -> disk.list(Path.of("/"))).isInstanceOf(ProcessKilled.class);
    SimDisk next = disk.afterRestart();
    assertThat(content(next, FILE)[0]).isEqualTo((byte) 77);
    assertThat(next.machine()).isEqualTo(disk.machine());
    assertThat(next.tryLock(Path.of("/lock"))).isNotNull();
  }

  @Test
  void faultsComeAtTheOperationTheyWereAskedFor() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    DiskFile file = create(disk, 4096);
    long before = disk.operations();
    disk.cutPowerAfter(3);
    file.write(0, filled(10, 1), 0, 10);
    file.force(false);
    assertThatThrownBy(() -> file.write(0, filled(10, 1), 0, 10)).isInstanceOf(PowerCut.class);
    assertThat(disk.operations()).isEqualTo(before + 3);
    assertThatThrownBy(file::size).isInstanceOf(PowerCut.class);
    SimDisk after = disk.afterReboot();
    assertThat(after.machine().bootId()).isNotEqualTo(SimDisk.seeded(1).machine().bootId());
    assertThat(content(after, FILE)[0]).isEqualTo((byte) 1);
    assertThatThrownBy(() -> disk.exists(FILE)).isInstanceOf(ProcessKilled.class);
    assertThatThrownBy(() -> after.killAfter(1).delete(FILE)).isInstanceOf(ProcessKilled.class);
  }

  @Test
  void theSameSeedAndCallsGiveTheSameDisk() throws IOException {
    for (long seed = 0; seed < 20; seed++) assertThat(lifeOf(seed)).isEqualTo(lifeOf(seed));
  }

  private static byte[] lifeOf(long seed) throws IOException {
    SimDisk disk = SimDisk.seeded(seed).showStaleBlocks(true);
    try (DiskFile file = create(disk, 65_536)) {
      for (int i = 0; i < 20; i++) file.write(i * 3000L, filled(3000, i + 1), 0, 3000);
    }
    return content(disk.afterReboot(), FILE);
  }

  /// A file whose name and size are durable.
  private static DiskFile create(SimDisk disk, long size) throws IOException {
    DiskFile file = disk.open(FILE, Access.CREATE);
    file.growTo(size);
    file.force(true);
    disk.forceDirectory(Path.of("/"));
    return file;
  }

  private static byte[] content(SimDisk disk, Path path) throws IOException {
    try (DiskFile file = disk.open(path, Access.READ)) {
      var content = new byte[(int) file.size()];
      file.read(0, content, 0, content.length);
      return content;
    }
  }

  private static byte[] filled(int length, int value) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
