// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimClockTest {
  @Test
  void timeMovesByTheStepOfEachReading() {
    var clock = new SimClock(5);
    assertThat(clock.monotonicNanos()).isEqualTo(5);
    assertThat(clock.epochNanos()).isEqualTo(SimClock.START_EPOCH_NANOS + 10);
  }

  @Test
  void theWallJumpsBothWaysAndMonotonicTimeDoesNot() {
    var clock = new SimClock(0);
    clock.advance(Duration.ofSeconds(1));
    clock.jumpWall(Duration.ofHours(-1));
    assertThat(clock.monotonicNanos()).isEqualTo(1_000_000_000L);
    assertThat(clock.epochNanos()).isEqualTo(SimClock.START_EPOCH_NANOS - 3_599_000_000_000L);
    clock.jumpWall(Duration.ofHours(2));
    assertThat(clock.epochNanos()).isEqualTo(SimClock.START_EPOCH_NANOS + 3_601_000_000_000L);
  }
}
