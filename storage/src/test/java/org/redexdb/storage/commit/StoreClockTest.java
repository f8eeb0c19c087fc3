// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.TimeSource;

class StoreClockTest {
  private long machine = 1_000_000_000_000L;
  private final StoreClock clock = new StoreClock(new TimeSource() {
    @Override
    public long epochNanos() { return machine; }

    @Override
    public long monotonicNanos() { return 0; }
  });

  @Test
  void aReadingIsTheMachinesTime() { assertThat(clock.read()).isEqualTo(machine); }

  @Test
  void noTimeIsGivenTwice() {
    long first = clock.read();
    assertThat(clock.read()).isEqualTo(first + 1);
    assertThat(clock.countOn()).isEqualTo(first + 2);
    clock.tick();
    assertThat(clock.countOn()).isEqualTo(first + 3);
  }

  @Test
  void aTickBringsThoseWhoCountOnToTheMachinesTime() {
    clock.read();
    machine += 5000;
    clock.tick();
    assertThat(clock.countOn()).isEqualTo(machine + 1);
  }

  @Test
  void aSmallStepBackIsHeld() {
    long first = clock.read();
    machine -= StoreClock.CLAMP_NANOS - 10;
    clock.tick();
    assertThat(clock.countOn()).isEqualTo(first + 1);
    assertThat(clock.read()).isEqualTo(first + 2);
  }

  @Test
  void aLargeStepBackIsBelieved() {
    clock.read();
    machine -= StoreClock.CLAMP_NANOS;
    assertThat(clock.read()).isEqualTo(machine);
    machine -= 2 * StoreClock.CLAMP_NANOS;
    clock.tick();
    assertThat(clock.countOn()).isEqualTo(machine + 1);
  }

  @Test
  void whatComesIsLaterThanWhatWasFound() {
    clock.passed(machine + 500);
    clock.passed(machine + 300);
    assertThat(clock.read()).isEqualTo(machine + 501);
  }
}
