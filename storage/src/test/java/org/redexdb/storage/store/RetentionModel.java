// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.api.Trimmed;

/// Random appends, limits, trims, pins and steps of the clock against a list of events from which a loop takes the oldest
/// away for as long as a limit is passed.
class RetentionModel {
  private static final int STEPS = 400;

  private record Event(long seq, long ts, long bytes) {}

  private final List<Event> kept = new ArrayList<>();
  private long wall = 1_767_225_600_000_000_000L;
  private long monotonic;
  private SplittableRandom random = new SplittableRandom(0);

  private final class Time implements TimeSource {
    @Override
    public long epochNanos() { return wall; }

    @Override
    public long monotonicNanos() { return monotonic += 1_000; }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsKeptIsWhatTheLimitsSay(long seed) {
    random = new SplittableRandom(seed);
    var environment = new StoreEnvironment(Disks.memory(), new Time(), random.split(), Work.CALLER);
    try (Store store = Storage.open(environment, Path.of("/store"), StoreOptions.DEFAULTS.withFrontBlocks(4))) {
      Log log = store.create("orders", new LogOptions(64 << 10));
      for (int step = 0; step < STEPS; step++) step(log);
      assertThat(log.firstSeq()).as("events that were removed").isPositive();
    }
  }

  private void step(Log log) {
    switch (random.nextInt(8)) {
      case 0 -> retain(log);
      case 1 -> trim(log);
      case 2 -> wall += random.nextLong(5_000_000_000L);
      // A step back that the log does not clamp.
      case 3 -> wall -= random.nextInt(30) == 0 ? 100_000_000_000L : 0;
      default -> append(log);
    }
    check(log);
  }

  private void append(Log log) {
    int bytes = random.nextInt(random.nextInt(30) == 0 ? 100_000 : 4_000);
    var receipt = log.append(PayloadCodec.BYTES, new byte[0], new byte[bytes], 0, bytes, Log.ANY_SEQ, Ack.OS);
    kept.add(new Event(receipt.seq(), receipt.ts(), 40 + bytes + 7 & -8));
  }

  private void retain(Log log) {
    var limits = new Retention(random.nextInt(3) == 0 ? 1 + random.nextInt(100) : 0,
        random.nextInt(3) == 0 ? 1 + random.nextInt(300_000) : 0,
        Duration.ofMillis(random.nextInt(3) == 0 ? 1 + random.nextInt(60_000) : 0));
    log.retain(limits);
    long before = log.firstSeq();
    long pinned = random.nextInt(3) == 0 ? before + random.nextLong(log.tip().seq() + 2 - before) : Long.MAX_VALUE;
    try (Pin pin = log.pin(Math.min(pinned, log.tip().seq() + 1))) {
      Trimmed done = log.applyRetention();
      while (!kept.isEmpty() && kept.getFirst().seq() < pin.seq() && isOver(limits)) kept.removeFirst();
      assertThat(done.floorBefore()).isEqualTo(before);
      assertThat(done.floorAfter()).as("%s, pinned at %d", limits, pin.seq()).isEqualTo(floor(log));
    }
    log.retain(Retention.NONE);
  }

  private boolean isOver(Retention limits) {
    long oldest = wall - limits.maxAge().toNanos();
    return limits.maxEvents() > 0 && kept.size() > limits.maxEvents()
        || limits.maxBytes() > 0 && kept.stream().mapToLong(Event::bytes).sum() > limits.maxBytes()
        || !limits.maxAge().isZero() && kept.getFirst().ts() < oldest;
  }

  private void trim(Log log) {
    long to = log.firstSeq() + random.nextLong(5);
    log.trim(to);
    while (!kept.isEmpty() && kept.getFirst().seq() < to) kept.removeFirst();
  }

  private long floor(Log log) { return kept.isEmpty() ? log.tip().seq() + 1 : kept.getFirst().seq(); }

  private void check(Log log) {
    assertThat(log.firstSeq()).isEqualTo(floor(log));
    var block = new FrameBlock();
    var found = new ArrayList<Long>();
    try (FrameReader reader = log.reader(0, Long.MAX_VALUE)) {
      while (reader.next(block)) for (int i = 0; i < block.count(); i++) found.add(block.seq(i));
    }
    assertThat(found).isEqualTo(kept.stream().map(Event::seq).toList());
    long time = wall - random.nextLong(20_000_000_000L);
    long end = floor(log);
    for (Event event : kept) {
      if (event.ts() > time) break;
      end = event.seq() + 1;
    }
    assertThat(log.endOfPrefixAt(time)).isEqualTo(end);
  }
}
