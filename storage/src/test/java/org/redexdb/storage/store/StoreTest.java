// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.runtime.SystemTime;

/// A store on the real disk, with threads and without.
class StoreTest {
  private static final LogOptions SMALL = new LogOptions(64 << 10);
  private static final byte[] NONE = new byte[0];

  @TempDir
  Path folder;

  private Store open(Work work, Mode mode) {
    var environment = new StoreEnvironment(Disks.system(), new SystemTime(),
        new SplittableRandom(System.identityHashCode(
            this)),
        work);
    return Storage.open(environment, folder.resolve("store"), StoreOptions.DEFAULTS.withMode(mode).withFrontBlocks(4));
  }

  private Store open() { return open(Work.THREADS, Mode.CREATE_OR_WRITE); }

  private static Log log(Store store) { return Objects.requireNonNull(store.log(0)); }

  private static void append(Log log, String text, Ack ack) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    log.append(PayloadCodec.TEXT, NONE, bytes, 0, bytes.length, Log.ANY_SEQ, ack);
  }

  private static List<String> texts(Log log) {
    var texts = new ArrayList<String>();
    var block = new FrameBlock();
    try (FrameReader reader = log.reader(0, Long.MAX_VALUE)) {
      while (reader.next(block)) {
        for (int i = 0; i < block.count(); i++) {
          assertThat(block.seq(i)).isEqualTo(texts.size());
          texts.add(new String(block.bytes(), block.payloadOffset(i), block.payloadLength(i), StandardCharsets.UTF_8));
        }
      }
    }
    return texts;
  }

  @Test
  void thousandsOfAppendsMayBeInFlightAndEachReceiptComesWhenItsEventIsDurable() {
    try (Store store = open()) {
      Log log = store.create("log", SMALL);
      var receipts = new ArrayList<CompletableFuture<Receipt>>();
      for (String text : numbered(5_000)) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        receipts.add(log.appendAsync(new FrameBatch().add(PayloadCodec.TEXT, NONE, bytes, 0, bytes.length), Log.ANY_SEQ,
            Ack.DISK));
      }
      for (int i = 0; i < receipts.size(); i++) {
        Receipt receipt = receipts.get(i).join();
        assertThat(receipt.seq()).isEqualTo(i);
        assertThat(receipt.level()).isEqualTo(Level.DISK);
        assertThat(log.durableSeq()).isGreaterThanOrEqualTo(i);
      }
      assertThat(texts(log)).isEqualTo(numbered(5_000));
      byte[] next = {1};
      assertThat(log.appendAsync(new FrameBatch().add(PayloadCodec.BYTES, NONE, next, 0, 1), Log.ANY_SEQ, Ack.OS))
          .isCompletedWithValueMatching(receipt -> receipt.level() == Level.OS);
      assertThatThrownBy(
          () -> log.appendAsync(new FrameBatch().add(PayloadCodec.BYTES, NONE, next, 0, 1), 7, Ack.DISK))
          .isInstanceOf(StorageException.Conflict.class);
    }
  }

  private static List<String> numbered(int count) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < count; i++) texts.add("event " + i);
    return texts;
  }

  @Test
  void whatWasAppendedIsReadableAtOnceAndAfterReopening() {
    try (Store store = open()) {
      Log log = store.create("orders", SMALL);
      for (int i = 0; i < 10_000; i++) append(log, "event " + i, i % 1000 == 0 ? Ack.DISK : Ack.OS);
      assertThat(texts(log)).isEqualTo(numbered(10_000));
    }
    try (Store store = open()) {
      assertThat(store.recoveryNotes()).isEmpty();
      Log log = log(store);
      assertThat(log.name()).isEqualTo("orders");
      assertThat(texts(log)).isEqualTo(numbered(10_000));
      append(log, "event 10000", Ack.DISK);
      assertThat(log.durableSeq()).isEqualTo(10_000);
    }
    try (Store store = open()) {
      assertThat(texts(log(store))).isEqualTo(numbered(10_001));
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
      assertThat(store.verify(Progress.NONE).events()).isEqualTo(10_001);
    }
  }

  @Test
  void aStoreWithoutThreadsDoesTheSame() {
    try (Store store = open(Work.CALLER, Mode.CREATE_OR_WRITE)) {
      Log log = store.create("orders", SMALL);
      for (int i = 0; i < 10_000; i++) append(log, "event " + i, i % 1000 == 0 ? Ack.DISK : Ack.OS);
      assertThat(texts(log)).isEqualTo(numbered(10_000));
    }
    try (Store store = open(Work.CALLER, Mode.WRITE_EXISTING)) {
      assertThat(texts(log(store))).isEqualTo(numbered(10_000));
    }
  }

  @Test
  void theFirstAppendAfterACleanCloseMayNeedTheNextSegment() {
    for (Work work : List.of(Work.CALLER, Work.THREADS)) {
      try (Store store = open(work, Mode.CREATE_OR_WRITE)) {
        append(store.create(work.name(), SMALL), "a".repeat(40_000), Ack.DISK);
      }
      try (Store store = open(work, Mode.WRITE_EXISTING)) {
        Log log = store.logs().stream().filter(each -> each.name().equals(work.name())).findAny().orElseThrow();
        for (String next : List.of("b", "c", "d", "e", "f", "g")) append(log, next.repeat(40_000), Ack.DISK);
        assertThat(texts(log)).extracting(text -> text.charAt(0)).containsExactly('a', 'b', 'c', 'd', 'e', 'f', 'g');
      }
    }
  }

  @Test
  void aBatchLargerThanASegmentIsKeptWhole() {
    var batch = new FrameBatch();
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = ("event " + i).getBytes(StandardCharsets.UTF_8);
      batch.add(PayloadCodec.TEXT, NONE, bytes, 0, bytes.length);
    }
    for (int i = 0; i < 20; i++) batch.add(PayloadCodec.BYTES, NONE, new byte[100_000], 0, 100_000);
    try (Store store = open()) {
      Log log = store.create("orders", SMALL);
      append(log, "first", Ack.OS);
      var receipt = log.append(batch, 1, Ack.DISK);
      assertThat(receipt.firstSeq()).isEqualTo(1);
      assertThat(receipt.seq()).isEqualTo(3020);
      assertThat(texts(log)).hasSize(3021);
    }
    try (Store store = open()) {
      assertThat(texts(log(store))).hasSize(3021);
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }
  }

  @Test
  void anUnexpectedSeqIsRefusedAndAppendsNothing() {
    try (Store store = open()) {
      Log log = store.create("orders", SMALL);
      append(log, "event 0", Ack.OS);
      assertThatThrownBy(() -> log.append(PayloadCodec.BYTES, NONE, NONE, 0, 0, 5, Ack.OS))
          .isInstanceOf(StorageException.Conflict.class);
      assertThat(log.tip().seq()).isZero();
    }
  }

  @Test
  void aSecondWriterIsToldThatTheStoreIsInUse() {
    try (Store store = open()) {
      assertThat(store.epoch()).isEqualTo(1);
      assertThatThrownBy(this::open).isInstanceOf(StorageException.InUse.class);
    }
    try (Store store = open()) {
      assertThat(store.epoch()).isEqualTo(2);
    }
  }

  @Test
  void aReaderFollowsALivingWriter() throws InterruptedException {
    try (Store store = open()) {
      Log log = store.create("orders", SMALL);
      append(log, "event 0", Ack.DISK);
      try (Store reading = open(Work.THREADS, Mode.READ_ONLY)) {
        Log followed = log(reading);
        assertThat(texts(followed)).isEqualTo(numbered(1));
        for (int i = 1; i < 20_000; i++) append(log, "event " + i, Ack.OS);
        assertThat(followed.awaitBeyond(19_998, java.time.Duration.ofSeconds(10))).isTrue();
        assertThat(texts(followed)).isEqualTo(numbered(20_000));
        assertThatThrownBy(() -> append(followed, "x", Ack.OS)).isInstanceOf(StorageException.ReadOnly.class);
      }
    }
  }

  @Test
  void logsAreDroppedWithTheirFiles() {
    try (Store store = open()) {
      Log log = store.create("orders", SMALL);
      append(log, "event 0", Ack.DISK);
      store.drop(log.id());
      assertThat(store.log(0)).isNull();
      assertThatThrownBy(() -> append(log, "x", Ack.DISK)).isInstanceOf(StorageException.Closed.class);
      assertThat(store.create("orders", SMALL).id()).isEqualTo(1);
    }
    try (Store store = open()) {
      assertThat(store.logs()).hasSize(1);
    }
  }

  @Test
  void aStoreInMemorySaysSoInItsReceipts() {
    var environment = new StoreEnvironment(Disks.memory(), new SystemTime(), new SplittableRandom(1), Work.THREADS);
    try (Store store = Storage.open(environment, Path.of("/m"), StoreOptions.DEFAULTS)) {
      Log log = store.create("orders", SMALL);
      var receipt = log.append(PayloadCodec.BYTES, NONE, NONE, 0, 0, Log.ANY_SEQ, Ack.DISK);
      assertThat(receipt.level()).isEqualTo(Level.MEMORY);
      assertThat(receipt.position()).isEqualTo(new Position(1, 0));
    }
  }

  @Test
  void theLargestEventIsKeptAndOneByteMoreIsRefused() {
    int most = Limits.EVENT_BYTES_MAX;
    try (Store store = open()) {
      Log log = store.create("orders", SMALL);
      assertThatThrownBy(() -> log.append(PayloadCodec.BYTES, NONE, new byte[most + 1], 0, most + 1, 0, Ack.OS))
          .isInstanceOf(StorageException.TooLarge.class);
      for (int length : new int[]{most - 1, most})
        log.append(PayloadCodec.BYTES, NONE, new byte[length], 0, length, Log.ANY_SEQ, Ack.DISK);
      var block = new FrameBlock();
      assertThat(log.read(1, block)).isTrue();
      assertThat(block.payloadLength(0)).isEqualTo(most);
    }
  }

  @Test
  void aPrefixEndsBeforeTheFirstLaterEvent() {
    var clock = new AtomicLong(1000);
    var time = new TimeSource() {
      @Override
      public long epochNanos() { return clock.get(); }

      @Override
      public long monotonicNanos() { return clock.get(); }
    };
    var environment = new StoreEnvironment(Disks.memory(), time, new SplittableRandom(1), Work.CALLER);
    try (Store store = Storage.open(environment, Path.of("/m"), StoreOptions.DEFAULTS)) {
      Log log = store.create("orders", SMALL);
      for (int i = 0; i < 3000; i++) {
        clock.addAndGet(10);
        append(log, "an event that makes segments roll now and then " + i, Ack.MEMORY);
      }
      for (int seq : new int[]{0, 1, 1499, 2999}) {
        long ts = 1000 + 10L * (seq + 1);
        assertThat(log.endOfPrefixAt(ts - 1)).isEqualTo(seq);
        assertThat(log.endOfPrefixAt(ts)).isEqualTo(seq + 1L);
      }
    }
  }

  @Test
  void appendTimesOrderWhatHappenedOneAfterTheOther() {
    try (Store store = open()) {
      List<Log> logs = List.of(store.create("orders", SMALL), store.create("bills", SMALL));
      var random = new SplittableRandom(7);
      long before = Instant.now().getEpochSecond() * 1_000_000_000L;
      long last = 0;
      for (int i = 0; i < 20_000; i++) {
        long ts = logs.get(random.nextInt(2)).append(PayloadCodec.BYTES, NONE, NONE, 0, 0, Log.ANY_SEQ, Ack.OS).ts();
        assertThat(ts).as("time of append %d", i).isGreaterThan(last);
        last = ts;
      }
      assertThat(last).isBetween(before, Instant.now().plusSeconds(1).getEpochSecond() * 1_000_000_000L);
    }
  }

  @Test
  void anInterruptReachesItsOwnThreadOnly() {
    try (Store store = open()) {
      Log log = store.create("orders", SMALL);
      Thread.currentThread().interrupt();
      try {
        append(log, "event 0", Ack.DISK); // may be through before it has to wait
      } catch (StorageException.Interrupted e) {
        assertThat(e.code()).isEqualTo("INTERRUPTED");
      }
      assertThat(Thread.interrupted()).isTrue();
      while (log.tip().seq() < 1) append(log, "event " + (log.tip().seq() + 1), Ack.DISK);
      assertThat(texts(log)).isEqualTo(numbered(2));
    }
  }
}
