// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.SqlException;

class ArithmeticTest {
  static void fails(String sqlState, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(SqlException.class,
        e -> assertThat(e.sqlState()).isEqualTo(sqlState));
  }

  @Test
  void theKindOfTheResultIsTheWiderOfTheTwo() {
    assertThat(Arithmetic.add(1L, 2L)).isEqualTo(3L);
    assertThat(Arithmetic.add(1L, new BigDecimal("0.5"))).isEqualTo(new BigDecimal("1.5"));
    assertThat(Arithmetic.multiply(new BigDecimal("0.5"), 2.0)).isEqualTo(1.0);
    assertThat(Arithmetic.subtract(1.5, 1L)).isEqualTo(0.5);
  }

  @Test
  void whatDoesNotFitIsAnErrorAndNoOtherKind() {
    fails("22003", () -> Arithmetic.add(Long.MAX_VALUE, 1L));
    fails("22003", () -> Arithmetic.subtract(Long.MIN_VALUE, 1L));
    fails("22003", () -> Arithmetic.multiply(Long.MIN_VALUE, -1L));
    fails("22003", () -> Arithmetic.negate(Long.MIN_VALUE));
    fails("22003", () -> Arithmetic.divideTruncating(Long.MIN_VALUE, -1L));
    fails("22003", () -> Arithmetic.multiply(Double.MAX_VALUE, 2.0));
    fails("22003", () -> Arithmetic.multiply(new BigDecimal("1E+20").setScale(0), new BigDecimal("1E+20").setScale(0)));
    assertThat(Arithmetic.modulo(Long.MIN_VALUE, -1L)).isEqualTo(0L);
  }

  @Test
  void divisionByZeroIsAnErrorForEveryKind() {
    for (Object zero : new Object[]{0L, 0.0, -0.0, new BigDecimal("0.00")}) {
      fails("22012", () -> Arithmetic.divide(1L, zero));
      fails("22012", () -> Arithmetic.divideDecimal(1L, zero));
      fails("22012", () -> Arithmetic.divideTruncating(1L, zero));
      fails("22012", () -> Arithmetic.modulo(1L, zero));
    }
  }

  @Test
  void divisionGivesTheKindThatWasAskedFor() {
    assertThat(Arithmetic.divideTruncating(-7L, 2L)).isEqualTo(-3L);
    assertThat(Arithmetic.divide(7L, 2L)).isEqualTo(3.5);
    assertThat(Arithmetic.divide(Long.MAX_VALUE, Long.MAX_VALUE - 1)).isEqualTo(1.0);
    assertThat(Arithmetic.divide((1L << 53) + 1, 1L)).isEqualTo(0x1p53);
    assertThat(Arithmetic.divideDecimal(1L, new BigDecimal(3)).toString()).isEqualTo("0." + "3".repeat(38));
    assertThat(Arithmetic.divideDecimal(new BigDecimal("1.00"), new BigDecimal("4"))).isEqualTo(new BigDecimal("0.25"));
  }

  @Test
  void aTextIsNoNumberAndTheErrorDoesNotQuoteIt() {
    fails("22018", () -> Arithmetic.add(1L, "12"));
    fails("22018", () -> Arithmetic.negate("secret"));
    fails("22018", () -> Arithmetic.multiply(true, 1L));
    assertThatThrownBy(() -> Arithmetic.add(1L, "secret")).hasMessageContaining("BIGINT and VARCHAR")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aNumberTooLargeForDoubleIsKeptAsTextAndIsOutOfRange() {
    fails("22003", () -> Arithmetic.add(1L, "1e400"));
    fails("22003", () -> Arithmetic.negate("-1e400"));
    fails("22018", () -> Arithmetic.add(1L, "1e4"));
  }

  @Test
  void decimalsKeepThirtyEightDigits() {
    var tiny = new BigDecimal("0." + "0".repeat(29) + "123456789");
    assertThat(Arithmetic.multiply(tiny, tiny)).isEqualTo(new BigDecimal(0).setScale(38));
    assertThat(Arithmetic.fit(new BigDecimal("9".repeat(37) + "." + "9".repeat(5))).precision()).isEqualTo(38);
    fails("22003", () -> Arithmetic.fit(new BigDecimal("9".repeat(38) + ".9")));
    assertThat(Arithmetic.fit(new BigDecimal("0E+50"))).isEqualTo(BigDecimal.ZERO);
  }
}
