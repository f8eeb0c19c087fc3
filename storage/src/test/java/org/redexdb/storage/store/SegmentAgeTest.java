// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.TimeSource;

/// A segment is closed when it is full, or when its first event is as old as the store's options say.
@Timeout(60)
class SegmentAgeTest {
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentAge(Duration.ofHours(1));

  @TempDir
  Path folder;

  private final AtomicLong aheadNanos = new AtomicLong();

  private final TimeSource time = new TimeSource() {
    @Override
    public long epochNanos() { return System.currentTimeMillis() * 1_000_000 + aheadNanos.get(); }

    @Override
    public long monotonicNanos() { return System.nanoTime() + aheadNanos.get(); }
  };

  private Store open(StoreOptions options) {
    StoreEnvironment system = StoreEnvironment.of(Disks.system());
    return Storage.open(new StoreEnvironment(system.disk(), time, system.random(), Work.THREADS),
        folder.resolve("store"), options);
  }

  private void pass(Duration duration) { aheadNanos.addAndGet(duration.toNanos()); }

  private static Log log(Store store, String name) { return store.create(name, new LogOptions(1 << 20)); }

  private static void append(Log log) {
    log.append(PayloadCodec.BYTES, new byte[0], new byte[10], 0, 10, Log.ANY_SEQ, Ack.OS);
  }

  private static void await(BooleanSupplier done) throws InterruptedException {
    while (!done.getAsBoolean()) Thread.sleep(10);
  }

  @Test
  void anOldSegmentIsClosedAndAYoungOneIsNot() throws InterruptedException {
    try (Store store = open(OPTIONS)) {
      Log young = log(store, "young");
      Log old = log(store, "old");
      append(old);
      pass(Duration.ofMinutes(70));
      append(young);
      await(() -> old.status().segments() == 2);
      assertThat(young.status().segments()).isEqualTo(1);
      append(old);
      assertThat(old.tip().seq()).isEqualTo(1);
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }
  }

  @Test
  void anEmptySegmentGetsNoOlder() throws InterruptedException {
    try (Store store = open(OPTIONS)) {
      Log old = log(store, "old");
      Log witness = log(store, "witness");
      append(old);
      pass(Duration.ofHours(2));
      await(() -> old.status().segments() == 2);
      append(witness);
      pass(Duration.ofHours(2));
      // Looked at after the other.
      await(() -> witness.status().segments() == 2);
      assertThat(old.status().segments()).isEqualTo(2);
    }
  }

  @Test
  void retentionByAgeGetsTheRoomOfALogThatIsSeldomAppendedTo() throws InterruptedException {
    try (Store store = open(OPTIONS)) {
      Log log = log(store, "seldom");
      append(log);
      log.retain(Retention.NONE.withMaxAge(Duration.ofHours(3)));
      pass(Duration.ofHours(2));
      await(() -> log.status().segments() == 2);
      append(log);
      log.force();
      pass(Duration.ofHours(2));
      await(() -> log.firstSeq() == 1 && log.status().segments() == 2);
    }
  }

  @Test
  void withoutAnAgeOnlyFullOnesAreClosed() {
    try (Store store = open(OPTIONS.withSegmentAge(Duration.ZERO))) {
      Log log = log(store, "old");
      append(log);
      pass(Duration.ofDays(1_000));
      append(log);
      assertThat(log.status().segments()).isEqualTo(1);
    }
  }
}
