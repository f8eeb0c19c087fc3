// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/// Dates and times as people write them: ISO-8601, a blank instead of the T, the time or its seconds left out, an offset
/// or a Z or none, in which case the session's zone counts.
final class TemporalText {
  private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder().parseCaseInsensitive()
      .append(DateTimeFormatter.ISO_LOCAL_DATE).optionalStart().appendPattern("['T'][' ']HH:mm").optionalStart()
      .appendLiteral(':').appendValue(ChronoField.SECOND_OF_MINUTE, 2).optionalStart()
      .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).optionalEnd().optionalEnd().optionalStart()
      .appendOffset("+HH:mm", "Z").optionalEnd().optionalStart().appendOffset("+HH", "Z").optionalEnd().optionalEnd()
      .toFormatter(Locale.ROOT);

  private TemporalText() {}

  /// @throws java.time.DateTimeException it is no date or time
  static Instant timestamp(String text, ZoneId zone) {
    var parsed = FORMAT.parse(text.strip());
    var date = LocalDate.from(parsed);
    LocalTime time = parsed.query(TemporalQueries.localTime());
    var local = LocalDateTime.of(date, time == null ? LocalTime.MIDNIGHT : time);
    var offset = parsed.query(TemporalQueries.offset());
    return offset == null ? local.atZone(zone).toInstant() : local.toInstant(offset);
  }

  /// @throws java.time.DateTimeException it is no date
  static LocalDate date(String text) { return LocalDate.parse(text.strip()); }
}
