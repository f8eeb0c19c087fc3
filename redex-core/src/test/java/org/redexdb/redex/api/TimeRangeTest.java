// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
  private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

  private static BigInteger exact(Instant time) {
    return BigInteger.valueOf(time.getEpochSecond()).multiply(BILLION).add(BigInteger.valueOf(time.getNano()));
  }

  @Test
  void timesAreExactWhereALongHoldsThemAndEndAtItsLimits() {
    var limits = List.of(BigInteger.valueOf(Long.MIN_VALUE), BigInteger.ZERO, BigInteger.valueOf(Long.MAX_VALUE));
    for (BigInteger limit : limits) {
      for (int step = -2; step <= 2; step++) {
        BigInteger[] parts = limit.add(BigInteger.valueOf(step)).divideAndRemainder(BILLION);
        Instant time = Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
        long expected = exact(time).max(limits.getFirst()).min(limits.getLast()).longValueExact();
        assertThat(TimeRange.nanos(time)).as("%s", time).isEqualTo(expected);
      }
    }
    assertThat(TimeRange.nanos(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    assertThat(TimeRange.nanos(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aRangeHoldsItsBeginningAndNotItsEndUnlessItHasNone() {
    var range = new TimeRange(-5, 5);
    assertThat(range.contains(-6)).isFalse();
    assertThat(range.contains(-5)).isTrue();
    assertThat(range.contains(4)).isTrue();
    assertThat(range.contains(5)).isFalse();
    assertThat(TimeRange.ALL.contains(Long.MAX_VALUE)).isTrue();
    assertThat(TimeRange.ALL.contains(Long.MIN_VALUE)).isTrue();
    assertThat(new TimeRange(3, 3).contains(3)).isFalse();
    assertThat(new TimeRange(Long.MAX_VALUE, Long.MAX_VALUE).contains(Long.MAX_VALUE)).isFalse();
    assertThatThrownBy(() -> new TimeRange(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
