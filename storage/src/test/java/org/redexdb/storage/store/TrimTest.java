// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.storage.api.Trimmed.HeldBack;
import org.redexdb.storage.runtime.SystemTime;

/// What is trimmed cannot be read, exactly and at once, its files go, and who reads them at that moment is not disturbed.
class TrimTest {
  private static final int EVENTS = 60;
  private static final int EVENT_BYTES = 5_000;
  private static final byte[] NONE = new byte[0];

  private final SplittableRandom random = new SplittableRandom(1);
  @TempDir
  Path temporary;

  private Store open(Mode mode) {
    var environment = new StoreEnvironment(Disks.system(), new SystemTime(), random, Work.CALLER);
    return Storage.open(environment, temporary, StoreOptions.DEFAULTS.withMode(mode).withFrontBlocks(4));
  }

  private static Log log(Store store) { return Objects.requireNonNull(store.log(0)); }

  private Log filled(Store store) {
    Log log = store.create("orders", new LogOptions(64 << 10));
    append(log, EVENTS);
    return log;
  }

  private static void append(Log log, int count) { append(log, count, EVENT_BYTES); }

  private static void append(Log log, int count, int bytes) {
    for (int i = 0; i < count; i++)
      log.append(PayloadCodec.BYTES, NONE, new byte[bytes], 0, bytes, Log.ANY_SEQ, Ack.DISK);
  }

  private List<String> files(String suffix) {
    try (var all = Files.list(temporary.resolve("logs").resolve("0-orders"))) {
      return all.map(path -> String.valueOf(path.getFileName())).filter(name -> name.endsWith(suffix)).sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long countFrom(Log log, long from) {
    long count = 0;
    var block = new FrameBlock();
    try (FrameReader reader = log.reader(from, Long.MAX_VALUE)) {
      while (reader.next(block)) {
        if (count == 0) assertThat(block.seq(0)).as("first event read").isEqualTo(log.firstSeq());
        count += block.count();
      }
    }
    return count;
  }

  private static void beginsAt(Log log, long floor) {
    assertThat(log.firstSeq()).isEqualTo(floor);
    assertThat(countFrom(log, 0)).isEqualTo(log.tip().seq() + 1 - floor);
    assertThat(log.read(floor - 1, new FrameBlock())).as("the event before the floor").isFalse();
    assertThat(log.endOfPrefixAt(Long.MIN_VALUE)).as("empty prefix").isEqualTo(floor);
    assertThat(log.endOfPrefixAt(Long.MAX_VALUE)).as("whole log").isEqualTo(log.tip().seq() + 1);
    assertThat(log.status().firstSeq()).isEqualTo(floor);
  }

  @Test
  void eventsBelowTheFloorCannotBeReadAndWholeSegmentsOfThemAreGone() {
    try (Store store = open(Mode.CREATE_OR_WRITE)) {
      Log log = filled(store);
      int before = files(".seg").size();
      Trimmed done = log.trim(31);
      assertThat(done.floorBefore()).isZero();
      assertThat(done.floorAfter()).isEqualTo(31);
      assertThat(done.events()).isEqualTo(31);
      assertThat(done.segments()).isEqualTo(before - files(".seg").size()).isPositive();
      assertThat(done.bytes()).isGreaterThan(done.segments() * 10L * EVENT_BYTES);
      assertThat(done.heldBack()).isEqualTo(HeldBack.NOTHING);
      assertThat(files(".deleted")).isEmpty();
      assertThat(files(".idx")).hasSizeLessThan(files(".seg").size() + 1);
      beginsAt(log, 31);
      assertThat(log.trim(20)).as("trimmed again, to less").isEqualTo(new Trimmed(31, 31, 0, 0, HeldBack.NOTHING));
      assertThat(store.verify(Progress.NONE).events()).isEqualTo(EVENTS - 31);
    }
  }

  @Test
  void anOpenAfterATrimAndACleanCloseHasNothingToReportAndScansNothing() {
    try (Store store = open(Mode.CREATE_OR_WRITE)) {
      filled(store);
    }
    for (int floor : new int[]{31, 45, EVENTS}) {
      try (Store store = open(Mode.WRITE_EXISTING)) {
        log(store).trim(floor);
      }
      for (Mode mode : List.of(Mode.READ_ONLY, Mode.WRITE_EXISTING)) {
        try (Store store = open(mode)) {
          assertThat(store.recoveryNotes()).isEmpty();
          beginsAt(log(store), floor);
          assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        }
      }
    }
    try (Store store = open(Mode.WRITE_EXISTING)) {
      append(log(store), 3);
      beginsAt(log(store), EVENTS);
    }
  }

  @Test
  void allMayBeTrimmedAndAnEmptySegmentThatIsReplacedByALargerOneKeepsTheFloor() {
    try (Store store = open(Mode.CREATE_OR_WRITE)) {
      Log log = filled(store);
      assertThat(log.trim(Long.MAX_VALUE).floorAfter()).isEqualTo(EVENTS);
      beginsAt(log, EVENTS);
      assertThat(log.tip().seq()).isEqualTo(EVENTS - 1);
      assertThat(log.trim(EVENTS).heldBack()).isEqualTo(HeldBack.ACTIVE_SEGMENT);
      append(log, 20);
      log.trim(EVENTS + 20);
      append(log, 1, 200_000); // more than a segment takes
      append(log, 1, 400_000);
      log.trim(EVENTS + 22);
    }
    try (Store store = open(Mode.WRITE_EXISTING)) {
      Log log = log(store);
      beginsAt(log, EVENTS + 22);
      append(log, 1, 900_000);
      beginsAt(log, EVENTS + 22);
    }
    try (Store store = open(Mode.WRITE_EXISTING)) {
      assertThat(store.recoveryNotes()).isEmpty();
      beginsAt(log(store), EVENTS + 22);
    }
  }

  @Test
  void aReaderReadsItsSegmentToTheEndAndIsToldWhereTheLogBeginsThen() {
    try (Store store = open(Mode.CREATE_OR_WRITE)) {
      Log log = filled(store);
      var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
      try (FrameReader reader = log.reader(0, Long.MAX_VALUE)) {
        assertThat(reader.next(block)).isTrue();
        log.trim(50);
        assertThat(files(".deleted")).as("file that is read").hasSize(1);
        assertThatThrownBy(() -> {
          long next = block.seq(0) + block.count();
          while (reader.next(block)) {
            assertThat(block.seq(0)).isEqualTo(next);
            next += block.count();
          }
        }).isInstanceOfSatisfying(StorageException.Lagged.class, e -> {
          assertThat(e.first()).isEqualTo(50);
          assertThat(e.needed()).isBetween(1L, 49L);
          assertThat(e.where().seq()).isEqualTo(e.needed());
          assertThat(e.code()).isEqualTo("LAGGED");
          assertThat(e.sqlState()).isEqualTo("22023");
        });
      }
      assertThat(log.trim(51).events()).isOne();
      assertThat(files(".deleted")).as("file that nobody reads any more").isEmpty();
    }
  }

  @Test
  void noTrimPassesAPin() {
    try (Store store = open(Mode.CREATE_OR_WRITE)) {
      Log log = filled(store);
      try (Pin early = log.pin(35)) {
        Pin pin = log.pin(20);
        assertThat(pin.seq()).isEqualTo(20);
        assertThat(log.trim(40)).satisfies(done -> {
          assertThat(done.floorAfter()).isEqualTo(20);
          assertThat(done.heldBack()).isEqualTo(HeldBack.PIN);
        });
        beginsAt(log, 20);
        pin.close();
        pin.close();
        assertThat(log.trim(40).floorAfter()).isEqualTo(early.seq());
      }
      assertThat(log.trim(40).heldBack()).isEqualTo(HeldBack.NOTHING);
      try (Pin late = log.pin(0)) {
        assertThat(late.seq()).as("what is gone cannot be pinned").isEqualTo(40);
      }
    }
  }

  @Test
  void leftOversOfDeletionsAreRemovedAtOpen() throws IOException {
    try (Store store = open(Mode.CREATE_OR_WRITE)) {
      Log log = filled(store);
      Path folder = temporary.resolve("logs").resolve("0-orders");
      String first = files(".seg").getFirst();
      Path copy = temporary.resolve("first");
      Files.copy(folder.resolve(first), copy);
      log.trim(31);
      Files.copy(copy, folder.resolve(first + ".deleted"));
      Files.copy(copy, folder.resolve(first.replace(".seg", ".idx")));
      Files.move(copy, folder.resolve(first));
    }
    try (Store store = open(Mode.WRITE_EXISTING)) {
      beginsAt(log(store), 31);
      assertThat(files(".deleted")).isEmpty();
      assertThat(files(".seg").getFirst()).isGreaterThan("00000000000000000000.seg");
      assertThat(files(".idx").getFirst()).isGreaterThan("00000000000000000000.idx");
    }
  }

  @Test
  void aReadOnlyStoreIsNotTrimmed() {
    try (Store store = open(Mode.CREATE_OR_WRITE)) {
      filled(store);
    }
    try (Store store = open(Mode.READ_ONLY)) {
      assertThatThrownBy(() -> log(store).trim(5)).isInstanceOf(StorageException.ReadOnly.class);
      assertThatThrownBy(() -> log(store).applyRetention()).isInstanceOf(StorageException.ReadOnly.class);
      beginsAt(log(store), 0);
    }
  }
}
