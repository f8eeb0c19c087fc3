// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.Seeds;

/// Append times under a wall clock that jumps, against a list: small steps back are held, and a point in time is the
/// longest prefix whose greatest time is not after it, before and after reopening.
class TimeSimulation {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final long HELD_NANOS = Duration.ofSeconds(60).toNanos();

  static LongStream seeds() { return Seeds.of(20); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPointInTimeIsAPrefix(long seed) {
    Seeds.run(TimeSimulation.class, seed, () -> {
      var random = new SplittableRandom(seed);
      SimDisk disk = SimDisk.seeded(seed);
      var clock = new SimClock();
      var times = new ArrayList<Long>();
      for (int life = 0; life < 3; life++) {
        try (Store store = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
          Log log = store.logs().isEmpty()
              ? store.create("events", new LogOptions(64 << 10))
              : store.logs().iterator().next();
          check(log, times, random);
          for (int i = 0; i < 300; i++) append(log, clock, times, random);
          check(log, times, random);
        }
        disk = random.nextBoolean() ? disk.afterReboot() : disk.afterRestart();
      }
    });
  }

  private static void append(Log log, SimClock clock, List<Long> times, RandomGenerator random) {
    switch (random.nextInt(30)) {
      case 0 -> clock.jumpWall(Duration.ofSeconds(random.nextInt(-50, 50)));
      case 1 -> clock.jumpWall(Duration.ofSeconds(random.nextInt(-7200, 7200)));
      default -> clock.advance(Duration.ofMillis(random.nextInt(500)));
    }
    var payload = new byte[random.nextInt(600)];
    long wall = clock.epochNanos();
    long ts = log.append(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length, Log.ANY_SEQ,
        random.nextBoolean() ? Ack.OS : Ack.DISK).ts();
    long last = times.isEmpty() ? Long.MIN_VALUE : times.getLast();
    if (wall >= last) {
      assertThat(ts).as("time of an event, clock at %d", wall).isBetween(wall, clock.epochNanos());
    } else if (last - wall < HELD_NANOS) {
      assertThat(ts).as("a small step back is held").isGreaterThanOrEqualTo(last);
    } else {
      assertThat(ts).as("a large step back is believed").isLessThan(last);
    }
    times.add(ts);
  }

  private static void check(Log log, List<Long> times, RandomGenerator random) {
    var block = new FrameBlock();
    int next = 0;
    try (var reader = log.reader(0, Long.MAX_VALUE)) {
      while (reader.next(block))
        for (int i = 0; i < block.count(); i++)
          assertThat(block.ts(i)).as("time of #%d", next).isEqualTo(times.get(next++));
    }
    assertThat(next).isEqualTo(times.size());
    for (int i = 0; i < 40 && !times.isEmpty(); i++) {
      long at = times.get(random.nextInt(times.size())) + random.nextInt(-1, 2);
      assertThat(log.endOfPrefixAt(at)).as("end of the prefix at %d", at).isEqualTo(prefixEnd(times, at));
    }
  }

  private static long prefixEnd(List<Long> times, long at) {
    int end = 0;
    while (end < times.size() && times.get(end) <= at) end++;
    return end;
  }
}
