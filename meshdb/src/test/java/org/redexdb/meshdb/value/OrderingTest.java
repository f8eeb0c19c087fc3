// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;

class OrderingTest {
  @Test
  void textsAreInTheOrderOfTheirCodePointsWhichIsThatOfTheirBytes() {
    var texts = List.of("", "a", "aa", "b", "z", "é", "\uD7FF", "\uE000", "\uFFFD", "\uD83D\uDE00", "\uDBFF\uDFFF");
    for (String a : texts)
      for (String b : texts)
        assertThat(Integer.signum(Ordering.compareText(a, b))).as("%s %s", a, b)
            .isEqualTo(Integer.signum(Arrays.compareUnsigned(Ordering.utf8(a), Ordering.utf8(b))));
  }

  @Test
  void familiesDoNotCompareButHaveAnOrder() {
    assertThat(Ordering.comparable(1L, "1")).isFalse();
    assertThat(Ordering.comparable(1L, 1.5)).isTrue();
    assertThat(Ordering.comparable("a", new Json("\"a\""))).isFalse();
    assertThat(Ordering.compare(99L, "1")).isNegative();
    assertThat(Ordering.compare("1", true)).isPositive();
  }

  @Test
  void identifiersBytesAndIntervalsHaveTheOrderOfWhatTheyMean() {
    assertThat(Ordering.compare(new UUID(-1, 0), new UUID(1, 0))).isPositive();
    assertThat(Ordering.compare(new byte[]{(byte) 200}, new byte[]{100, 1})).isPositive();
    assertThat(Ordering.equal(new Interval(1, 0, 0), new Interval(0, 30, 0))).isTrue();
    assertThat(Ordering.key(new Interval(1, 0, 0))).isEqualTo(Ordering.key(new Interval(0, 30, 0)));
    assertThat(Ordering.key(new byte[]{1, 2})).isEqualTo(Ordering.key(new byte[]{1, 2}));
    assertThat(Ordering.compare(Instant.ofEpochSecond(1, 1), Instant.ofEpochSecond(1))).isPositive();
  }
}
