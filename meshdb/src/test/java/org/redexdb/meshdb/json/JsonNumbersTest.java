// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonNumbersTest {
  private static Object boxed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long number = Tokens.number(bytes, 0, bytes.length);
    assertThat((int) number).isEqualTo(bytes.length);
    return JsonNumbers.boxed((byte) (number >>> 32), bytes, 0, bytes.length);
  }

  @Test
  void integersAreBigintThenDecimalThenDouble() {
    assertThat(boxed("0")).isEqualTo(0L);
    assertThat(boxed("-0")).isEqualTo(0L);
    assertThat(boxed("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(boxed("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(boxed("9223372036854775808")).isEqualTo(new BigDecimal("9223372036854775808"));
    assertThat(boxed("-9223372036854775809")).isEqualTo(new BigDecimal("-9223372036854775809"));
    assertThat(boxed("9".repeat(38))).isEqualTo(new BigDecimal("9".repeat(38)));
    assertThat(boxed("-" + "9".repeat(38))).isEqualTo(new BigDecimal("-" + "9".repeat(38)));
    assertThat(boxed("1" + "0".repeat(38))).isEqualTo(1e38);
  }

  @Test
  void aPointOrAnExponentMakesADouble() {
    assertThat(boxed("1.0")).isEqualTo(1.0);
    assertThat(boxed("-0.0")).isEqualTo(-0.0);
    assertThat(boxed("1e5")).isEqualTo(1e5);
    assertThat(boxed("1E-400")).isEqualTo(0.0);
  }

  @Test
  void whatNoDoubleHoldsStaysText() {
    assertThat(boxed("1e400")).isEqualTo("1e400");
    assertThat(boxed("-1.5E400")).isEqualTo("-1.5E400");
    assertThat(boxed("9".repeat(400))).isEqualTo("9".repeat(400));
    assertThat(boxed("9".repeat(400) + ".5")).isEqualTo("9".repeat(400) + ".5");
  }

  @Test
  void doublesAreThoseOfTheJdkBitByBit() {
    var random = new Random(11);
    for (int i = 0; i < 400_000; i++) {
      String text = switch (random.nextInt(5)) {
        case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
        case 1 -> random.nextInt(100_000) + "." + random.nextInt(100_000);
        case 2 -> "-0." + "0".repeat(random.nextInt(24)) + random.nextLong(1_000_000_000_000_000L);
        case 3 -> new BigDecimal(new BigInteger(90, random), random.nextInt(40)).toPlainString();
        default -> random.nextLong() + "e" + (random.nextInt(60) - 30);
      };
      if (text.contains("N") || text.contains("I")) continue;
      byte[] bytes = ("x" + text + "9").getBytes(StandardCharsets.UTF_8);
      assertThat(Double.doubleToRawLongBits(JsonNumbers.doubleValue(bytes, 1, bytes.length - 1))).as(text)
          .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
    }
  }

  @Test
  void longsAreParsedUpToBothEnds() {
    var random = new Random(12);
    for (int i = 0; i < 100_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertThat(boxed(Long.toString(value))).isEqualTo(value);
    }
  }
}
