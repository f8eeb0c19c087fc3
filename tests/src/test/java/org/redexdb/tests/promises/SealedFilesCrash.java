// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk.Access;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimMemory;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.Seeds;

/// A segment that was sealed is not written to any more, whatever becomes of its store: who has mapped the file, or has a
/// link to it in a backup, keeps what it was. Marks are left out: a sealed segment gets one while no other can carry the floor.
class SealedFilesCrash {
  private static final int ROUNDS = 8;
  private static final int STEPS = 40;

  static LongStream seeds() { return Seeds.of(10); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aSealedFileStaysAsItIs(long seed) {
    Seeds.run(getClass(), seed, () -> {
      try (var memory = SimMemory.untilClosed()) {
        new Life(SimDisk.seeded(seed, memory)).run();
      }
    });
  }

  private static final class Life {
    private SimDisk disk;
    /// No repair looks at what was trimmed, or may be.
    private long floor;
    private final RandomGenerator random;
    private final SimClock clock = new SimClock();
    /// By the identity of the segment: its name says nothing, as what is mended is another file of the same name.
    private final Map<UUID, byte[]> sealed = new HashMap<>();

    Life(SimDisk disk) {
      this.disk = disk;
      random = disk.random();
    }

    void run() throws IOException {
      try (Store store = SimStores.open(disk, Events.FOLDER, Events.OPTIONS, clock)) {
        store.create("orders", Events.SMALL);
      }
      for (int round = 0; round < ROUNDS; round++) {
        Store store = SimStores.open(disk, Events.FOLDER, Events.OPTIONS, clock);
        look("after opening");
        work(store);
        end(store);
        look("after closing or a crash");
        if (random.nextInt(3) == 0) repairOne();
      }
      assertThat(sealed).as("sealed files").hasSizeGreaterThan(5);
    }

    private void work(Store store) throws IOException {
      if (random.nextInt(4) == 0) disk.failForceAfter(1 + random.nextInt(20));
      Log log = Events.log(store);
      try {
        for (int step = 0; step < STEPS; step++) {
          switch (random.nextInt(12)) {
            case 0 -> {
              floor = Math.max(floor, log.firstSeq() + random.nextInt(30));
              log.trim(floor);
            }
            case 1 -> store.verify(Progress.NONE);
            default -> Events.append(log, new byte[random.nextInt(6_000)], random.nextInt(4) == 0 ? Ack.DISK : Ack.OS);
          }
          look("after step " + step);
        }
      } catch (StorageException e) {
        // Of the force that failed.
      }
      disk.clearFaults();
    }

    private void end(Store store) {
      switch (random.nextInt(3)) {
        case 0 -> {
          try {
            store.close();
          } catch (StorageException e) {
            disk = disk.afterRestart();
          }
        }
        case 1 -> disk = disk.afterRestart();
        default -> disk = disk.afterReboot();
      }
    }

    /// Of damage that this test does itself, and that a repair mends.
    private void repairOne() throws IOException {
      Path damaged = null;
      for (var file : DiskImage.of(disk, Events.FOLDER).files().entrySet()) {
        Path path = Events.FOLDER.resolve(file.getKey());
        if (isSegment(path) && SegmentFiles.baseSeq(file.getKey().getFileName().toString()) >= floor
            && sealedHead(path) != null)
          damaged = path;
      }
      if (damaged == null) return;
      UUID before = uuid(damaged);
      try (DiskFile file = disk.open(damaged, Access.WRITE)) {
        file.write(SegmentIdentity.HEADER_BYTES + 60, new byte[]{1, 2, 3}, 0, 3);
        file.force(true);
      }
      sealed.remove(before);
      look("after damage done here");
      Storage.repair(new StoreEnvironment(disk, clock, random, Work.CALLER), Events.FOLDER, null, true, Progress.NONE);
      look("after a repair");
      assertThat(uuid(damaged)).as("segment in its place").isNotEqualTo(before);
    }

    private void look(String when) throws IOException {
      for (var file : DiskImage.of(disk, Events.FOLDER).files().entrySet()) {
        Path path = Events.FOLDER.resolve(file.getKey());
        if (!isSegment(path)) continue;
        SegmentHead head = sealedHead(path);
        if (head == null) continue;
        byte[] now = file.getValue();
        Arrays.fill(now, (int) SegmentHead.markOffset(0), (int) SegmentHead.sealOffset(), (byte) 0);
        byte[] before = sealed.putIfAbsent(head.identity().segmentUuid(), now);
        if (before != null)
          assertThat(Arrays.mismatch(before, now)).as("first byte that differs in %s %s", path, when)
              .isEqualTo(-1);
      }
    }

    private static boolean isSegment(Path path) {
      return path.toString().contains("/logs/") && path.toString().endsWith(".seg");
    }

    private UUID uuid(Path sealed) throws IOException {
      return Objects.requireNonNull(sealedHead(sealed)).identity().segmentUuid();
    }

    private @Nullable SegmentHead sealedHead(Path path) throws IOException {
      try (DiskFile file = disk.open(path, Access.READ)) {
        SegmentHead head = SegmentHead.read(file, path);
        return head.seal() == null ? null : head;
      }
    }
  }
}
