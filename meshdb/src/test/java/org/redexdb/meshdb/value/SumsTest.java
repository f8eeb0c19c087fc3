// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked // NULL is a value here
class SumsTest {
  private static Sums sums() {
    var sums = new Sums();
    sums.groups(1);
    return sums;
  }

  private static Object sum(double... values) {
    var sums = sums();
    for (double value : values) sums.add(0, value);
    return sums.sum(0);
  }

  @Test
  void aSumOfDoublesIsTheExactOneRoundedOnce() {
    assertThat(sum(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)).isEqualTo(1.0);
    assertThat(sum(1e308, 1e308, -1e308, -1e308, 3.5)).isEqualTo(3.5);
    assertThat(sum(1e16, 1, -1e16)).isEqualTo(1.0);
    assertThat(sum(Double.MIN_VALUE, 1e300, -1e300)).isEqualTo(Double.MIN_VALUE);
    assertThat(sum(1, 0x1p-53)).isEqualTo(1.0);
    assertThat(sum(1, 0x1p-53, 0x1p-1074)).isEqualTo(1 + 0x1p-52);
    assertThat(sum(1 + 0x1p-52, 0x1p-53)).isEqualTo(1 + 0x1p-51);
  }

  @Test
  void aSumBeyondTheRangeIsAnErrorButNotOneThatOnlyPassesThroughThere() {
    ArithmeticTest.fails("22003", () -> sum(Double.MAX_VALUE, Double.MAX_VALUE));
    ArithmeticTest.fails("22003", () -> sum(Double.POSITIVE_INFINITY, 1));
    assertThat(sum(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE)).isEqualTo(Double.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void orderCannotChangeASum(long seed) {
    var random = new Random(seed);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      int spread = random.nextBoolean() ? 2040 : 20;
      values.add(switch (random.nextInt(6)) {
        case 0 -> random.nextLong();
        case 1 -> new BigDecimal(random.nextLong()).movePointLeft(7);
        default -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(spread) - spread / 2 - 8);
      });
    }
    BigDecimal exact = values.stream()
        .map(v -> v instanceof Double d ? new BigDecimal(d) : new BigDecimal(v.toString()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    for (int round = 0; round < 3; round++) {
      Collections.shuffle(values, random);
      var sums = sums();
      for (Object value : values) sums.add(0, value);
      assertThat(sums.sum(0)).isEqualTo(exact.doubleValue());
      assertThat(sums.average(0)).isEqualTo(exact.doubleValue() / values.size());
    }
  }

  @Test
  void wholeNumbersSumToADecimalOfAnySize() {
    var sums = sums();
    for (int i = 0; i < 5; i++) sums.add(0, Long.MAX_VALUE);
    sums.add(0, -4L);
    assertThat(sums.sum(0)).isEqualTo(BigDecimal.valueOf(Long.MAX_VALUE).multiply(BigDecimal.valueOf(5))
        .subtract(BigDecimal.valueOf(4)));
    var batch = sums();
    batch.addAll(new long[]{Long.MIN_VALUE, Long.MIN_VALUE, 7, 9}, new int[]{0, 1, 3}, 3);
    assertThat(batch.sum(0)).isEqualTo(BigDecimal.valueOf(Long.MIN_VALUE).multiply(BigDecimal.valueOf(2))
        .add(BigDecimal.valueOf(9)));
    assertThat(batch.count(0)).isEqualTo(3);
  }

  @Test
  void overNoValuesThereIsNoSum() {
    assertThat(sums().sum(0)).isNull();
    assertThat(sums().average(0)).isNull();
  }

  @Test
  void groupsGrowWithoutMixing() {
    var sums = sums();
    for (int g = 0; g < 1_000; g++) {
      sums.groups(g + 1);
      sums.add(g, 1e300);
      sums.add(g, (double) g);
      sums.add(g, Long.MAX_VALUE);
      sums.add(g, Long.MAX_VALUE);
      sums.add(g, -1e300);
    }
    for (int g = 0; g < 1_000; g++) assertThat(sums.sum(g)).isEqualTo(0x1p64 + g - 2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anAccumulatorOfDoublesIsExactOverManyCarriesAndWhenMerged(long seed) {
    var random = new Random(seed);
    var one = new DoubleAccumulator();
    var parts = List.of(new DoubleAccumulator(), new DoubleAccumulator());
    for (int i = 0; i < 10_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isNaN(value) || Double.isInfinite(value)) continue;
      one.add(value);
      parts.get(i & 1).add(value);
    }
    parts.get(0).add(parts.get(1));
    assertThat(parts.get(0).exact()).isEqualTo(one.exact());
    assertThat(one.rounded()).isEqualTo(one.exact().doubleValue());
    for (int i = 0; i < 3_000; i++) one.add(-0x1.fffffffffffffp500);
    one.add(one.rounded() > 0 ? -1 : 1);
    assertThat(one.rounded()).isEqualTo(one.exact().doubleValue());
  }

  @Test
  void infinitiesAndNotANumberDecideASum() {
    var sum = new DoubleAccumulator();
    sum.add(Double.NEGATIVE_INFINITY);
    sum.add(5);
    assertThat(sum.rounded()).isEqualTo(Double.NEGATIVE_INFINITY);
    sum.add(Double.POSITIVE_INFINITY);
    assertThat(sum.rounded()).isNaN();
  }
}
