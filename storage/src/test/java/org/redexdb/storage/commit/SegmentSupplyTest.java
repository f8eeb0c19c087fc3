// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

/// An appender finds its next segments ready.
class SegmentSupplyTest {
  private static final int SEGMENT_BYTES = 64 << 10;
  private static final byte[] PAYLOAD = new byte[1000];

  @TempDir
  Path folder;

  private final AtomicBoolean holding = new AtomicBoolean();
  private final CountDownLatch sealUnderWay = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /// The helper stays in its first force of frames from now on until it is released. A file that is made ready is forced with
  /// its metadata: that one may still be under way when its name is seen, and must come to its end.
  private void observe(String method, Object[] arguments) {
    if (!method.equals("force") || !Thread.currentThread().getName().startsWith("redex-helper") || !holding.get()
        || Boolean.TRUE.equals(arguments[0]))
      return;
    sealUnderWay.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Timeout(60)
  void anAppenderGoesOnWhileASegmentIsForced() throws Exception {
    try (Store store = Storage.open(StoreEnvironment.of(ObservedDisk.telling(this::observe)), folder.resolve("store"),
        StoreOptions.DEFAULTS)) {
      Log log = store.create("log", new LogOptions(SEGMENT_BYTES));
      roll(log);
      awaitReady(2);
      try {
        holding.set(true);
        roll(log);
        assertThat(sealUnderWay.await(30, TimeUnit.SECONDS)).isTrue();
        roll(log);
      } finally {
        released.countDown();
      }
      assertThat(log.tip().seq()).isPositive();
    }
  }

  /// Appends until another segment begins.
  private static void roll(Log log) {
    int before = log.status().segments();
    while (log.status().segments() == before)
      log.put(PayloadCodec.BYTES, new byte[0], PAYLOAD, 0, PAYLOAD.length, Ack.OS);
  }

  /// @param segments of the log; then as many files as they have, and two to come
  private void awaitReady(int segments) throws Exception {
    while (count(".seg") != segments || count(".next") != 2) Thread.sleep(Duration.ofMillis(5));
  }

  private long count(String suffix) throws IOException {
    try (var files = Files.list(folder.resolve("store").resolve("logs").resolve("0-log"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).count();
    }
  }
}
