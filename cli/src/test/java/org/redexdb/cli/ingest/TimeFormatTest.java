// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "2012-10-09T14:50:17+00:00|2012-10-09T14:50:17Z",
      "2011-10-11 13:45:40.276000+02:00|2011-10-11T11:45:40.276Z",
      "2011-10-11 13:45:40 +0200|2011-10-11T11:45:40Z",
      "2011-10-11T13:45:40+02|2011-10-11T11:45:40Z",
      "2011-10-11t13:45:40z|2011-10-11T13:45:40Z",
      "2011-10-11 13:45:40,5|2011-10-11T13:45:40.5Z",
      "2011-10-11T13:45|2011-10-11T13:45:00Z",
      "2011-10-11|2011-10-11T00:00:00Z",
      "2011-10-11T13:45:40.123456789Z|2011-10-11T13:45:40.123456789Z",
      "2011-10-11T13:45:40+02:00[Europe/Paris]|2011-10-11T11:45:40Z",
      "1446249499|2015-10-30T23:58:19Z",
      "1446249499.322|2015-10-30T23:58:19.322Z",
      "1446249499322|2015-10-30T23:58:19.322Z",
      "1446249499322001|2015-10-30T23:58:19.322001Z",
      "1446249499322001002|2015-10-30T23:58:19.322001002Z"})
  void timesAreReadWithoutBeingDescribed(String text, Instant expected) {
    assertThat(instant(TimeFormat.AUTO, text)).isEqualTo(expected);
  }

  @Test
  void aTimeWithoutZoneIsInTheZoneGiven() {
    var paris = TimeFormat.of(null, ZoneId.of("Europe/Paris"));
    assertThat(instant(paris, "2011-07-01 12:00")).isEqualTo("2011-07-01T10:00:00Z");
    assertThat(instant(paris, "2011-07-01 12:00Z")).isEqualTo("2011-07-01T12:00:00Z");
    // Twice on the clock: the earlier. Never on the clock: moved by the gap.
    assertThat(instant(paris, "2011-10-30 02:30")).isEqualTo("2011-10-30T00:30:00Z");
    assertThat(instant(paris, "2011-03-27 02:30")).isEqualTo("2011-03-27T01:30:00Z");
  }

  @Test
  void patternsAndUnitsAreTakenAtTheirWord() {
    assertThat(instant(TimeFormat.of("yyyy/MM/dd HH:mm", ZoneOffset.UTC), "2001/01/01 00:47")).isEqualTo(
        "2001-01-01T00:47:00Z");
    assertThat(instant(TimeFormat.of("dd/MMM/yyyy:HH:mm:ss Z", ZoneOffset.UTC), "10/Oct/2000:13:55:36 -0700"))
        .isEqualTo("2000-10-10T20:55:36Z");
    assertThat(instant(TimeFormat.of("dd.MM.yyyy", ZoneId.of("Europe/Berlin")), "01.02.2020")).isEqualTo(
        "2020-01-31T23:00:00Z");
    assertThat(instant(TimeFormat.of("epoch-ms", ZoneOffset.UTC), "5")).isEqualTo("1970-01-01T00:00:00.005Z");
    assertThat(instant(TimeFormat.of("epoch-s", ZoneOffset.UTC), "-1.5")).isEqualTo("1969-12-31T23:59:58.500Z");
    assertThatThrownBy(() -> TimeFormat.of("dd.MM.yyyy", ZoneOffset.UTC).nanos("30.02.2020")).isInstanceOf(
        DateTimeException.class);
    assertThatThrownBy(() -> TimeFormat.of("bbbb", ZoneOffset.UTC)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "20111011", "2011-02-30", "2011-13-01", "9999-01-01", "1e30", "1500-01-01"})
  void whatIsNoTimeOrOutOfRangeIsRefused(String text) {
    assertThatThrownBy(() -> TimeFormat.AUTO.nanos(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void aRefusalSaysWhatWouldBeTaken() {
    assertThatThrownBy(() -> TimeFormat.AUTO.nanos("31.01.2026")).hasMessageContaining("\"31.01.2026\"")
        .hasMessageContaining("2026-01-31T12:00:00Z").hasMessageContaining("--time-format");
  }

  private static Instant instant(TimeFormat format, String text) {
    long nanos = format.nanos(text);
    return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }
}
