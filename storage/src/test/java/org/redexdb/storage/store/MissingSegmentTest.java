// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.runtime.SystemTime;
import org.redexdb.storage.segment.Mark;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentHead;

/// Logs whose files are gone: damage, unless the log says that it begins later, or was dropped; and what is behind the end.
class MissingSegmentTest {
  private static final int EVENTS = 60;
  private static final int EVENT_BYTES = 5_000;
  private static final byte[] NONE = new byte[0];

  private final SplittableRandom random = new SplittableRandom(1);
  @TempDir
  Path temporary;

  private Store open(Path folder, Mode mode) {
    var environment = new StoreEnvironment(Disks.system(), new SystemTime(), random, Work.CALLER);
    return Storage.open(environment, folder, StoreOptions.DEFAULTS.withMode(mode).withFrontBlocks(4));
  }

  private static Log log(Store store) { return Objects.requireNonNull(store.log(0)); }

  private static void append(Log log, Ack ack) {
    log.append(PayloadCodec.BYTES, NONE, new byte[EVENT_BYTES], 0, EVENT_BYTES, Log.ANY_SEQ, ack);
  }

  private Path closedStore() {
    Path folder = temporary.resolve("closed");
    try (Store store = open(folder, Mode.CREATE_OR_WRITE)) {
      Log log = store.create("orders", new LogOptions(64 << 10));
      for (int i = 0; i < EVENTS; i++) append(log, Ack.DISK);
    }
    return folder;
  }

  /// As the process would have left it had it died.
  private Path killedStore() throws IOException {
    Path folder = temporary.resolve("living");
    Path copy = temporary.resolve("killed");
    try (Store store = open(folder, Mode.CREATE_OR_WRITE)) {
      Log log = store.create("orders", new LogOptions(64 << 10));
      for (int i = 0; i < EVENTS; i++) append(log, Ack.DISK);
      try (var all = Files.walk(folder)) {
        for (Path path : all.toList()) Files.copy(path, copy.resolve(folder.relativize(path).toString()));
      }
    }
    return copy;
  }

  private static List<Path> segments(Path folder) {
    try (var all = Files.list(folder.resolve("logs").resolve("0-orders"))) {
      return all.filter(path -> SegmentFiles.isSegment(String.valueOf(path.getFileName()))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long baseSeq(Path segment) { return SegmentFiles.baseSeq(String.valueOf(segment.getFileName())); }

  /// @return the first seq that is left
  private static long deleteFirst(Path folder, int count) throws IOException {
    List<Path> segments = segments(folder);
    assertThat(segments).hasSizeGreaterThan(count + 1);
    for (Path gone : segments.subList(0, count)) Files.delete(gone);
    return baseSeq(segments.get(count));
  }

  private static long countFrom(Log log, long from) {
    long count = 0;
    var block = new FrameBlock();
    try (FrameReader reader = log.reader(from, Long.MAX_VALUE)) {
      while (reader.next(block)) count += block.count();
    }
    return count;
  }

  /// Twice: opening must not make it look whole.
  private void isDamagedBetween(Path folder, long from, long to) {
    for (Mode mode : List.of(Mode.READ_ONLY, Mode.WRITE_EXISTING, Mode.WRITE_EXISTING, Mode.READ_ONLY)) {
      try (Store store = open(folder, mode)) {
        Log log = log(store);
        assertThat(store.recoveryNotes()).as("notes, %s", mode)
            .anyMatch(note -> note.contains("begins with seq " + from));
        assertThat(log.firstSeq()).isEqualTo(from);
        assertThat(log.tip().seq()).isEqualTo(EVENTS - 1);
        assertThat(countFrom(log, to)).as("events left, %s", mode).isEqualTo(EVENTS - to);
        for (long seq : new long[]{from, to - 1})
          assertThatThrownBy(() -> log.read(seq, new FrameBlock())).as("event %d, %s", seq, mode)
              .isInstanceOfSatisfying(StorageException.Corrupt.class, e -> assertThat(e.where().known()).isTrue());
        assertThatThrownBy(() -> countFrom(log, 0)).isInstanceOf(StorageException.Corrupt.class);
        assertThatThrownBy(() -> append(log, Ack.OS)).isInstanceOf(StorageException.ReadOnly.class);
        assertThat(store.verify(Progress.NONE).problems()).as("problems, %s", mode)
            .anyMatch(problem -> problem.contains("begins with seq " + from));
      }
    }
  }

  @Test
  void aMissingFirstSegmentOfACleanStoreIsDamage() throws IOException {
    Path folder = closedStore();
    isDamagedBetween(folder, 0, deleteFirst(folder, 1));
  }

  @Test
  void severalMissingFirstSegmentsAreDamage() throws IOException {
    Path folder = closedStore();
    isDamagedBetween(folder, 0, deleteFirst(folder, 3));
  }

  @Test
  void aMissingFirstSegmentOfAKilledStoreIsDamage() throws IOException {
    Path folder = killedStore();
    isDamagedBetween(folder, 0, deleteFirst(folder, 1));
  }

  @Test
  void filesBelowTheStoredFloorMayBeGone() throws IOException {
    Path folder = closedStore();
    long floor = deleteFirst(folder, 2);
    storeFloor(segments(folder).getLast(), floor);
    for (Mode mode : List.of(Mode.READ_ONLY, Mode.WRITE_EXISTING, Mode.READ_ONLY)) {
      try (Store store = open(folder, mode)) {
        Log log = log(store);
        assertThat(store.recoveryNotes()).isEmpty();
        assertThat(log.firstSeq()).isEqualTo(floor);
        assertThat(countFrom(log, 0)).isEqualTo(log.tip().seq() + 1 - floor);
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        if (!store.readOnly()) append(log, Ack.DISK);
      }
    }
  }

  @Test
  void aMissingFileBehindTheStoredFloorIsDamage() throws IOException {
    Path folder = closedStore();
    long floor = deleteFirst(folder, 1);
    storeFloor(segments(folder).getLast(), floor);
    isDamagedBetween(folder, floor, deleteFirst(folder, 1));
  }

  private static void storeFloor(Path segment, long floor) throws IOException {
    try (DiskFile file = Disks.system().open(segment, Disk.Access.WRITE)) {
      SegmentHead head = SegmentHead.read(file, segment);
      Mark old = Objects.requireNonNull(head.mark());
      var slot = new byte[512];
      long counter = old.counter() + 1;
      var mark = new Mark(counter, old.durableSeq(), old.durableOffset(), old.epoch(), floor, old.stats());
      mark.encode(slot, 0, head.identity().salt());
      file.write(SegmentHead.markOffset(counter), slot, 0, slot.length);
    }
  }

  private static void deleteFrom(Path folder, long seq) throws IOException {
    for (Path segment : segments(folder)) if (baseSeq(segment) >= seq) Files.delete(segment);
  }

  /// The events from `from` on are gone with their files.
  private void endsTooEarly(Path folder, long from) throws IOException {
    deleteFrom(folder, from);
    for (Mode mode : List.of(Mode.READ_ONLY, Mode.WRITE_EXISTING, Mode.WRITE_EXISTING, Mode.READ_ONLY)) {
      try (Store store = open(folder, mode)) {
        Log log = log(store);
        assertThat(store.recoveryNotes()).as("notes, %s", mode)
            .anyMatch(note -> note.contains("events up to seq " + (EVENTS - 1) + ", which were on disk"));
        assertThat(log.tip().seq()).as("tip, %s", mode).isEqualTo(EVENTS - 1);
        assertThat(log.read(from - 1, new FrameBlock())).as("last event left, %s", mode).isTrue();
        for (long seq : new long[]{from, EVENTS - 1})
          assertThatThrownBy(() -> log.read(seq, new FrameBlock())).as("event %d, %s", seq, mode)
              .isInstanceOf(StorageException.Corrupt.class);
        assertThatThrownBy(() -> countFrom(log, 0)).isInstanceOf(StorageException.Corrupt.class);
        assertThatThrownBy(() -> append(log, Ack.OS)).isInstanceOf(StorageException.ReadOnly.class);
        assertThat(store.verify(Progress.NONE).problems()).as("problems, %s", mode)
            .anyMatch(problem -> problem.contains("which were on disk"));
      }
    }
  }

  private static long baseBefore(Path folder, long seq) {
    return segments(folder).stream().mapToLong(MissingSegmentTest::baseSeq).filter(base -> base <= seq).max()
        .orElseThrow();
  }

  @Test
  void aMissingLastSegmentOfACleanStoreIsDamage() throws IOException {
    Path folder = closedStore();
    endsTooEarly(folder, baseBefore(folder, EVENTS - 1));
  }

  @Test
  void aMissingLastSegmentOfAKilledStoreIsDamage() throws IOException {
    Path folder = killedStore();
    endsTooEarly(folder, baseBefore(folder, EVENTS - 1));
  }

  @Test
  void severalMissingLastSegmentsAreDamage() throws IOException {
    Path folder = closedStore();
    endsTooEarly(folder, baseBefore(folder, EVENTS / 2));
  }

  private static void deleteTree(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
  }

  @Test
  void aStoreWhoseLogsAreAllGoneIsDamagedAndNotEmpty() throws IOException {
    for (Path folder : List.of(closedStore(), killedStore())) {
      deleteTree(folder.resolve("logs").resolve("0-orders"));
      for (Mode mode : List.of(Mode.READ_ONLY, Mode.WRITE_EXISTING, Mode.CREATE_OR_WRITE, Mode.READ_ONLY))
        assertThatThrownBy(() -> open(folder, mode)).as("%s", mode).isInstanceOf(StorageException.Corrupt.class)
            .hasMessageContaining("log 0").hasMessageContaining("were on disk");
      deleteTree(folder.resolve("logs"));
      assertThatThrownBy(() -> open(folder, Mode.WRITE_EXISTING)).isInstanceOf(StorageException.Corrupt.class);
    }
  }

  @Test
  void aStoreWhoseLogsWereDroppedOrNeverMadeIsEmpty() {
    Path folder = closedStore();
    try (Store store = open(folder, Mode.WRITE_EXISTING)) {
      store.drop(0);
    }
    for (Mode mode : List.of(Mode.READ_ONLY, Mode.WRITE_EXISTING, Mode.READ_ONLY)) {
      try (Store store = open(folder, mode)) {
        assertThat(store.logs()).isEmpty();
      }
    }
    Path fresh = temporary.resolve("fresh");
    for (int i = 0; i < 2; i++) open(fresh, Mode.CREATE_OR_WRITE).close();
    assertThat(fresh.resolve("redex.ctl")).exists();
  }

  @Test
  void whatAnotherStoreLeftInTheFolderIsNoWitness() throws IOException {
    Path folder = closedStore();
    deleteTree(folder.resolve("logs"));
    Files.delete(folder.resolve("store.meta"));
    for (int i = 0; i < 2; i++) {
      try (Store store = open(folder, Mode.CREATE_OR_WRITE)) {
        assertThat(store.logs()).isEmpty();
      }
    }
  }

  @Test
  void bytesBehindTheEndOfALogAreFoundByVerify() throws IOException {
    Path folder = closedStore();
    Path last = segments(folder).getLast();
    try (Store store = open(folder, Mode.WRITE_EXISTING)) {
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }
    try (DiskFile file = Disks.system().open(last, Disk.Access.WRITE)) {
      file.write(file.size() - 100, new byte[]{7}, 0, 1);
    }
    for (Mode mode : List.of(Mode.READ_ONLY, Mode.WRITE_EXISTING)) {
      try (Store store = open(folder, mode)) {
        assertThat(store.verify(Progress.NONE).problems()).as("%s", mode).singleElement().asString()
            .contains("only zeros behind the end").contains(String.valueOf(last.getFileName()));
      }
    }
  }
}
