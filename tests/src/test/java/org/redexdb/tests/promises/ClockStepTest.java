// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Retention;
import org.redexdb.testkit.SimClock;

/// A clock that is set neither keeps events for longer than those before them, nor takes one away too soon.
class ClockStepTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SimClock clock = new SimClock();

  private Redex open() {
    return Redex.open(new StoreEnvironment(Disks.memory(), clock, new SplittableRandom(1), Work.CALLER), Events.FOLDER,
        Events.OPTIONS, PayloadChecks.NONE);
  }

  private Channel ticks(Redex redex) {
    return redex.createChannel("ticks", ChannelOptions.DEFAULTS.withRetention(Retention.NONE.withMaxAge(HOUR)));
  }

  private static void append(Channel channel, int count) {
    for (int i = 0; i < count; i++) channel.append("1");
  }

  @Test
  void eventsFromBehindAClockThatWasSetBackGoWithThoseBeforeThemAndNoneStays() {
    try (Redex redex = open()) {
      Channel ticks = ticks(redex);
      append(ticks, 5);
      clock.jumpWall(Duration.ofHours(-2));
      append(ticks, 5);
      clock.advance(Duration.ofHours(2).plusMinutes(50));
      // By their own times the last five are 2:50 old; they count as old as the first ones, which are 0:50.
      assertThat(ticks.applyRetention().events()).isZero();
      clock.advance(Duration.ofMinutes(11));
      append(ticks, 2);
      assertThat(ticks.applyRetention().floorAfter()).isEqualTo(10);
      assertThat(ticks.nextSeq()).isEqualTo(12);
      clock.advance(Duration.ofMinutes(61));
      assertThat(ticks.applyRetention().floorAfter()).as("those after the step by their own times").isEqualTo(12);
    }
  }

  @Test
  void eventsFromBeforeAClockThatWasSetForwardGoAndThoseBehindItStay() {
    try (Redex redex = open()) {
      Channel ticks = ticks(redex);
      append(ticks, 5);
      clock.jumpWall(Duration.ofHours(3));
      append(ticks, 5);
      assertThat(ticks.applyRetention().floorAfter()).isEqualTo(5);
      clock.jumpWall(Duration.ofHours(-3));
      append(ticks, 5);
      assertThat(ticks.applyRetention().floorAfter()).isEqualTo(5);
      clock.advance(Duration.ofHours(4).plusMinutes(1));
      assertThat(ticks.applyRetention().floorAfter()).as("all that was appended before").isEqualTo(15);
    }
  }
}
