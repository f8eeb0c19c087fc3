// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.runtime.SystemTime;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.Seeds;

/// An append that meets the closing of its store is refused, or it is on the device when the closing has returned.
class ClosingCrash {
  private static final int THREADS = 4;

  static LongStream seeds() { return Seeds.of(40); }

  @ParameterizedTest
  @MethodSource("seeds")
  @Timeout(120)
  void whatIsAcknowledgedWhileTheStoreClosesIsOnTheDeviceThen(long seed) {
    Seeds.run(getClass(), seed, () -> {
      SimDisk disk = SimDisk.seeded(seed);
      var random = new SplittableRandom(seed);
      Store store = Storage.open(new StoreEnvironment(disk, new SystemTime(), random.split(), Work.THREADS),
          Events.FOLDER, Events.OPTIONS);
      Log log = store.create("orders", Events.SMALL);
      var acknowledged = new ConcurrentLinkedQueue<Events.Read>();
      var under = new CountDownLatch(THREADS * 20);
      var appenders = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < THREADS; i++) {
        Ack ack = i == 0 ? Ack.DISK : Ack.OS;
        String name = "appender " + i + " event ";
        appenders.add(CompletableFuture.runAsync(() -> appendUntilClosed(log, name, ack, acknowledged, under)));
      }
      under.await();
      store.close();
      // One that is neither refused nor acknowledged would wait for ever.
      for (var appender : appenders) appender.get(1, TimeUnit.MINUTES);

      disk = disk.afterReboot();
      List<Events.Read> found = Events.read(Events.log(SimStores.open(disk, Events.FOLDER, Events.OPTIONS,
          new SimClock())));
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(THREADS * 20);
      for (Events.Read event : acknowledged)
        assertThat(found.get((int) event.seq()).text()).as("event %d", event.seq()).isEqualTo(event.text());
      assertThat(found).as("nothing but what was acknowledged").hasSameSizeAs(acknowledged);
    });
  }

  private static void appendUntilClosed(Log log, String name, Ack ack, ConcurrentLinkedQueue<Events.Read> acknowledged,
      CountDownLatch under) {
    try {
      for (int i = 0;; i++) {
        byte[] payload = (name + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        long seq = Events.append(log, payload, ack).seq();
        acknowledged.add(new Events.Read(seq, 0, payload));
        under.countDown();
      }
    } catch (StorageException.Closed e) {
      assertThat(e.where().channel()).isEqualTo("orders");
    }
  }
}
