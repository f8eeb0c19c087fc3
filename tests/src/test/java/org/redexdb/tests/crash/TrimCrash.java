// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.tests.support.Seeds;

/// Whatever happens to the disk: a floor that was acknowledged stays, nothing from it on is lost, and what was trimmed never
/// comes back.
class TrimCrash {
  private static final int ROUNDS = 6;
  private static final int STEPS = 24;

  static LongStream lives() { return Seeds.of(150); }

  static LongStream seeds() { return Seeds.of(3, 94, 712, 951); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("lives")
  void anAcknowledgedFloorStaysAndNothingAboveItIsLost(long seed) {
    Seeds.run(TrimCrash.class, seed, () -> new TrimmedLife(seed).run(ROUNDS));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void trimmedEventsStayAwayWhereverThePowerGoes(long seed) {
    Seeds.run(TrimCrash.class, seed, () -> {
      int operations = 1;
      while (new TrimmedLife(seed).survivesACutAfter(operations, STEPS)) operations++;
      assertThat(operations).as("disk operations that were cut at").isGreaterThan(50);
    });
  }
}
