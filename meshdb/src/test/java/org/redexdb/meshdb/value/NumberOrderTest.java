// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberOrderTest {
  private static final long BEYOND_DOUBLE = (1L << 53) + 1;

  @Test
  void wholeNumbersBeyondTheDigitsOfADoubleAreNotRoundedToOne() {
    assertThat(NumberOrder.compare(BEYOND_DOUBLE, (double) BEYOND_DOUBLE)).isPositive();
    assertThat(NumberOrder.compare((Object) (double) BEYOND_DOUBLE, BEYOND_DOUBLE)).isNegative();
    assertThat(NumberOrder.compare(Long.MAX_VALUE, 0x1p63)).isNegative();
    assertThat(NumberOrder.compare(Long.MIN_VALUE, -0x1p63)).isZero();
  }

  @Test
  void aDecimalIsNotTheDoubleThatPrintsLikeIt() {
    assertThat(NumberOrder.compare(new BigDecimal("0.1"), (Object) 0.1)).isNegative();
    assertThat(NumberOrder.compare(new BigDecimal("0.5"), (Object) 0.5)).isZero();
  }

  @Test
  void zeroHasNoSignAndNotANumberIsGreatestAndEqualToItself() {
    assertThat(NumberOrder.compare(-0.0, 0.0)).isZero();
    assertThat(NumberOrder.compare((Object) 0L, -0.0)).isZero();
    assertThat(NumberOrder.compare(Double.NaN, Double.NaN)).isZero();
    assertThat(NumberOrder.compare((Object) Double.NaN, Long.MAX_VALUE)).isPositive();
    assertThat(NumberOrder.compare((Object) Double.NaN, Double.POSITIVE_INFINITY)).isPositive();
    assertThat(NumberOrder.compare(new BigDecimal("1E+30"), (Object) Double.NEGATIVE_INFINITY)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void numbersHaveOneKeyExactlyWhenTheyAreEqual(long seed) {
    List<Object> numbers = numbers(new Random(seed));
    for (Object a : numbers) {
      for (Object b : numbers) {
        boolean equal = exact(a).compareTo(exact(b)) == 0;
        assertThat(NumberOrder.compare(a, b)).as("%s and %s", a, b).isEqualTo(exact(a).compareTo(exact(b)));
        assertThat(Ordering.key(a).equals(Ordering.key(b))).as("%s and %s", a, b).isEqualTo(equal);
        if (equal) assertThat(Ordering.key(a)).hasSameHashCodeAs(Ordering.key(b));
      }
    }
  }

  private static BigDecimal exact(Object number) {
    return number instanceof Double d ? new BigDecimal(d) : new BigDecimal(number.toString());
  }

  private static List<Object> numbers(Random random) {
    var numbers = new ArrayList<Object>(List.of(0L, -0.0, 1L, 1.0, new BigDecimal("1.00"), 0x1p63, -0x1p63,
        Long.MIN_VALUE, Long.MAX_VALUE, 0x1p70, new BigDecimal("1180591620717411303424"), new BigDecimal("0.1"), 0.1,
        Double.MIN_VALUE, -Double.MAX_VALUE, new BigDecimal("99999999999999999999999999999999999999")));
    for (int i = 0; i < 60; i++) {
      long n = random.nextLong() >> random.nextInt(64);
      numbers.add(n);
      numbers.add((double) n);
      numbers.add(new BigDecimal((double) n));
      numbers.add(new BigDecimal(n).movePointLeft(random.nextInt(5)));
      numbers.add(n / 8.0);
    }
    return numbers;
  }
}
