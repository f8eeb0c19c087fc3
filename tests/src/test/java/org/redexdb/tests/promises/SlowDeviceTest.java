// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.tests.support.WatchedDisk;
import org.redexdb.tests.support.WatchedDisk.Call;

/// A device that takes its time holds those who wait for it, and nobody else.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowDeviceTest {
  private static final byte[] PAYLOAD = new byte[1_000];

  private final AtomicBoolean holding = new AtomicBoolean();
  private final CountDownLatch forceUnderWay = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @TempDir
  Path folder;

  private Store open() {
    return Storage.open(StoreEnvironment.of(WatchedDisk.of(Disks.system(), this::hold)), folder.resolve("store"),
        Events.OPTIONS);
  }

  /// Nothing that puts frames or marks on the device comes back before it is released. A file that is made ready is forced with its metadata and
  /// is not held.
  private void hold(Call call) {
    boolean durably = call.method().equals("writeDurably")
        || call.method().equals("force") && Boolean.FALSE.equals(call.arguments()[0]);
    if (!durably || !holding.get()) return;
    forceUnderWay.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTrimThatWaitsForTheDeviceHoldsNeitherAppendsNorReads() throws Exception {
    try (Store store = open()) {
      Log log = store.create("orders", Events.SMALL);
      for (int i = 0; i < 300; i++) Events.append(log, PAYLOAD, Ack.OS);
      log.force();
      // Maps the segments: that is file work, which one thread of the store does, and it is under way when it is held.
      assertThat(Events.read(log)).hasSize(300);
      holding.set(true);
      var trimming = CompletableFuture.supplyAsync(() -> log.trim(200));
      try {
        forceUnderWay.await();
        for (int i = 0; i < 20; i++) assertThat(Events.append(log, PAYLOAD, Ack.OS).seq()).isEqualTo(300 + i);
        assertThat(log.read(250, new FrameBlock())).isTrue();
        assertThat(log.awaitBeyond(318, Duration.ofSeconds(1))).isTrue();
        assertThat(trimming).isNotDone();
      } finally {
        released.countDown();
      }
      assertThat(trimming.join()).extracting(Trimmed::floorAfter).isEqualTo(200L);
    }
  }

  @Test
  void readsGoOnWhileAnAppendWaitsForTheDevice() throws Exception {
    try (Store store = open()) {
      Log log = store.create("orders", Events.SMALL);
      Events.append(log, PAYLOAD, Ack.DISK);
      holding.set(true);
      var appending = CompletableFuture.supplyAsync(() -> Events.append(log, PAYLOAD, Ack.DISK).seq());
      try {
        forceUnderWay.await();
        assertThat(Events.read(log)).hasSize(2);
        assertThat(Events.append(log, PAYLOAD, Ack.OS).seq()).isEqualTo(2);
        assertThat(log.durableSeq()).as("what is not on the device is not called so").isZero();
        assertThat(appending).isNotDone();
      } finally {
        released.countDown();
      }
      assertThat(appending.join()).isEqualTo(1);
    }
  }
}
