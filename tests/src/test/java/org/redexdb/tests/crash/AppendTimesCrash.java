// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
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

/// A clock that is set back a little does not show after a crash either, whatever of the last segment the crash leaves.
class AppendTimesCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final int ROLLING_BYTES = 300_000;

  static LongStream seeds() { return Seeds.of(20); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void timesGoOnWhenACrashLeavesTheLastSegmentEmpty(long seed) {
    Seeds.run(AppendTimesCrash.class, seed, () -> {
      SimDisk disk = SimDisk.seeded(seed).writeBackByItself(false);
      var clock = new SimClock();
      Log before = SimStores.open(disk, FOLDER, OPTIONS, clock).create("orders", new LogOptions(64 << 10));
      append(before, 100, Ack.DISK);
      clock.jumpWall(Duration.ofSeconds(-20));
      append(before, ROLLING_BYTES, Ack.OS);
      try (Store store = SimStores.open(disk.afterReboot(), FOLDER, OPTIONS, clock)) {
        Log log = Objects.requireNonNull(store.log(0));
        long last = log.tip().seq();
        var block = new FrameBlock();
        assertThat(log.read(last, block)).isTrue();
        assertThat(append(log, 100, Ack.OS)).as("time behind #%d", last).isGreaterThan(block.ts(0));
      }
    });
  }

  private static long append(Log log, int length, Ack ack) {
    return log.append(PayloadCodec.BYTES, new byte[0], new byte[length], 0, length, Log.ANY_SEQ, ack).ts();
  }
}
