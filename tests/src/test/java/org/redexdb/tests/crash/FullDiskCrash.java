// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.InLog;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// A disk without room: one clear error, nothing acknowledged is lost, and the store goes on when room returns.
class FullDiskCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);

  @ParameterizedTest
  @EnumSource(value = Level.class, names = {"OS", "DISK"})
  void appendsAreRefusedAndGoOnWhenRoomReturns(Level level) {
    SimDisk disk = SimDisk.seeded(1);
    var history = new LogHistory("orders");
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock())) {
      Log log = store.create("orders", new LogOptions(64 << 10));
      append(log, history, level, 10);
      disk.capacityBytes(0);
      assertThatThrownBy(() -> append(log, history, level, 100_000))
          .isInstanceOfSatisfying(StorageException.DiskFull.class, e -> assertThat(log.tip().seq() + 1)
              .as("events in the log, of which the last may be: %s", e.inLog())
              .isEqualTo(e.inLog() == InLog.YES ? history.size() : history.size() - 1));
      history.settle(log.tip().seq() + 1);
      history.checkContent(log, history.size());
      disk.capacityBytes(Long.MAX_VALUE);
      append(log, history, level, 300);
      log.force();
      history.forced(history.size());
      history.checkContent(log, history.size());
    }
    try (Store store = SimStores.open(disk.afterReboot(), FOLDER, OPTIONS, new SimClock())) {
      history.reopened(store.logs().iterator().next(), true);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Level.class, names = {"OS", "DISK"})
  void aFullDiskOpensForReading(Level level) {
    SimDisk disk = SimDisk.seeded(2);
    var history = new LogHistory("orders");
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock())) {
      append(store.create("orders", new LogOptions(64 << 10)), history, level, 500);
    }
    disk.capacityBytes(0);
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS.withMode(StoreOptions.Mode.READ_ONLY), new SimClock())) {
      history.checkContent(store.logs().iterator().next(), history.size());
    }
  }

  @Test
  void aDeviceFaultOnAFullDiskEndsAppendsAtOnce() {
    SimDisk disk = SimDisk.seeded(3);
    var history = new LogHistory("orders");
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock())) {
      Log log = store.create("orders", new LogOptions(64 << 10));
      append(log, history, Level.OS, 10);
      disk.capacityBytes(0);
      assertThatThrownBy(() -> append(log, history, Level.OS, 100_000)).isInstanceOf(StorageException.DiskFull.class);
      history.settle(log.tip().seq() + 1);
      disk.capacityBytes(Long.MAX_VALUE);
      disk.failAfter(1);
      assertThatThrownBy(log::force).isInstanceOf(StorageException.NotDurable.class);
      assertThatThrownBy(() -> append(log, history, Level.OS, 1)).isInstanceOf(StorageException.NotDurable.class);
      history.settle(log.tip().seq() + 1);
      history.checkContent(log, history.size());
      assertThatThrownBy(store::close).isInstanceOf(StorageException.NotDurable.class);
    }
  }

  @Test
  void aCommitThatFindsNoRoomForEarlierEventsHasNotHappened() {
    SimDisk disk = SimDisk.seeded(4);
    var history = new LogHistory("orders");
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS.withSegmentBytes(1 << 20), new SimClock())) {
      Log log = store.create("orders", new LogOptions(1 << 20));
      Log other = store.create("stock", new LogOptions(1 << 20));
      append(log, history, Level.OS, 500);
      disk.capacityBytes(0);
      var batch = new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[10], 0, 10);
      List<LogAppend> commit = List.of(new LogAppend(log, batch, Log.ANY_SEQ),
          new LogAppend(other, batch, Log.ANY_SEQ));
      assertThatThrownBy(() -> store.append(commit, Ack.OS)).isInstanceOfSatisfying(StorageException.DiskFull.class,
          e -> assertThat(e.inLog()).as("what the caller is told: %s", e.getMessage()).isEqualTo(InLog.NO));
      history.checkContent(log, 500);
      assertThat(other.tip().seq()).isEqualTo(-1);
      disk.capacityBytes(Long.MAX_VALUE);
      store.append(commit, Ack.DISK);
      assertThat(log.durableSeq()).isEqualTo(500);
    }
  }

  /// Which pieces of a large batch got into the file before the disk was full shows in no commit word.
  @Test
  void aRefusedBatchLeavesNothingBehindTheEndOfALogThatIsClosedThen() {
    var payload = new byte[1_000];
    Arrays.fill(payload, (byte) 7);
    int refused = 0;
    for (long room = 0; room < 400_000; room += 20_000) {
      SimDisk disk = SimDisk.seeded(5);
      Store store = SimStores.open(disk, FOLDER, OPTIONS.withSegmentBytes(1 << 20), new SimClock());
      Log log = store.create("orders", new LogOptions(1 << 20));
      log.append(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length, Log.ANY_SEQ, Ack.DISK);
      disk.capacityBytes(Long.MAX_VALUE / 2);
      disk.capacityBytes(Long.MAX_VALUE / 2 - disk.usableBytes(FOLDER) + room);
      var batch = new FrameBatch();
      for (int i = 0; i < 300; i++) batch.add(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length);
      try {
        log.append(batch, Log.ANY_SEQ, Ack.OS);
      } catch (StorageException.DiskFull e) {
        assertThat(e.inLog()).isEqualTo(InLog.NO);
        refused++;
      }
      long end = log.tip().seq();
      if (room % 40_000 == 0) disk.capacityBytes(Long.MAX_VALUE);
      try {
        store.close();
      } catch (StorageException.DiskFull e) {
        assertThat(room % 40_000).as("close, when there is room again: %s", e).isPositive();
      }
      disk.capacityBytes(Long.MAX_VALUE);
      SimDisk next = room % 80_000 < 40_000 ? disk.afterRestart() : disk.afterReboot();
      try (Store again = SimStores.open(next, FOLDER, OPTIONS, new SimClock(), new SplittableRandom(room))) {
        assertThat(again.logs().iterator().next().tip().seq()).isEqualTo(end);
        assertThat(again.verify(Progress.NONE).problems()).as("with room for %d bytes", room).isEmpty();
      }
    }
    assertThat(refused).isPositive();
  }

  private static void append(Log log, LogHistory history, Level level, int count) {
    for (int i = 0; i < count; i++) {
      var payload = new byte[200];
      payload[0] = (byte) history.size();
      payload[1] = (byte) (history.size() >>> 8);
      history.attempt(List.of(new LogHistory.Event(PayloadCodec.BYTES, new byte[0], payload)));
      history.acknowledged(log.append(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length, Log.ANY_SEQ,
          Ack.of(level, 1)), level);
    }
  }
}
