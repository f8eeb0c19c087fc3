// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.redexdb.meshdb.value.ArithmeticTest.fails;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;

class CastsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Object cast(Object value, SqlType type) { return Casts.cast(value, type, ZoneOffset.UTC); }

  @Test
  void numbersAreRoundedHalfAwayFromZeroAndMustFit() {
    assertThat(cast(2.5, SqlType.BIGINT)).isEqualTo(3L);
    assertThat(cast(-2.5, SqlType.BIGINT)).isEqualTo(-3L);
    assertThat(cast(0.49999999999999994, SqlType.BIGINT)).isEqualTo(0L);
    assertThat(cast(new BigDecimal("2.345"), SqlType.decimal(5, 2))).isEqualTo(new BigDecimal("2.35"));
    assertThat(cast(0.1, SqlType.decimal(5, 2))).isEqualTo(new BigDecimal("0.10"));
    assertThat(cast(0.1, SqlType.DECIMAL)).isEqualTo(new BigDecimal("0.1"));
    assertThat(cast(7L, SqlType.DOUBLE)).isEqualTo(7.0);
    assertThat(cast(true, SqlType.BIGINT)).isEqualTo(1L);
    fails("22003", () -> cast(1L << 31, SqlType.INTEGER));
    fails("22003", () -> cast(1e19, SqlType.BIGINT));
    fails("22003", () -> cast(Double.NaN, SqlType.BIGINT));
    fails("22003", () -> cast(1000L, SqlType.decimal(5, 2)));
  }

  @Test
  void textsBecomeNumbersOnlyWhenTheyAreOne() {
    assertThat(cast(" -12 ", SqlType.BIGINT)).isEqualTo(-12L);
    assertThat(cast("1.5e3", SqlType.DOUBLE)).isEqualTo(1500.0);
    assertThat(cast("12.345", SqlType.decimal(6, 2))).isEqualTo(new BigDecimal("12.35"));
    for (String text : new String[]{"", "abc", "1d", "0x10", "NaN", "Infinity", "1 2", "1e", "--1", ".", "1.5"})
      fails("22018", () -> cast(text, SqlType.BIGINT));
    for (String text : new String[]{"", "abc", "1d", "0x1p3", "NaN", "Infinity", "1 2", "1e", "--1", "."}) {
      fails("22018", () -> cast(text, SqlType.DOUBLE));
      fails("22018", () -> cast(text, SqlType.decimal(9, 2)));
    }
    fails("22003", () -> cast("1e400", SqlType.DOUBLE));
    fails("22003", () -> cast("1e999999999", SqlType.decimal(9, 2)));
    fails("22003", () -> cast("1e99999999999", SqlType.decimal(9, 2)));
    fails("22003", () -> cast("9223372036854775808", SqlType.BIGINT));
    assertThatThrownBy(() -> cast("secret", SqlType.BIGINT)).hasMessageContaining("VARCHAR")
        .hasMessageContaining("BIGINT").hasMessageNotContaining("secret");
  }

  @Test
  void textsMustNotBeTooLongInCodePoints() {
    assertThat(cast("\uD83D\uDE00\uD83D\uDE00", SqlType.varchar(2))).isEqualTo("\uD83D\uDE00\uD83D\uDE00");
    assertThat(cast("ab   ", SqlType.varchar(3))).isEqualTo("ab ");
    fails("22001", () -> cast("abc", SqlType.varchar(2)));
    fails("22001", () -> cast(1234L, SqlType.varchar(3)));
  }

  @Test
  void everyKindPrints() {
    assertThat(cast(1L, SqlType.VARCHAR)).isEqualTo("1");
    assertThat(cast(new BigDecimal("1E+3"), SqlType.VARCHAR)).isEqualTo("1000");
    assertThat(cast(2.5, SqlType.VARCHAR)).isEqualTo("2.5");
    assertThat(cast(Instant.ofEpochSecond(0, 5), SqlType.VARCHAR)).isEqualTo("1970-01-01T00:00:00.000000005Z");
    assertThat(cast(LocalDate.of(2026, 2, 3), SqlType.VARCHAR)).isEqualTo("2026-02-03");
    assertThat(cast(new Interval(14, 3, 1_500_000_000L), SqlType.VARCHAR)).isEqualTo("P1Y2M3DT1.5S");
    assertThat(cast(new Json("{\"a\": 1}"), SqlType.VARCHAR)).isEqualTo("{\"a\": 1}");
    assertThat(cast(new byte[]{1, (byte) 0xAB}, SqlType.VARCHAR)).isEqualTo("01ab");
    assertThat(cast(new UUID(1, 2), SqlType.VARCHAR)).isEqualTo("00000000-0000-0001-0000-000000000002");
    assertThat(cast(false, SqlType.VARCHAR)).isEqualTo("false");
  }

  @Test
  void timesWithoutZoneAreInTheSessionsZone() {
    var noon = Instant.parse("2026-07-01T10:00:00Z");
    for (String text : new String[]{"2026-07-01T12:00:00", "2026-07-01 12:00", "2026-07-01T10:00Z",
        "2026-07-01T12:00:00.000+02:00", "2026-07-01 12:00:00 +0200", "2026-07-01T13:00:00+03"})
      assertThat(Casts.cast(text, SqlType.TIMESTAMP, BERLIN)).as(text).isEqualTo(noon);
    assertThat(Casts.cast("2026-07-01", SqlType.TIMESTAMP, BERLIN)).isEqualTo(Instant.parse("2026-06-30T22:00:00Z"));
    assertThat(Casts.cast(Instant.parse("2026-06-30T22:30:00Z"), SqlType.DATE, BERLIN))
        .isEqualTo(LocalDate.of(2026, 7, 1));
    assertThat(Casts.cast(LocalDate.of(2026, 7, 1), SqlType.TIMESTAMP, BERLIN))
        .isEqualTo(Instant.parse("2026-06-30T22:00:00Z"));
    for (String text : new String[]{"", "yesterday", "2026-02-30", "2026-07-01T25:00", "12:00", "9999-01-01",
        "0001-01-01"})
      fails("22018", () -> cast(text, SqlType.TIMESTAMP));
  }

  @Test
  void intervalsAreReadInBothForms() {
    assertThat(cast("P1Y2M3DT4H5M6.7S", SqlType.INTERVAL)).isEqualTo(new Interval(14, 3, 14_706_700_000_000L));
    assertThat(cast("-P1D", SqlType.INTERVAL)).isEqualTo(new Interval(0, -1, 0));
    assertThat(cast("1 day 2 hours", SqlType.INTERVAL)).isEqualTo(new Interval(0, 1, 7_200_000_000_000L));
    for (String text : new String[]{"", "P", "1", "1 parsec", "day", "999999999999 hours"})
      fails("22018", () -> cast(text, SqlType.INTERVAL));
    for (var interval : new Interval[]{new Interval(-3, 4, -5), new Interval(0, 0, 0),
        new Interval(25, -1, 86_400_000_000_001L)})
      assertThat(cast(cast(interval, SqlType.VARCHAR), SqlType.INTERVAL)).isEqualTo(interval);
  }

  @Test
  void jsonConvertsAsWhatItHolds() {
    assertThat(cast(new Json("12"), SqlType.BIGINT)).isEqualTo(12L);
    assertThat(cast(new Json("\"12\""), SqlType.BIGINT)).isEqualTo(12L);
    assertThat(cast(new Json("true"), SqlType.BOOLEAN)).isEqualTo(true);
    assertThat(cast("{\"a\":[1,2]}", SqlType.JSON)).isEqualTo(new Json("{\"a\":[1,2]}"));
    assertThat(cast(1.5, SqlType.JSON)).isEqualTo(new Json("1.5"));
    fails("22018", () -> cast("{a:1}", SqlType.JSON));
    fails("22018", () -> cast(new Json("{}"), SqlType.BIGINT));
    fails("22018", () -> cast(new Json("null"), SqlType.BIGINT));
  }

  @Test
  void booleansBytesAndIdentifiersConvertBothWays() {
    assertThat(cast("YES", SqlType.BOOLEAN)).isEqualTo(true);
    assertThat(cast(0L, SqlType.BOOLEAN)).isEqualTo(false);
    fails("22018", () -> cast(2L, SqlType.BOOLEAN));
    fails("22018", () -> cast("maybe", SqlType.BOOLEAN));
    var uuid = UUID.fromString("0198a0c5-0000-7000-8000-00000000002a");
    assertThat(cast(cast(uuid, SqlType.VARCHAR), SqlType.UUID)).isEqualTo(uuid);
    assertThat(cast(cast(uuid, SqlType.VARBINARY), SqlType.UUID)).isEqualTo(uuid);
    fails("22018", () -> cast("1-1-1-1-1", SqlType.UUID));
    assertThat(cast("é", SqlType.VARBINARY)).isEqualTo(new byte[]{(byte) 0xC3, (byte) 0xA9});
  }

  @Test
  void aValueOfAnotherFamilyDoesNotConvert() {
    fails("22018", () -> cast(1L, SqlType.TIMESTAMP));
    fails("22018", () -> cast(1L, SqlType.DATE));
    fails("22018", () -> cast(Instant.EPOCH, SqlType.BIGINT));
    fails("22018", () -> cast(1L, SqlType.UUID));
    fails("22018", () -> cast(true, SqlType.INTERVAL));
  }
}
