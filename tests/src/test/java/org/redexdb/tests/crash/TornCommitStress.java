// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

/// Transfers between two accounts, each a log, under readers: no snapshot of tips ever shows half a transfer.
class TornCommitStress {
  private static final int WRITERS = 3;
  private static final int READERS = 8;
  private static final int FOLLOWERS = 3;
  private static final int TRANSFERS = Integer.getInteger("redex.transfers", 6_000);

  @TempDir
  Path temporary;

  @Test
  void noReaderSeesHalfATransfer() throws InterruptedException {
    try (Store store = RealStores.open(temporary.resolve("store"), StoreOptions.DEFAULTS.withSegmentBytes(256 << 10))) {
      Log from = store.create("from", new LogOptions(256 << 10));
      Log to = store.create("to", new LogOptions(256 << 10));
      var failures = new ConcurrentLinkedQueue<Throwable>();
      var left = new AtomicInteger(TRANSFERS);
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < WRITERS; i++) threads.add(start(failures, () -> transfer(store, from, to, left)));
      for (int i = 0; i < READERS; i++) threads.add(start(failures, () -> audit(store, from, to, left)));
      for (Thread thread : threads) thread.join();
      assertThat(failures).isEmpty();
      assertThat(from.tip().seq()).isEqualTo(to.tip().seq()).isGreaterThanOrEqualTo(TRANSFERS - 1L);
    }
  }

  /// As another process sees it: through the files and what the writer shows in redex.ctl.
  @Test
  void noFollowerSeesHalfATransfer() throws InterruptedException {
    Path folder = temporary.resolve("store");
    StoreOptions options = StoreOptions.DEFAULTS.withSegmentBytes(256 << 10);
    try (Store store = RealStores.open(folder, options)) {
      Log from = store.create("from", new LogOptions(256 << 10));
      Log to = store.create("to", new LogOptions(256 << 10));
      var failures = new ConcurrentLinkedQueue<Throwable>();
      var left = new AtomicInteger(TRANSFERS);
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < WRITERS; i++) threads.add(start(failures, () -> transfer(store, from, to, left)));
      for (int i = 0; i < FOLLOWERS; i++) threads.add(start(failures, () -> {
        try (Store followed = RealStores.follow(folder)) {
          audit(followed, Objects.requireNonNull(followed.log(from.id())),
              Objects.requireNonNull(followed.log(to.id())), left);
        }
      }));
      for (Thread thread : threads) thread.join();
      assertThat(failures).isEmpty();
    }
  }

  private static Thread start(ConcurrentLinkedQueue<Throwable> failures, Runnable body) {
    return Thread.ofPlatform().start(() -> {
      try {
        body.run();
      } catch (Throwable t) {
        failures.add(t);
      }
    });
  }

  /// Amounts in and out are equal, and so are their places: both logs get one event for each transfer.
  private static void transfer(Store store, Log from, Log to, AtomicInteger left) {
    var random = new SplittableRandom(left.get());
    while (left.getAndDecrement() > 0) {
      long amount = random.nextLong(1_000);
      // The order of the two must not matter, nor single appends that are expected to fail.
      var appends = new ArrayList<>(List.of(new LogAppend(from, batch(-amount), Log.ANY_SEQ),
          new LogAppend(to, batch(amount), Log.ANY_SEQ)));
      if (random.nextBoolean()) appends.add(appends.removeFirst());
      if (random.nextInt(10) == 0) conflict(store, from, to);
      store.append(appends, random.nextInt(100) == 0 ? Ack.DISK : Ack.OS);
    }
  }

  private static void conflict(Store store, Log from, Log to) {
    try {
      store.append(List.of(new LogAppend(from, batch(1), Log.ANY_SEQ), new LogAppend(to, batch(1), Long.MAX_VALUE)),
          Ack.OS);
      throw new AssertionError("appended although the second log was expected elsewhere");
    } catch (StorageException.Conflict e) {
      Objects.requireNonNull(e.getMessage());
    }
  }

  private static FrameBatch batch(long amount) {
    byte[] payload = ByteBuffer.allocate(8).putLong(amount).array();
    return new FrameBatch().add(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length);
  }

  private static void audit(Store store, Log from, Log to, AtomicInteger left) {
    long next = 0;
    long sum = 0;
    while (left.get() > 0) {
      long[] tips = store.tips(List.of(from, to));
      if (tips[0] != tips[1]) throw new AssertionError("tips " + tips[0] + " and " + tips[1]);
      sum += sum(from, next, tips[0] + 1) + sum(to, next, tips[1] + 1);
      next = tips[0] + 1;
      if (sum != 0) throw new AssertionError("sum " + sum + " of the events before " + next);
    }
  }

  private static long sum(Log log, long from, long to) {
    var block = new FrameBlock();
    long sum = 0;
    long count = 0;
    try (var reader = log.reader(from, to)) {
      while (reader.next(block))
        for (int i = 0; i < block.count(); i++, count++)
          sum += ByteBuffer.wrap(block.bytes(), block.payloadOffset(i), 8).getLong();
    }
    if (count != to - from) throw new AssertionError(log.name() + ": " + count + " of " + (to - from) + " events read");
    return sum;
  }
}
