// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.redexdb.meshdb.value.ArithmeticTest.fails;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;

@NullUnmarked // NULL is a value here
class FunctionsTest {
  private static final String FACE = "\uD83D\uDE00";
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void positionsAndLengthsOfTextsCountCodePoints() {
    assertThat(TextFunctions.length("a" + FACE + "b")).isEqualTo(3);
    assertThat(TextFunctions.octetLength("a" + FACE + "b")).isEqualTo(6);
    assertThat(TextFunctions.substring("a" + FACE + "b", 2L, 1L)).isEqualTo(FACE);
    assertThat(TextFunctions.substring("abc", 0L, 2L)).isEqualTo("a");
    assertThat(TextFunctions.substring("abc", -5L)).isEqualTo("abc");
    assertThat(TextFunctions.substring("abc", 9L, Long.MAX_VALUE)).isEmpty();
    assertThat(TextFunctions.position("b", "a" + FACE + "b")).isEqualTo(3);
    assertThat(TextFunctions.position("x", "abc")).isZero();
    assertThat(TextFunctions.left(FACE + "bc", 2L)).isEqualTo(FACE + "b");
    assertThat(TextFunctions.left("abc", -1L)).isEqualTo("ab");
    assertThat(TextFunctions.right("ab" + FACE, 2L)).isEqualTo("b" + FACE);
    assertThat(TextFunctions.right("abc", -1L)).isEqualTo("bc");
    assertThat(TextFunctions.trim("  a b ", " ", true, false)).isEqualTo("a b ");
    assertThat(TextFunctions.trim("xyaxy", "yx", true, true)).isEqualTo("a");
    assertThat(TextFunctions.replace("aXbX", "X", "--")).isEqualTo("a--b--");
    assertThat(TextFunctions.concat("a", new BigDecimal("1.50"))).isEqualTo("a1.50");
    fails("22018", () -> TextFunctions.upper(1L));
    fails("22011", () -> TextFunctions.substring("abc", 1L, -1L));
  }

  @Test
  void functionsOfNumbersKeepTheKindOrRefuseTheDomain() {
    assertThat(MathFunctions.round(2.675, 2L)).isEqualTo(2.68);
    assertThat(MathFunctions.round(-2.5, 0L)).isEqualTo(-3.0);
    assertThat(MathFunctions.round(1250L, -2L)).isEqualTo(1300L);
    assertThat(MathFunctions.round(new BigDecimal("1.005"), 2L)).isEqualTo(new BigDecimal("1.01"));
    assertThat(MathFunctions.ceil(-0.5)).isEqualTo(-0.0);
    assertThat(MathFunctions.floor(new BigDecimal("-0.5"))).isEqualTo(new BigDecimal("-1"));
    assertThat(MathFunctions.abs(-3L)).isEqualTo(3L);
    assertThat(MathFunctions.sign(-0.5)).isEqualTo(-1.0);
    assertThat(MathFunctions.power(2L, 0.5)).isEqualTo(Math.sqrt(2));
    fails("22003", () -> MathFunctions.abs(Long.MIN_VALUE));
    fails("2201F", () -> MathFunctions.sqrt(-1L));
    fails("2201F", () -> MathFunctions.power(-8L, 0.5));
    fails("2201F", () -> MathFunctions.power(0L, -1L));
    fails("2201E", () -> MathFunctions.ln(0L));
    fails("22003", () -> MathFunctions.exp(1000L));
    fails("22018", () -> MathFunctions.sqrt("4"));
  }

  @Test
  void unitsOfTimeAreThoseOfTheSessionsZone() {
    var time = Instant.parse("2026-03-29T00:30:15.123456789Z"); // 01:30 in Berlin, half an hour before the clocks change
    assertThat(TimeUnits.of("Day").truncate(time, BERLIN)).isEqualTo(Instant.parse("2026-03-28T23:00:00Z"));
    assertThat(TimeUnits.of("weeks").truncate(time, BERLIN)).isEqualTo(Instant.parse("2026-03-22T23:00:00Z"));
    assertThat(TimeUnits.QUARTER.truncate(time, BERLIN)).isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
    assertThat(TimeUnits.MICROSECOND.truncate(time, BERLIN)).isEqualTo(Instant.parse("2026-03-29T00:30:15.123456Z"));
    assertThat(TimeUnits.HOUR.extract(time, BERLIN)).isEqualTo(1L);
    assertThat(TimeUnits.DOW.extract(time, BERLIN)).isEqualTo(0L);
    assertThat(TimeUnits.DOY.extract(LocalDate.of(2026, 2, 1))).isEqualTo(32L);
    assertThat(TimeUnits.MILLISECOND.extract(time, BERLIN)).isEqualTo(15_123L);
    assertThat(TimeUnits.EPOCH.extract(Instant.ofEpochMilli(1_500), BERLIN)).isEqualTo(1.5);
    fails("22023", () -> TimeUnits.of("fortnight"));
    fails("22023", () -> TimeUnits.DOW.truncate(time, BERLIN));
  }

  @Test
  void addingADayKeepsTheTimeOfDayAndAddingHoursDoesNot() {
    var before = Instant.parse("2026-03-28T11:00:00Z");
    assertThat(Times.add(before, new Interval(0, 1, 0), BERLIN)).isEqualTo(Instant.parse("2026-03-29T10:00:00Z"));
    assertThat(Times.add(before, new Interval(0, 0, 86_400_000_000_000L), BERLIN))
        .isEqualTo(Instant.parse("2026-03-29T11:00:00Z"));
    assertThat(Times.add(LocalDate.of(2026, 1, 31), new Interval(1, 0, 0), BERLIN))
        .isEqualTo(LocalDate.of(2026, 2, 28));
    assertThat(Times.subtract(before, Instant.EPOCH, BERLIN)).isEqualTo(
        new Interval(0, 0, before.getEpochSecond() * 1_000_000_000L));
    assertThat(Times.subtract(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 2, 1), BERLIN)).isEqualTo(28L);
    assertThat(Times.multiply(3L, new Interval(1, 2, 3))).isEqualTo(new Interval(3, 6, 9));
    assertThat(Times.add("a", 1L, BERLIN)).isNull();
    fails("22008", () -> Times.add(before, new Interval(12_000, 0, 0), BERLIN));
    assertThat(Times.ofSeconds(new BigDecimal("1.000000001"))).isEqualTo(Instant.ofEpochSecond(1, 1));
    fails("22008", () -> Times.ofSeconds(1e18));
  }

  @Test
  void timesAreNanosecondsOverTheirWholeRange() {
    for (long nanos : new long[]{Long.MIN_VALUE, -1_000_000_001, -1, 0, 1, 999_999_999, Long.MAX_VALUE})
      assertThat(Times.nanos(Times.instant(nanos))).isEqualTo(nanos);
    fails("22008", () -> Times.nanos(Instant.MAX));
  }

  @Test
  void aPathIntoJsonGivesTheLastOfDuplicateKeysAndNullWhereThereIsNothing() {
    var json = new Json(
        " {\"a\": [1, {\"b\\u0063\": 2.50}, null, \"x\\n\"], \"a.b\": 7, \"d\": 1, \"d\": 12345678901234567890} ");
    Object array = JsonFunctions.get(json, "a");
    assertThat(array).isEqualTo(new Json("[1, {\"b\\u0063\": 2.50}, null, \"x\\n\"]"));
    assertThat(JsonFunctions.get(array, 0L)).isEqualTo(1L);
    assertThat(JsonFunctions.get(JsonFunctions.get(array, 1L), "bc")).isEqualTo(2.5);
    assertThat(JsonFunctions.get(array, 2L)).isNull();
    assertThat(JsonFunctions.get(array, 3L)).isEqualTo("x\n");
    assertThat(JsonFunctions.get(array, 4L)).isNull();
    assertThat(JsonFunctions.get(json, "a.b")).isEqualTo(7L);
    assertThat(JsonFunctions.get(json, "d")).isEqualTo(new BigDecimal("12345678901234567890"));
    assertThat(JsonFunctions.get(json, 0L)).isNull();
    assertThat(JsonFunctions.get(1L, "a")).isNull();
    assertThat(JsonFunctions.get(new Json("{\"a\":1e400}"), "a")).isEqualTo("1e400");
    assertThat(JsonFunctions.arrayLength(array)).isEqualTo(4);
    assertThat(JsonFunctions.arrayLength(new Json("[]"))).isEqualTo(0);
    assertThat(JsonFunctions.arrayLength(json)).isNull();
    assertThat(JsonFunctions.type(json)).isEqualTo("object");
    assertThat(JsonFunctions.type(1.5)).isEqualTo("number");
  }

  @Test
  void textThatIsNotJsonIsNotTakenForIt() {
    for (String text : new String[]{"", "{", "[1,]", "{\"a\":}", "01", "1.", "tru", "\"a", "\"\t\"", "[1] x",
        "{\"a\" 1}",
        "\"\\u12g4\"", "-", "nul", "[".repeat(600) + "]".repeat(600)})
      assertThat(JsonValues.isValid(text)).as(text).isFalse();
    for (String text : new String[]{"0", "-1.5e+3", "[]", " {\"a\" : [true,false,null]} ", "\"\\u00e9\""})
      assertThat(JsonValues.isValid(text)).as(text).isTrue();
  }

  @Test
  void javaValuesBecomeParameters() {
    assertThat(ParameterValues.boxed(7, BERLIN)).isEqualTo(7L);
    assertThat(ParameterValues.boxed(0.1f, BERLIN)).isEqualTo(0.1);
    assertThat(ParameterValues.boxed(BigInteger.TWO.pow(70), BERLIN)).isEqualTo(new BigDecimal(BigInteger.TWO.pow(70)));
    assertThat(ParameterValues.boxed(LocalDateTime.of(2026, 7, 1, 12, 0), BERLIN))
        .isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
    assertThat(ParameterValues.boxed(null, BERLIN)).isNull();
    assertThat(ParameterValues.of(new BigDecimal("4.2"), SqlType.DOUBLE, ZoneOffset.UTC)).isEqualTo(4.2);
    assertThat(ParameterValues.of("2026-07-01", SqlType.DATE, ZoneOffset.UTC)).isEqualTo(LocalDate.of(2026, 7, 1));
    assertThat(ParameterValues.of("x", SqlType.ANY, ZoneOffset.UTC)).isEqualTo("x");
    fails("22018", () -> ParameterValues.boxed(new java.util.concurrent.atomic.AtomicLong(), BERLIN));
    fails("22018", () -> ParameterValues.of("x", SqlType.BIGINT, ZoneOffset.UTC));
  }
}
