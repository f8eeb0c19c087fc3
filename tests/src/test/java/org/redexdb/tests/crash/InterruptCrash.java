// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;

/// Interrupts of callers, at any moment, on the real disk: nothing is closed, nothing acknowledged is lost, and an
/// append that was interrupted happened once or not at all.
class InterruptCrash {
  private static final int THREADS = 3;
  private static final int INTERRUPTS = Integer.getInteger("redex.interrupts", 1_000);

  @TempDir
  Path temporary;

  @Test
  void interruptedAppendersLoseNothingAndTheStoreGoesOn() {
    Map<Long, Integer> found;
    var appenders = new ArrayList<Appending>();
    try (Store store = RealStores.open(temporary.resolve("store"), Appender.OPTIONS)) {
      Log log = store.create("orders", new LogOptions(256 << 10));
      for (int i = 0; i < THREADS; i++) appenders.add(new Appending(log, i));
      List<CompletableFuture<Void>> done = appenders.stream()
          .map(appending -> CompletableFuture.runAsync(appending, appending::start)).toList();
      interruptAll(appenders);
      done.forEach(CompletableFuture::join);
      log.append(PayloadCodec.BYTES, new byte[0], new byte[8], 0, 8, Log.ANY_SEQ, Ack.DISK);
      found = countById(log);
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
      assertThat(log.status().fault()).isNull();
    }
    assertThat(appenders.stream().mapToInt(each -> each.interruptedAppends.get()).sum())
        .as("appends that ended with an interrupt").isPositive();
    for (Appending appending : appenders) {
      assertThat(found.keySet()).containsAll(appending.acknowledged);
      for (long id : appending.attempted) assertThat(found.getOrDefault(id, 0)).isLessThanOrEqualTo(1);
    }
    try (Store store = RealStores.open(temporary.resolve("store"), Appender.OPTIONS)) {
      assertThat(countById(store.logs().iterator().next())).isEqualTo(found);
    }
  }

  private static void interruptAll(List<Appending> appenders) {
    RandomGenerator random = new SplittableRandom(1);
    for (int i = 0; i < INTERRUPTS; i++) {
      Appending victim = appenders.get(random.nextInt(THREADS));
      victim.thread().interrupt();
      LockSupport.parkNanos(random.nextInt(200_000));
    }
    appenders.forEach(appending -> appending.stop = true);
  }

  private static Map<Long, Integer> countById(Log log) {
    var counts = new HashMap<Long, Integer>();
    var block = new FrameBlock();
    try (var reader = log.reader(0, Long.MAX_VALUE)) {
      while (reader.next(block))
        for (int i = 0; i < block.count(); i++)
          counts.merge(ByteBuffer.wrap(block.bytes()).getLong(block.payloadOffset(i)), 1, Integer::sum);
    }
    counts.remove(0L);
    return counts;
  }

  /// One thread that appends and reads until told to stop, and is interrupted meanwhile.
  private static final class Appending implements Runnable {
    final Set<Long> acknowledged = new HashSet<>();
    final Set<Long> attempted = new HashSet<>();
    final AtomicInteger interruptedAppends = new AtomicInteger();
    private final Log log;
    private final int number;
    volatile boolean stop;
    private volatile Thread thread = Thread.currentThread();

    Appending(Log log, int number) {
      this.log = log;
      this.number = number;
    }

    void start(Runnable task) { thread = Thread.ofPlatform().start(task); }

    Thread thread() { return thread; }

    @Override
    public void run() {
      var block = new FrameBlock();
      for (long counter = 1; !stop; counter++) {
        long id = counter << 8 | number;
        attempted.add(id);
        byte[] payload = ByteBuffer.allocate(8 + (int) (counter % 500)).putLong(id).array();
        try {
          log.append(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length, Log.ANY_SEQ,
              counter % 3 == 0 ? Ack.OS : Ack.DISK);
          acknowledged.add(id);
          log.read(log.tip().seq(), block);
        } catch (StorageException.Interrupted e) {
          interruptedAppends.incrementAndGet();
          assertThat(Thread.interrupted()).as("flag after an interrupted append").isTrue();
        }
      }
      Thread.interrupted();
    }
  }
}
