// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk.Access;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// Files that a roll, a recovery, a repair did not finish, or somebody put there, never count for more than the finished ones.
class PlantedFilesCrash {
  private static final int EVENTS_MIN = 50;
  private static final Path LOG = Path.of("logs", "0-orders");

  /// What lies in the folder of the log besides.
  enum Planted {
    /// Under the name of the segment after the last one.
    NEXT_SEGMENT_OF_ZEROS, NEXT_SEGMENT_TOO_SHORT, NEXT_SEGMENT_WITH_THE_BYTES_OF_AN_OLD_ONE,
    NEXT_SEGMENT_CUT_OFF_BEHIND_ITS_HEADER, NEXT_SEGMENT_OF_ANOTHER_LOG,
    /// Under a name that says that it is not finished.
    PREPARED_WITH_THE_BYTES_OF_THE_LAST_ONE, PREPARED_OF_ZEROS, COPY_OF_ZEROS, COPY_WITH_FEWER_EVENTS,
    /// Under the name of a segment that a trim took away, with the bytes of another.
    DELETED_WITH_THE_BYTES_OF_THE_LAST_ONE
  }

  private final SimClock clock = new SimClock();

  private Store open(SimDisk disk, Mode mode) {
    return SimStores.open(disk, Events.FOLDER, Events.OPTIONS.withMode(mode), clock);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotFinishedNeverWins(Planted planted) throws IOException {
    for (boolean closed : new boolean[]{true, false}) {
      SimDisk disk = SimDisk.seeded(7);
      Segment foreign = segmentOfAnotherLog();
      var appended = new ArrayList<String>();
      Store store = open(disk, Mode.CREATE_OR_WRITE);
      Log log = store.create("orders", Events.SMALL);
      for (int i = 0; i < foreign.baseSeq; i++) {
        appended.add("event " + i);
        Events.append(log, appended.getLast() + " ".repeat(4_000), Ack.DISK);
      }
      if (closed) store.close();
      disk = disk.afterRestart();
      plant(planted, disk, foreign);
      try (Store reading = open(disk, Mode.READ_ONLY)) {
        assertThat(texts(reading)).as("%s, read, closed: %s", planted, closed).isEqualTo(appended);
      }
      try (Store writing = open(disk, Mode.CREATE_OR_WRITE)) {
        assertThat(texts(writing)).as("%s, written, closed: %s", planted, closed).isEqualTo(appended);
        try {
          Events.append(Events.log(writing), "one more", Ack.DISK);
          appended.add("one more");
        } catch (StorageException.ReadOnly e) {
          assertThat(e).hasMessageContaining("orders").hasMessageContaining(".seg");
        }
      }
      Storage.repair(new StoreEnvironment(disk, clock, disk.random(), Work.CALLER), Events.FOLDER, null, true,
          Progress.NONE);
      appended.add("and another");
      for (int again = 0; again < 2; again++) {
        try (Store repaired = open(disk, Mode.CREATE_OR_WRITE)) {
          if (again == 0) Events.append(Events.log(repaired), "and another", Ack.DISK);
          // A file without a header may have had an event, and nothing tells that it had none.
          assertThat(firstDamaged(Events.log(repaired))).as("%s, lost event, closed: %s", planted, closed)
              .isGreaterThanOrEqualTo(foreign.baseSeq);
          assertThat(texts(repaired, Long.MAX_VALUE)).as("%s, repaired, closed: %s", planted, closed)
              .isEqualTo(appended);
        }
      }
    }
  }

  /// Whose file takes the place of the only one of a log.
  enum Other {
    LOG_OF_THE_STORE, LOG_OF_THE_SAME_NAME_AND_NUMBER
  }

  @ParameterizedTest
  @EnumSource
  void anOnlySegmentOfAnotherLogShowsNothing(Other other) throws IOException {
    SimDisk disk = SimDisk.seeded(7);
    try (Store store = open(disk, Mode.CREATE_OR_WRITE)) {
      Events.append(store.create("orders", Events.SMALL), "mine", Ack.DISK);
      Events.append(store.create("bills", Events.SMALL), "not mine", Ack.DISK);
    }
    SimDisk another = SimDisk.seeded(8);
    try (Store store = open(another, Mode.CREATE_OR_WRITE)) {
      Events.append(store.create("orders", Events.SMALL), "not mine", Ack.DISK);
    }
    Path mine = segments(disk).getFirst();
    byte[] planted = switch (other) {
      case LOG_OF_THE_STORE ->
        bytes(disk, Events.FOLDER.resolve(Path.of("logs", "1-bills", mine.getFileName().toString())));
      case LOG_OF_THE_SAME_NAME_AND_NUMBER -> bytes(another, segments(another).getFirst());
    };
    disk.delete(mine);
    put(disk, mine, planted);
    for (Mode mode : new Mode[]{Mode.READ_ONLY, Mode.CREATE_OR_WRITE})
      try (Store store = open(disk, mode)) {
        Log log = Events.log(store);
        assertThat(store.recoveryNotes()).anyMatch(note -> note.contains("orders") && note.contains(".seg"));
        assertThat(firstDamaged(log)).as("%s, %s", other, mode).isZero();
        assertThatThrownBy(() -> Events.read(log, Long.MAX_VALUE)).isInstanceOf(StorageException.Corrupt.class);
      }
    Storage.repair(new StoreEnvironment(disk, clock, disk.random(), Work.CALLER), Events.FOLDER, null, true,
        Progress.NONE);
    for (int again = 0; again < 2; again++)
      try (Store repaired = open(disk, Mode.CREATE_OR_WRITE)) {
        if (again == 0) Events.append(Events.log(repaired), "one more", Ack.DISK);
        assertThat(texts(repaired, Long.MAX_VALUE)).containsExactly("one more");
      }
  }

  /// Which two files of a log have changed places, from the last one counted, or have the bytes of one.
  enum Misnamed {
    LAST_TWO(0, 1), TWO_BEFORE(1, 2), LAST_AND_FIRST(0, -1), LAST_HAS_THE_BYTES_OF_THE_ONE_BEFORE(0, 1);

    private final int one;
    private final int other;

    Misnamed(int one, int other) {
      this.one = one;
      this.other = other;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatASegmentUnderTheNameOfAnotherHoldsIsNamedAndNothingElseIsLost(Misnamed misnamed) throws IOException {
    // The log's end is known to no file but the last; and of a log of two files the second begins where the first ends.
    for (boolean witness : new boolean[]{true, false})
      for (int events : new int[]{25, EVENTS_MIN}) {
        SimDisk disk = SimDisk.seeded(7);
        try (Store store = open(disk, Mode.CREATE_OR_WRITE)) {
          Log log = store.create("orders", Events.SMALL);
          for (int i = 0; i < events; i++) Events.append(log, i + " ".repeat(4_000), Ack.DISK);
        }
        List<Path> segments = segments(disk).reversed();
        Path one = segments.get(misnamed.one);
        Path other = misnamed.other < 0
            ? segments.getLast()
            : segments.get(Math.min(misnamed.other, segments.size() - 1));
        byte[] ofOne = bytes(disk, one);
        replace(disk, one, bytes(disk, other));
        if (misnamed != Misnamed.LAST_HAS_THE_BYTES_OF_THE_ONE_BEFORE) replace(disk, other, ofOne);
        if (!witness) disk.delete(Events.FOLDER.resolve("redex.ctl"));
        for (int step = 0; step < 3; step++) {
          try (Store store = open(disk, step == 0 ? Mode.READ_ONLY : Mode.CREATE_OR_WRITE)) {
            assertThat(unexplained(Events.log(store), events)).as("%s, %s, %d events", misnamed, witness, events)
                .isEmpty();
          }
          if (step == 1)
            Storage.repair(new StoreEnvironment(disk, clock, disk.random(), Work.CALLER), Events.FOLDER, null, true,
                Progress.NONE);
        }
        try (Store store = open(disk, Mode.CREATE_OR_WRITE)) {
          long seq = Events.append(Events.log(store), "one more", Ack.DISK).seq();
          if (witness) assertThat(seq).isEqualTo(events);
        }
      }
  }

  /// Events that are other ones, or are missing and not told of: without a witness none is known behind the first damage.
  private static List<String> unexplained(Log log, int events) {
    var unexplained = new ArrayList<String>();
    var block = new FrameBlock();
    for (long seq = 0; seq < events; seq++) {
      long at = seq;
      boolean told = log.damage().stream().anyMatch(range -> range.from() <= at);
      try {
        if (log.read(seq, block)) {
          int from = block.payloadOffset(0);
          String text = new String(block.bytes(), from, block.payloadLength(0), StandardCharsets.UTF_8).strip();
          if (!text.equals(String.valueOf(seq))) unexplained.add(seq + " is " + text);
        } else if (!told) unexplained.add(seq + " is missing");
      } catch (StorageException.Corrupt e) {
        if (!told) unexplained.add(seq + ": " + e.getMessage());
      }
    }
    return unexplained;
  }

  private static void replace(SimDisk disk, Path path, byte[] bytes) throws IOException {
    disk.delete(path);
    put(disk, path, bytes);
  }

  @Test
  void aCopyOfALogBesideItIsNotTakenForTheLog() throws IOException {
    SimDisk disk = SimDisk.seeded(7);
    try (Store store = open(disk, Mode.CREATE_OR_WRITE)) {
      Events.append(store.create("orders", Events.SMALL), "old", Ack.DISK);
    }
    byte[] old = bytes(disk, segments(disk).getFirst());
    try (Store store = open(disk, Mode.CREATE_OR_WRITE)) {
      Events.append(Events.log(store), "new", Ack.DISK);
    }
    Path copy = Events.FOLDER.resolve("logs").resolve("0-orders.bak");
    disk.createDirectory(copy);
    Path planted = copy.resolve("%020d.seg".formatted(0));
    put(disk, planted, old);
    for (Mode mode : new Mode[]{Mode.READ_ONLY, Mode.CREATE_OR_WRITE})
      assertThatThrownBy(() -> open(disk, mode)).isInstanceOf(StorageException.Corrupt.class)
          .hasMessageContainingAll("0-orders", "0-orders.bak");
    assertThatThrownBy(() -> Storage.repair(new StoreEnvironment(disk, clock, disk.random(), Work.CALLER),
        Events.FOLDER, null, true, Progress.NONE)).isInstanceOf(StorageException.Corrupt.class);
    disk.delete(planted);
    disk.delete(copy);
    try (Store store = open(disk, Mode.CREATE_OR_WRITE)) {
      assertThat(texts(store)).containsExactly("old", "new");
    }
  }

  /// Up to where the log is damaged, if a planted file counts for that.
  private static List<String> texts(Store store) {
    return texts(store, firstDamaged(Events.log(store)));
  }

  private static List<String> texts(Store store, long to) {
    var texts = new ArrayList<String>();
    for (Events.Read event : Events.read(Events.log(store), to)) texts.add(event.text().strip());
    return texts;
  }

  private static long firstDamaged(Log log) {
    return log.damage().isEmpty() ? Long.MAX_VALUE : log.damage().getFirst().from();
  }

  /// A file of a log.
  private record Segment(long baseSeq, byte[] bytes) {}

  /// The first one that begins behind some segments of events of the same size.
  private Segment segmentOfAnotherLog() throws IOException {
    SimDisk disk = SimDisk.seeded(8);
    try (Store store = open(disk, Mode.CREATE_OR_WRITE)) {
      Log log = store.create("orders", Events.SMALL);
      for (int i = 0; i < 2 * EVENTS_MIN; i++) Events.append(log, "foreign " + i + " ".repeat(4_000), Ack.DISK);
    }
    for (Path path : segments(disk)) {
      long baseSeq = SegmentFiles.baseSeq(path.getFileName().toString());
      if (baseSeq >= EVENTS_MIN) return new Segment(baseSeq, bytes(disk, path));
    }
    throw new AssertionError("no segment");
  }

  private static List<Path> segments(SimDisk disk) throws IOException {
    var segments = new ArrayList<Path>();
    for (Path path : DiskImage.of(disk, Events.FOLDER).files().keySet())
      if (path.startsWith(LOG) && path.toString().endsWith(SegmentFiles.SEGMENT_SUFFIX))
        segments.add(Events.FOLDER.resolve(path));
    return segments;
  }

  private static void plant(Planted planted, SimDisk disk, Segment foreign) throws IOException {
    Path folder = Events.FOLDER.resolve(LOG);
    List<Path> segments = segments(disk);
    Path last = segments.getLast();
    byte[] ofFirst = bytes(disk, segments.getFirst());
    byte[] ofLast = bytes(disk, last);
    Path next = folder.resolve("%020d.seg".formatted(foreign.baseSeq));
    Path prepared = folder
        .resolve(UUID.fromString("00000000-0000-4000-8000-000000000001") + SegmentFiles.PREPARED_SUFFIX);
    switch (planted) {
      case NEXT_SEGMENT_OF_ZEROS -> put(disk, next, new byte[Events.SEGMENT_BYTES]);
      case NEXT_SEGMENT_TOO_SHORT -> put(disk, next, new byte[100]);
      case NEXT_SEGMENT_WITH_THE_BYTES_OF_AN_OLD_ONE -> put(disk, next, ofFirst);
      case NEXT_SEGMENT_CUT_OFF_BEHIND_ITS_HEADER ->
        put(disk, next, Arrays.copyOf(ofLast, SegmentIdentity.HEADER_BYTES));
      case NEXT_SEGMENT_OF_ANOTHER_LOG -> put(disk, next, foreign.bytes);
      case PREPARED_WITH_THE_BYTES_OF_THE_LAST_ONE -> put(disk, prepared, ofLast);
      case PREPARED_OF_ZEROS -> put(disk, prepared, new byte[Events.SEGMENT_BYTES]);
      case COPY_OF_ZEROS -> put(disk, beside(last, SegmentFiles.COPY_SUFFIX), new byte[Events.SEGMENT_BYTES]);
      case COPY_WITH_FEWER_EVENTS -> {
        byte[] fewer = ofLast.clone();
        Arrays.fill(fewer, SegmentIdentity.HEADER_BYTES, fewer.length, (byte) 0);
        put(disk, beside(last, SegmentFiles.COPY_SUFFIX), fewer);
      }
      case DELETED_WITH_THE_BYTES_OF_THE_LAST_ONE ->
        put(disk, beside(segments.getFirst(), SegmentFiles.DELETED_SUFFIX), ofLast);
    }
  }

  private static Path beside(Path path, String suffix) { return path.resolveSibling(path.getFileName() + suffix); }

  private static byte[] bytes(SimDisk disk, Path path) throws IOException {
    try (DiskFile file = disk.open(path, Access.READ)) {
      var bytes = new byte[(int) file.size()];
      file.read(0, bytes, 0, bytes.length);
      return bytes;
    }
  }

  private static void put(SimDisk disk, Path path, byte[] bytes) throws IOException {
    try (DiskFile file = disk.open(path, Access.CREATE)) {
      file.growTo(bytes.length);
      file.write(0, bytes, 0, bytes.length);
      file.force(true);
    }
    disk.forceDirectory(Objects.requireNonNull(path.getParent()));
  }
}
