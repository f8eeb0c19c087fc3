// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

/// What a log says it has done is what was done.
class ActivityTest {
  @TempDir
  Path folder;

  private Store open(StoreOptions.Mode mode) {
    return Storage.open(StoreEnvironment.system(), folder.resolve("store"), StoreOptions.DEFAULTS.withMode(mode));
  }

  private Store open() { return open(StoreOptions.Mode.CREATE_OR_WRITE); }

  private static void append(Log log, int payloadBytes, Ack ack) {
    log.append(PayloadCodec.BYTES, new byte[0], new byte[payloadBytes], 0, payloadBytes, Log.ANY_SEQ, ack);
  }

  private static LogActivity activity(Log log) { return log.status().activity(); }

  @Test
  void aForceIsCountedWithTheEventsThatItMadeDurable() {
    try (Store store = open()) {
      Log log = store.create("orders", new LogOptions(Limits.SEGMENT_BYTES_DEFAULT));
      assertThat(activity(log)).isEqualTo(LogActivity.NONE);
      for (int i = 0; i < 3; i++) append(log, 100, Ack.DISK);
      assertThat(activity(log).forces().count()).isEqualTo(3);
      assertThat(activity(log).forcedEvents()).isEqualTo(3);
      assertThat(activity(log).forces().nanos()).isPositive();
      for (int i = 0; i < 5; i++) append(log, 100, Ack.OS);
      assertThat(activity(log).forces().count()).isEqualTo(3);
      assertThat(activity(log).appendedEvents()).isEqualTo(8);
      log.force();
      log.force();
      assertThat(activity(log).forces().count()).as("the second found nothing to do").isEqualTo(4);
      assertThat(activity(log).forcedEvents()).isEqualTo(8);
      assertThat(activity(log).writtenBytes()).isGreaterThanOrEqualTo(8 * 100);
      assertThat(activity(log).rolls()).isEqualTo(LogActivity.Spent.NONE);
    }
  }

  @Test
  void rollsAreCountedAndSoAreTheForcesOfSealsThatNobodyWaitedFor() throws InterruptedException {
    try (Store store = open()) {
      Log log = store.create("orders", new LogOptions(64 << 10));
      for (int i = 0; i < 6; i++) append(log, 30_000, Ack.OS);
      LogActivity rolled = activity(log);
      assertThat(rolled.rolls().count()).isEqualTo(log.status().segments() - 1).isPositive();
      assertThat(rolled.rolls().nanos()).isPositive();
      assertThat(log.awaitDurableBeyond(1, Duration.ofSeconds(60))).as("sealed in the background").isTrue();
      log.force();
      assertThat(activity(log).forcedEvents()).isEqualTo(6);
      assertThat(activity(log).forces().count()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void anAppendThatHadToWaitBeforeItWasThereIsCounted() {
    try (Store store = open()) {
      Log log = store.create("orders", new LogOptions(Limits.SEGMENT_BYTES_DEFAULT));
      append(log, 100, Ack.OS);
      append(log, 100, Ack.DISK);
      assertThat(activity(log).stalls().count()).as("for the device is no such wait").isZero();
      append(log, 5 << 20, Ack.OS); // larger than the front takes
      assertThat(activity(log).stalls().count()).isPositive();
      assertThat(activity(log).stalls().nanos()).isPositive();
    }
  }

  @Test
  void countsBeginAnewWithEachOpening() {
    try (Store store = open()) {
      append(store.create("orders", new LogOptions(64 << 10)), 100, Ack.DISK);
    }
    try (Store store = open()) {
      Log log = store.logs().iterator().next();
      assertThat(activity(log)).isEqualTo(LogActivity.NONE);
      append(log, 100, Ack.OS);
      assertThat(activity(log).appendedEvents()).isEqualTo(1);
    }
  }

  @Test
  void whoOnlyReadsHasDoneNothing() {
    try (Store store = open()) {
      append(store.create("orders", new LogOptions(64 << 10)), 100, Ack.DISK);
      try (Store reading = open(StoreOptions.Mode.READ_ONLY)) {
        Log log = reading.logs().iterator().next();
        assertThat(log.status().nextSeq()).isEqualTo(1);
        assertThat(activity(log)).isEqualTo(LogActivity.NONE);
        assertThat(reading.journal()).isEqualTo(LogActivity.NONE);
      }
    }
  }

  @Test
  void aCommitOverTwoLogsIsAForceOfTheJournal() {
    try (Store store = open()) {
      Log orders = store.create("orders", new LogOptions(64 << 10));
      Log stock = store.create("stock", new LogOptions(64 << 10));
      assertThat(store.journal()).isEqualTo(LogActivity.NONE);
      store.append(List.of(new LogAppend(orders, event(), Log.ANY_SEQ), new LogAppend(stock, event(), Log.ANY_SEQ)),
          Ack.DISK);
      assertThat(store.journal().appendedEvents()).isPositive();
      assertThat(store.journal().forces().count()).isEqualTo(1);
      assertThat(activity(orders).appendedEvents()).isEqualTo(1);
    }
  }

  private static FrameBatch event() {
    return new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[10], 0, 10);
  }

  @Test
  void pinsAreCountedWhileTheyHold() {
    try (Store store = open()) {
      Log log = store.create("orders", new LogOptions(64 << 10));
      append(log, 100, Ack.DISK);
      try (Pin _ = log.pin(0); Pin _ = log.pin(0)) {
        assertThat(log.status().pins()).isEqualTo(2);
      }
      assertThat(log.status().pins()).isZero();
    }
  }

  @Test
  void aDiskSaysHowManyDescriptorsItMayHold() {
    assertThat(Disks.system(7).descriptorsMax()).isEqualTo(7);
    assertThat(Disks.system().descriptorsMax()).isEqualTo(Disks.DESCRIPTORS_MAX_DEFAULT);
    assertThat(Disks.memory().descriptorsMax()).as("no limit").isZero();
  }
}
