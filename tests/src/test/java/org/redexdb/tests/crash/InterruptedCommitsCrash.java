// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;

/// Interrupts of threads that commit over two logs, follow one of them, and trim another, on the real disk: a commit is there whole
/// or not at all, who follows misses nothing, and the store goes on.
class InterruptedCommitsCrash {
  private static final int INTERRUPTS = Integer.getInteger("redex.interrupts", 1_000);

  @TempDir
  Path temporary;

  private volatile boolean stop;

  @Test
  void commitsFollowersAndTrimsOutliveInterrupts() {
    var committing = List.of(new Committing(0), new Committing(1));
    List<Long> followed;
    List<Long> first;
    try (Store store = RealStores.open(temporary.resolve("store"), Appender.OPTIONS)) {
      Log a = store.create("a", new LogOptions(256 << 10));
      Log b = store.create("b", new LogOptions(256 << 10));
      Log trimmed = store.create("trimmed", new LogOptions(64 << 10));
      var following = new Following(a);
      var threads = new ArrayList<Thread>();
      var done = new ArrayList<CompletableFuture<Void>>();
      for (Committing each : committing) start(() -> each.run(store, a, b), threads, done);
      start(following::run, threads, done);
      start(() -> trim(trimmed), threads, done);
      interrupt(threads);
      done.forEach(CompletableFuture::join);
      following.readRest();
      followed = following.seen;
      store.append(List.of(commit(a, 0), commit(b, 0)), Ack.DISK);
      first = ids(a);
      assertThat(ids(b)).as("ids of the other log").isEqualTo(first);
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }
    assertThat(first).startsWith(followed.toArray(Long[]::new)).hasSize(followed.size() + 1);
    assertThat(committing.stream().mapToInt(each -> each.interrupted).sum()).as("interrupted commits").isPositive();
    var unique = new HashSet<>(first);
    assertThat(unique).hasSameSizeAs(first);
    for (Committing each : committing) assertThat(unique).containsAll(each.acknowledged);
    try (Store store = RealStores.open(temporary.resolve("store"), Appender.OPTIONS)) {
      for (Log log : store.logs()) if (!log.name().equals("trimmed")) assertThat(ids(log)).isEqualTo(first);
    }
  }

  private static void start(Runnable work, List<Thread> threads, List<CompletableFuture<Void>> done) {
    done.add(CompletableFuture.runAsync(work, task -> threads.add(Thread.ofPlatform().start(task))));
  }

  private void interrupt(List<Thread> threads) {
    RandomGenerator random = new SplittableRandom(1);
    for (int i = 0; i < INTERRUPTS; i++) {
      threads.get(random.nextInt(threads.size())).interrupt();
      LockSupport.parkNanos(random.nextInt(200_000));
    }
    stop = true;
  }

  private static LogAppend commit(Log log, long id) {
    byte[] payload = ByteBuffer.allocate(8 + (int) (id % 300)).putLong(id).array();
    return new LogAppend(log, new FrameBatch().add(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length),
        Log.ANY_SEQ);
  }

  private static List<Long> ids(Log log) {
    var ids = new ArrayList<Long>();
    read(log, 0, ids);
    return ids;
  }

  private static void read(Log log, long from, List<Long> into) {
    var block = new FrameBlock();
    try (var reader = log.reader(from, Long.MAX_VALUE)) {
      while (reader.next(block))
        for (int i = 0; i < block.count(); i++)
          into.add(ByteBuffer.wrap(block.bytes()).getLong(block.payloadOffset(i)));
    }
  }

  private final class Committing {
    final Set<Long> acknowledged = new HashSet<>();
    int interrupted;
    private final int number;

    Committing(int number) { this.number = number; }

    void run(Store store, Log a, Log b) {
      for (long counter = 1; !stop; counter++) {
        long id = counter << 1 | number;
        try {
          store.append(List.of(commit(a, id), commit(b, id)), counter % 3 == 0 ? Ack.OS : Ack.DISK);
          acknowledged.add(id);
        } catch (StorageException.Interrupted e) {
          interrupted++;
          assertThat(Thread.interrupted()).as("flag after an interrupted commit").isTrue();
        }
      }
      Thread.interrupted();
    }
  }

  private final class Following {
    final List<Long> seen = new ArrayList<>();
    private final Log log;

    Following(Log log) { this.log = log; }

    void run() {
      while (!stop) {
        try {
          if (log.awaitBeyond(seen.size() - 1L, Duration.ofMillis(10))) readRest();
        } catch (InterruptedException _) {
          // Goes on.
        }
      }
      Thread.interrupted();
    }

    void readRest() { read(log, seen.size(), seen); }
  }

  private void trim(Log log) {
    long floor = 0;
    while (!stop) {
      try {
        log.append(PayloadCodec.BYTES, new byte[0], new byte[500], 0, 500, Log.ANY_SEQ, Ack.OS);
        if (log.tip().seq() % 50 == 49) log.trim(log.tip().seq() - 10);
      } catch (StorageException.Interrupted _) {
        Thread.interrupted();
      }
      assertThat(log.firstSeq()).isGreaterThanOrEqualTo(floor);
      floor = log.firstSeq();
    }
    Thread.interrupted();
  }
}
