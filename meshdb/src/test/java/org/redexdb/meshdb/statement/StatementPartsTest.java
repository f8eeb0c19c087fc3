// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.storage.api.TimeSource;

class StatementPartsTest {
  private static String json(@Nullable Object value) {
    var out = new StringBuilder();
    JsonWriter.value(out, value);
    return out.toString();
  }

  @Test
  void valuesBecomeJson() {
    assertThat(json(null)).isEqualTo("null");
    assertThat(json(true)).isEqualTo("true");
    assertThat(json(-5L)).isEqualTo("-5");
    assertThat(json(new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(json(1.5e300)).isEqualTo("1.5E300");
    assertThat(json(new Json("{\"a\": 1}"))).isEqualTo("{\"a\": 1}");
    assertThat(json(new byte[]{-54, -2})).isEqualTo("\"yv4=\"");
    assertThat(json(Instant.parse("2026-01-31T12:00:00.5Z"))).isEqualTo("\"2026-01-31T12:00:00.500Z\"");
    assertThat(json(new Interval(14, 3, 1_500_000_000L))).isEqualTo("\"P1Y2M3DT1.5S\"");
    assertThatThrownBy(() -> json(Double.NaN)).isInstanceOf(SqlException.Data.class);
  }

  @Test
  void textIsEscapedWhereJsonNeedsIt() {
    assertThat(json("a\"b\\c\n\r\t\u0001é😀")).isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\u0001é😀\"");
    assertThat(json("\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"");
  }

  @Test
  void eventIdsAscendEvenWhenTheClockStandsStillOrGoesBack() {
    long[] now = {1_795_176_000_123_456_789L};
    var ids = new EventIds(new TimeSource() {
      @Override
      public long epochNanos() { return now[0]; }

      @Override
      public long monotonicNanos() { return 0; }
    }, new Random(7));
    var given = new ArrayList<UUID>();
    for (int i = 0; i < 5000; i++) given.add(ids.next());
    now[0] -= 1_000_000_000L;
    for (int i = 0; i < 10; i++) given.add(ids.next());
    assertThat(given.getFirst().getMostSignificantBits() >>> 16).isEqualTo(1_795_176_000_123L);
    assertThat(given).allMatch(id -> id.version() == 7 && id.variant() == 2);
    for (int i = 1; i < given.size(); i++)
      assertThat(Long.compareUnsigned(given.get(i - 1).getMostSignificantBits(), given.get(i).getMostSignificantBits()))
          .isNegative();
  }

  @Test
  void settingsReadTheirValuesAndRefuseOthers() {
    var settings = new Settings();
    settings.set("Query_Max_Duration", "5m");
    assertThat(settings.maxDurationNanos()).isEqualTo(300_000_000_000L);
    settings.set("query_max_duration", "PT0.5S");
    assertThat(settings.maxDurationNanos()).isEqualTo(500_000_000L);
    settings.set("query_max_duration", "250");
    assertThat(settings.maxDurationNanos()).isEqualTo(250_000_000L);
    settings.set("query_max_rows", "7");
    assertThat(settings.maxRows()).isEqualTo(7);
    settings.reset("query_max_rows");
    assertThat(settings.text("query_max_rows")).isEqualTo("0");
    for (String bad : new String[]{"-1", "x", "99999999999999999999"})
      assertThatThrownBy(() -> settings.set("query_max_rows", bad)).isInstanceOf(SqlException.Invalid.class);
    for (String bad : new String[]{"-5s", "5 parsecs", "PT-5S", "s"})
      assertThatThrownBy(() -> settings.set("query_max_duration", bad)).isInstanceOf(SqlException.Invalid.class);
    assertThat(settings.maxRows()).isZero();
  }
}
