// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a set of bits.
class VerifiedEventsModel {
  private static final int EVENTS = 200_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anEventIsVerifiedWhenItWasAdded(long seed) {
    var random = new SplittableRandom(seed);
    var verified = new VerifiedEvents(EVENTS);
    var model = new BitSet();
    for (int i = 0; i < 3000; i++) {
      int from = random.nextInt(EVENTS);
      int to = Math.min(EVENTS, from + random.nextInt(random.nextInt(10) == 0 ? 2000 : 130));
      if (random.nextBoolean()) {
        verified.add(from, to);
        model.set(from, to);
      }
      assertThat(verified.firstUnverified(from, to)).as("seed %d: [%d, %d)", seed, from, to)
          .isEqualTo(Math.min(model.nextClearBit(from), to));
      int at = random.nextInt(EVENTS);
      assertThat(verified.firstUnverified(at, at + 1) > at).as("seed %d: event %d", seed, at).isEqualTo(model.get(at));
    }
    assertThat(verified.firstUnverified(0, EVENTS)).isEqualTo(Math.min(model.nextClearBit(0), EVENTS));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 63, 64, 65, 65_535, 65_536, 65_537})
  void aRunEndsWhereItEnds(long end) {
    var verified = new VerifiedEvents(EVENTS);
    verified.add(0, end);
    assertThat(verified.firstUnverified(0, EVENTS)).isEqualTo(end);
    assertThat(verified.firstUnverified(end, EVENTS)).isEqualTo(end);
  }
}
