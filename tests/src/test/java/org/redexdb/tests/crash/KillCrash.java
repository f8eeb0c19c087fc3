// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.tests.support.Seeds;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Store;
import org.redexdb.tests.support.ChildJvm;

/// A process killed by the operating system, on the real disk: what it had acknowledged at OS is there.
class KillCrash {
  private static final int KILLS_PER_STORE = 2;

  @TempDir
  Path temporary;

  static LongStream seeds() { return Seeds.of(3); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eventsAcknowledgedAtOsSurviveKill(long seed) {
    Seeds.run(KillCrash.class, seed, () -> {
      Path folder = temporary.resolve("store");
      var random = new SplittableRandom(seed);
      for (int kill = 0; kill < KILLS_PER_STORE; kill++) {
        long acknowledged = appendUntilKilled(folder, seed, 1 + random.nextInt(random.nextBoolean() ? 50 : 20_000));
        checkContent(folder, seed, acknowledged);
      }
    });
  }

  /// @return last seq the process told of before it died
  private static long appendUntilKilled(Path folder, long seed, int afterEvents) throws IOException {
    Process child = ChildJvm.start(Appender.class, List.of(folder.toString(), Long.toString(seed)));
    var last = new AtomicLong(-1);
    ChildJvm.killAfter(child, afterEvents + 1, last::set);
    return last.get();
  }

  private static void checkContent(Path folder, long seed, long acknowledged) {
    try (Store store = RealStores.open(folder, Appender.OPTIONS)) {
      Log log = store.logs().iterator().next();
      assertThat(log.tip().seq()).as("tip").isGreaterThanOrEqualTo(acknowledged);
      var block = new FrameBlock();
      long next = 0;
      try (var reader = log.reader(0, Long.MAX_VALUE)) {
        while (reader.next(block)) {
          for (int i = 0; i < block.count(); i++, next++) {
            byte[] expected = Appender.payload(seed, next);
            assertThat(block.seq(i)).isEqualTo(next);
            int at = block.payloadOffset(i);
            if (!Arrays.equals(block.bytes(), at, at + block.payloadLength(i), expected, 0, expected.length))
              throw new AssertionError("event " + next + " is not what was appended");
          }
        }
      }
      assertThat(next).as("events read").isEqualTo(log.tip().seq() + 1);
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }
  }
}
