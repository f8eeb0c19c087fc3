// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk.Access;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.segment.FrameEncoder;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.Seeds;

/// What a recovery decides stands: the next one finds the same events with the same times, and has nothing to do.
class RecoveryAgainCrash {
  private static final Path SEGMENT = Path.of("logs", "0-orders", "%020d.seg".formatted(0));
  private static final int FRAME_BYTES = 48;

  private final SimClock clock = new SimClock();

  static LongStream seeds() { return Seeds.of(8); }

  private Store open(SimDisk disk) { return SimStores.open(disk, Events.FOLDER, Events.OPTIONS, clock); }

  @ParameterizedTest
  @MethodSource("seeds")
  void eventsAndTheirTimesAreTheSameAfterEachFurtherRecovery(long seed) {
    Seeds.run(getClass(), seed, () -> {
      SimDisk disk = SimDisk.seeded(seed).showStaleBlocks(true);
      var random = disk.random();
      Log log = open(disk).create("orders", Events.SMALL);
      for (int i = 0; i < 200; i++) {
        if (random.nextInt(60) == 0) clock.jumpWall(Duration.ofSeconds(random.nextInt(-50, 5_000)));
        clock.advance(Duration.ofMillis(20));
        Events.append(log, "event " + i + "x".repeat(i * 3), i % 17 == 0 ? Ack.DISK : Ack.OS);
      }
      var told = Events.read(log).stream().map(Events.Read::ts).toList();
      disk = disk.afterReboot();
      Store first = open(disk);
      List<Events.Read> found = Events.read(Events.log(first));
      assertThat(told).as("times are those of the appends").startsWith(times(found));
      SortedMap<Path, byte[]> frames = frames(disk);
      for (int again = 0; again < 3; again++) {
        disk = disk.afterRestart();
        Store next = open(disk);
        assertThat(next.recoveryNotes()).as("notes of recovery %d", again + 2).isEmpty();
        assertThat(Events.read(Events.log(next))).usingRecursiveComparison().isEqualTo(found);
        assertThat(frames(disk)).usingRecursiveComparison().isEqualTo(frames);
      }
      disk = disk.afterReboot();
      assertThat(Events.read(Events.log(open(disk)))).usingRecursiveComparison().isEqualTo(found);
    });
  }

  private static Long[] times(List<Events.Read> events) {
    return events.stream().map(Events.Read::ts).toArray(Long[]::new);
  }

  /// What lies behind the two header pages of each segment.
  private static SortedMap<Path, byte[]> frames(SimDisk disk) throws IOException {
    var frames = new TreeMap<Path, byte[]>();
    DiskImage.of(disk, Events.FOLDER).files().forEach((path, content) -> {
      if (path.toString().endsWith(".seg"))
        frames.put(path, Arrays.copyOfRange(content, SegmentIdentity.HEADER_BYTES, content.length));
    });
    return frames;
  }

  @Test
  void whatLiesBehindATornTailNeverComesBackUnderEventsOfTheSameSize() throws IOException {
    for (boolean reboot : new boolean[]{false, true}) {
      SimDisk disk = SimDisk.seeded(3).writeBackByItself(false);
      Log log = open(disk).create("orders", Events.SMALL);
      Events.append(log, "event 0", Ack.DISK);
      disk = reboot ? disk.afterReboot() : disk.afterRestart();
      leaveTornEventAndWholeOnesBehindIt(disk);

      Store store = open(disk);
      assertThat(store.recoveryNotes()).anyMatch(note -> note.contains("torn tail"));
      assertThat(texts(store)).containsExactly("event 0");
      byte[] used = Objects.requireNonNull(frames(disk).get(SEGMENT));
      assertThat(Arrays.copyOfRange(used, FRAME_BYTES, used.length)).as("bytes behind the cut").containsOnly(0);
      Events.append(Events.log(store), "event A", Ack.DISK);

      disk = reboot ? disk.afterReboot() : disk.afterRestart();
      assertThat(texts(open(disk))).containsExactly("event 0", "event A");
    }
  }

  private static List<String> texts(Store store) {
    return Events.read(Events.log(store)).stream().map(Events.Read::text).toList();
  }

  /// Of three events of 48 bytes each, that never were acknowledged, the first did not get to the device as a whole.
  private static void leaveTornEventAndWholeOnesBehindIt(SimDisk disk) throws IOException {
    Path path = Events.FOLDER.resolve(SEGMENT);
    try (DiskFile file = disk.open(path, Access.WRITE)) {
      var encoder = new FrameEncoder(0, 1);
      encoder.target(SegmentHead.read(file, path).identity().salt());
      for (int seq = 1; seq <= 3; seq++) {
        var frame = new byte[FRAME_BYTES];
        byte[] payload = ("event " + seq).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        encoder.begin(seq, SimClock.START_EPOCH_NANOS + 1_000_000_000L, Frames.KIND_DATA, 0, 0, Events.NO_METADATA, 0,
            0,
            payload, 0, payload.length);
        encoder.copyTo(frame, 0, Events.NO_METADATA, 0, 0, payload, 0, payload.length);
        if (seq == 1) frame[Frames.HEADER_BYTES] ^= 1;
        file.write(SegmentIdentity.HEADER_BYTES + (long) seq * FRAME_BYTES, frame, 0, frame.length);
      }
      file.force(true);
    }
  }

  @Test
  void aSegmentIsCopiedIntoANewFileUnlessItsPagesCanBeTrusted() throws IOException {
    assertThat(uuidsAround(SimDisk::afterRestart)).as("the process died").satisfies(
        uuids -> assertThat(uuids.get(0)).isEqualTo(uuids.get(1)));
    assertThat(uuidsAround(SimDisk::afterReboot)).as("the machine went down").satisfies(
        uuids -> assertThat(uuids.get(0)).isNotEqualTo(uuids.get(1)));
    assertThat(uuidsAround(disk -> disk)).as("a force had failed").satisfies(
        uuids -> assertThat(uuids.get(0)).isNotEqualTo(uuids.get(1)));
  }

  private interface Ending {
    SimDisk of(SimDisk disk);
  }

  /// Identity of the active segment's file before and after a recovery.
  private List<String> uuidsAround(Ending ending) throws IOException {
    SimDisk disk = SimDisk.seeded(9);
    Store store = open(disk);
    Log log = store.create("orders", Events.SMALL);
    Events.append(log, "event 0", Ack.DISK);
    String before = identity(disk);
    SimDisk next = ending.of(disk);
    if (next == disk) {
      disk.failForceAfter(1);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Events.append(log, "event 1", Ack.DISK)))
          .isInstanceOf(StorageException.NotDurable.class);
      disk.clearFaults();
      next = disk.afterRestart();
    }
    Store again = open(next);
    assertThat(texts(again)).startsWith("event 0");
    return List.of(before, identity(next));
  }

  private static String identity(SimDisk disk) throws IOException {
    Path path = Events.FOLDER.resolve(SEGMENT);
    try (DiskFile file = disk.open(path, Access.READ)) {
      SegmentIdentity identity = SegmentHead.read(file, path).identity();
      return identity.segmentUuid() + " " + identity.salt();
    }
  }
}
