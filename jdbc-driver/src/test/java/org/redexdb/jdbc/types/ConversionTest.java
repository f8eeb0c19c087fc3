// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;

class ConversionTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOON_UTC = Instant.parse("2026-07-01T12:00:00.123456789Z");
  private static final Instant LATE_UTC = Instant.parse("2026-07-01T23:30:00Z");

  @Test
  void wholeNumbersAreExactUpToTheLimitsOfTheTarget() throws ConversionFailure {
    assertThat(ToNumber.toLong(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(ToNumber.toLong(new BigDecimal(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
    assertThat(ToNumber.toInt(2147483647L)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ToNumber.toShort(-32768L)).isEqualTo(-32768);
    assertThat(ToNumber.toByte(127L)).isEqualTo(127);
  }

  @Test
  void numbersBeyondTheTargetAre22003() {
    assertState("22003", () -> ToNumber.toInt(2147483648L));
    assertState("22003", () -> ToNumber.toShort(32768L));
    assertState("22003", () -> ToNumber.toByte(-129L));
    assertState("22003", () -> ToNumber.toLong(new BigDecimal("9223372036854775808")));
    assertState("22003", () -> ToNumber.toLong(1e19));
    assertState("22003", () -> ToNumber.toLong(Double.NaN));
    assertState("22003", () -> ToNumber.toFloat(1e39));
    assertState("22003", () -> ToNumber.toDouble("1e400"));
    assertState("22003", () -> ToNumber.toDecimal("1e999999999"));
  }

  @Test
  void aFractionReadAsWholeNumberLosesItsDigitsTowardsZero() throws ConversionFailure {
    assertThat(ToNumber.toInt(3.99)).isEqualTo(3);
    assertThat(ToNumber.toInt(-3.99)).isEqualTo(-3);
    assertThat(ToNumber.toLong(new BigDecimal("7.5"))).isEqualTo(7);
  }

  @Test
  void aDoubleReadAsDecimalIsTheNumberThatWasWritten() throws ConversionFailure {
    assertThat(ToNumber.toDecimal(0.1)).isEqualTo(new BigDecimal("0.1"));
    assertThat(ToNumber.toDecimal(" 12.30 ")).isEqualTo(new BigDecimal("12.30"));
    assertThat(ToNumber.toBigInteger(new BigDecimal("12345678901234567890"))).isEqualTo("12345678901234567890");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "0x10", "1d", "NaN", "1,5"})
  void textThatIsNoNumberIs22018(String text) {
    assertState("22018", () -> ToNumber.toDouble(text));
    assertState("22018", () -> ToNumber.toLong(text));
  }

  @ParameterizedTest
  @CsvSource({"true,true", "T,true", "yes,true", "1,true", "on,true", "FALSE,false", "n,false", "0,false", "off,false"})
  void wordsForTruthAreRead(String word, boolean truth) throws ConversionFailure {
    assertThat(ToNumber.toBoolean(word)).isEqualTo(truth);
  }

  @Test
  void onlyZeroAndOneAreTruthValues() throws ConversionFailure {
    assertThat(ToNumber.toBoolean(1L)).isTrue();
    assertThat(ToNumber.toBoolean(0.0)).isFalse();
    assertState("22018", () -> ToNumber.toBoolean(2L));
    assertState("22018", () -> ToNumber.toBoolean("maybe"));
    assertState("22018", () -> ToNumber.toBoolean(NOON_UTC));
  }

  @Test
  void textShowsEachTypeAsSqlWritesIt() {
    assertThat(ToText.toText(new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(ToText.toText(NOON_UTC)).isEqualTo("2026-07-01T12:00:00.123456789Z");
    assertThat(ToText.toText(LocalDate.of(2026, 7, 1))).isEqualTo("2026-07-01");
    assertThat(ToText.toText(new byte[]{0x0f, (byte) 0xff})).isEqualTo("0fff");
    assertThat(ToText.toText(new Json("{ \"a\":1}"))).isEqualTo("{ \"a\":1}");
    assertThat(ToText.toText(new Interval(14, 3, 1_500_000_000L))).isEqualTo("P1Y2M3DT1.5S");
    assertThat(ToText.toText(new Interval(0, 0, 0))).isEqualTo("PT0S");
    assertThat(ToText.toText(new Interval(0, 2, 0))).isEqualTo("P2D");
  }

  @Test
  void bytesAreThoseStoredAndNotShared() throws ConversionFailure {
    byte[] stored = {1, 2};
    byte[] read = ToText.toBytes(stored);
    read[0] = 9;
    assertThat(stored).containsExactly(1, 2);
    assertThat(ToText.toBytes("ü")).isEqualTo("ü".getBytes(StandardCharsets.UTF_8));
    assertState("22018", () -> ToText.toBytes(1L));
  }

  @Test
  void uuidsAreReadFromTextAndBytes() throws ConversionFailure {
    UUID uuid = UUID.fromString("0198f3a2-7c11-7000-8000-0123456789ab");
    assertThat(ToText.toUuid(uuid.toString())).isEqualTo(uuid);
    assertThat(ToText.toUuid(ToText.toBytes(uuid))).isEqualTo(uuid);
    assertState("22018", () -> ToText.toUuid("1-1-1-1-1"));
  }

  @Test
  void daysAndHoursOfAnInstantAreThoseOfTheZone() throws ConversionFailure {
    assertThat(ToTime.toLocalDate(LATE_UTC, ZoneOffset.UTC)).isEqualTo("2026-07-01");
    assertThat(ToTime.toLocalDate(LATE_UTC, BERLIN)).isEqualTo("2026-07-02");
    assertThat(ToTime.toLocalTime(LATE_UTC, BERLIN)).isEqualTo("01:30");
    assertThat(ToTime.toLocalDateTime(LATE_UTC, BERLIN)).isEqualTo("2026-07-02T01:30");
  }

  @Test
  void textWithoutZoneIsInTheZoneOfTheSession() throws ConversionFailure {
    assertThat(ToTime.toInstant("2026-07-02 01:30:00", BERLIN)).isEqualTo(LATE_UTC);
    assertThat(ToTime.toInstant("2026-07-01T23:30:00Z", BERLIN)).isEqualTo(LATE_UTC);
    assertThat(ToTime.toInstant("2026-07-02T01:30+02:00", ZoneOffset.UTC)).isEqualTo(LATE_UTC);
    assertThat(ToTime.toInstant("2026-07-02", BERLIN)).isEqualTo(Instant.parse("2026-07-01T22:00:00Z"));
    assertState("22018", () -> ToTime.toInstant("yesterday", BERLIN));
    assertState("22018", () -> ToTime.toInstant(1L, BERLIN));
  }

  @Test
  void getObjectGivesTheClassThatTheMetadataPromises() {
    assertThat(ToJava.standard(7L, SqlType.Kind.INTEGER, BERLIN)).isEqualTo(7);
    assertThat(ToJava.standard(7L, SqlType.Kind.BIGINT, BERLIN)).isEqualTo(7L);
    assertThat(ToJava.standard(NOON_UTC, SqlType.Kind.TIMESTAMP, BERLIN))
        .isEqualTo(OffsetDateTime.parse("2026-07-01T14:00:00.123456789+02:00"));
    assertThat(ToJava.standard(LocalDate.of(2026, 7, 1), SqlType.Kind.DATE, BERLIN))
        .isEqualTo(Date.valueOf("2026-07-01"));
    assertThat(ToJava.standard(new Json("[1]"), SqlType.Kind.JSON, BERLIN)).isEqualTo("[1]");
    assertThat(ToJava.standard(1.5, SqlType.Kind.ANY, BERLIN)).isEqualTo(1.5);
  }

  @Test
  void everyClassThatIsNamedAsPossibleIsGiven() throws ConversionFailure {
    assertThat(convert(7L, String.class)).isEqualTo("7");
    assertThat(convert("7", Integer.class)).isEqualTo(7);
    assertThat(convert(7L, BigInteger.class)).isEqualTo(BigInteger.valueOf(7));
    assertThat(convert(NOON_UTC, Instant.class)).isEqualTo(NOON_UTC);
    assertThat(convert(NOON_UTC, ZonedDateTime.class)).isEqualTo(NOON_UTC.atZone(BERLIN));
    assertThat(convert(NOON_UTC, LocalDateTime.class)).isEqualTo(LocalDateTime.parse("2026-07-01T14:00:00.123456789"));
    assertThat(convert(NOON_UTC, Timestamp.class)).isEqualTo(Timestamp.from(NOON_UTC));
    assertThat(convert("12:30", Time.class)).isEqualTo(Time.valueOf("12:30:00"));
    assertThat(convert(NOON_UTC, LocalTime.class)).isEqualTo(LocalTime.parse("14:00:00.123456789"));
    assertThat(convert(new Json("{}"), Json.class)).isEqualTo(new Json("{}"));
    assertState("0A000", () -> convert(7L, Thread.class));
    assertState("22018", () -> convert(7L, Interval.class));
  }

  private static Object convert(Object value, Class<?> target) throws ConversionFailure {
    return ToJava.convert(value, SqlType.Kind.ANY, target, BERLIN);
  }

  @Test
  void parametersBecomeTheValuesOfTheEngine() throws ConversionFailure {
    assertThat(ToSql.value(7, BERLIN)).isEqualTo(7L);
    assertThat(ToSql.value(0.1f, BERLIN)).isEqualTo(0.1);
    assertThat(ToSql.value(Timestamp.from(NOON_UTC), BERLIN)).isEqualTo(NOON_UTC);
    assertThat(ToSql.value(LocalDateTime.parse("2026-07-02T01:30"), BERLIN)).isEqualTo(LATE_UTC);
    assertThat(ToSql.value(OffsetDateTime.parse("2026-07-02T01:30+02:00"), BERLIN)).isEqualTo(LATE_UTC);
    assertThat(ToSql.value(Date.valueOf("2026-07-01"), BERLIN)).isEqualTo(LocalDate.of(2026, 7, 1));
    assertThat(ToSql.value(LocalTime.of(1, 2), BERLIN)).isEqualTo("01:02");
    assertThat(ToSql.value(BigInteger.TEN, BERLIN)).isEqualTo(BigDecimal.TEN);
    assertState("0A000", () -> ToSql.value(new Object(), BERLIN));
    assertState("22003", () -> ToSql.value(Double.NaN, BERLIN));
    assertState("22003", () -> ToSql.value(new BigDecimal("1e39"), BERLIN));
  }

  @Test
  void aTypeGivenWithAParameterConvertsIt() throws ConversionFailure {
    assertThat(ToSql.value("7", Types.BIGINT, -1, BERLIN)).isEqualTo(7L);
    assertThat(ToSql.value(1.235, Types.DECIMAL, 2, BERLIN)).isEqualTo(new BigDecimal("1.24"));
    assertThat(ToSql.value(7, Types.VARCHAR, -1, BERLIN)).isEqualTo("7");
    assertThat(ToSql.value("2026-07-02 01:30:00", Types.TIMESTAMP, -1, BERLIN)).isEqualTo(LATE_UTC);
    assertThat(ToSql.value(1, Types.BOOLEAN, -1, BERLIN)).isEqualTo(true);
    assertState("22003", () -> ToSql.value(300, Types.TINYINT, -1, BERLIN));
    assertState("0A000", () -> ToSql.value("x", Types.ARRAY, -1, BERLIN));
  }

  @Test
  void failuresNameTypesAndNeverTheValue() {
    assertThatThrownBy(() -> ToNumber.toLong("secret")).hasMessage("this VARCHAR cannot be read as BIGINT");
  }

  private static void assertState(String state, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(ConversionFailure.class,
        failure -> assertThat(failure.at("here").getSQLState()).isEqualTo(state));
  }
}
