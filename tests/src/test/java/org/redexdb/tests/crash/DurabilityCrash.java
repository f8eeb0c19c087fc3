// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.tests.crash.DurabilityLife.Kind;
import org.redexdb.tests.support.Seeds;

/// Whatever happens to the disk: what was acknowledged is there, what is there was appended, what was cut stays away.
class DurabilityCrash {
  static LongStream seeds() { return Seeds.of(200, 36, 83, 204, 659, 800, 994, 1761, 3331, 3363); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void acknowledgedEventsSurviveAndNothingElseAppears(long seed) {
    Seeds.run(DurabilityCrash.class, seed, () -> new DurabilityLife(seed, Kind.FEW_LOGS).run());
  }

  static LongStream commitSeeds() { return Seeds.of(100, 1716); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("commitSeeds")
  void commitsOverManyLogsAreWholeAndLast(long seed) {
    Seeds.run(DurabilityCrash.class, seed, () -> new DurabilityLife(seed, Kind.MANY_LOGS).run());
  }
}
