// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Interval;

/// Times, dates and intervals as text: ISO-8601. Read with `T` or a space between date and time, with or without seconds,
/// fraction and zone; a text without zone is in the session's zone. Printed in UTC with `Z`.
public final class TimeText {
  private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder().parseCaseInsensitive()
      .append(DateTimeFormatter.ISO_LOCAL_DATE).optionalStart().appendPattern("['T'][' ']")
      .appendValue(ChronoField.HOUR_OF_DAY, 2).appendLiteral(':').appendValue(ChronoField.MINUTE_OF_HOUR, 2)
      .optionalStart().appendLiteral(':').appendValue(ChronoField.SECOND_OF_MINUTE, 2).optionalStart()
      .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).optionalEnd().optionalEnd()
      .appendPattern("[ ][XXXXX][XXX][XX][X]['['VV']']").optionalEnd().toFormatter(Locale.ROOT)
      .withResolverStyle(ResolverStyle.STRICT).withChronology(IsoChronology.INSTANCE);

  private TimeText() {}

  /// @return null when the text is no timestamp, or one beyond the years 1677 to 2262 that nanoseconds reach
  public static @Nullable Instant parseTimestamp(String text, ZoneId zone) {
    Instant instant = parseAnyTimestamp(text, zone);
    return instant != null && Times.inRange(instant) ? instant : null;
  }

  /// Whether the text is written as a timestamp, but names a time that nanoseconds do not reach.
  public static boolean timestampBeyondRange(String text, ZoneId zone) {
    Instant instant = parseAnyTimestamp(text, zone);
    return instant != null && !Times.inRange(instant);
  }

  private static @Nullable Instant parseAnyTimestamp(String text, ZoneId zone) {
    try {
      var parsed = TIMESTAMP.parse(text.strip());
      LocalDate date = parsed.query(TemporalQueries.localDate());
      LocalTime time = parsed.query(TemporalQueries.localTime());
      ZoneId given = parsed.query(TemporalQueries.zone());
      if (date == null) return null;
      return LocalDateTime.of(date, time == null ? LocalTime.MIDNIGHT : time)
          .atZone(given == null ? zone : given).toInstant();
    } catch (DateTimeException _) {
      // What a text is not shows only in the parser's exception.
      return null;
    }
  }

  public static @Nullable LocalDate parseDate(String text) {
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeException _) {
      return null;
    }
  }

  /// `P1Y2M3DT4H5M6.7S`, or amounts with units: `1 day 2 hours`, `-90 seconds`.
  public static @Nullable Interval parseInterval(String text) {
    String trimmed = text.strip();
    try {
      int sign = trimmed.startsWith("-P") ? -1 : 1;
      String iso = sign < 0 ? trimmed.substring(1) : trimmed;
      if (iso.equals("P")) return null;
      return iso.startsWith("P") ? parseIso(iso, sign) : parseUnits(trimmed);
    } catch (DateTimeException | ArithmeticException | NumberFormatException _) {
      return null;
    }
  }

  private static Interval parseIso(String iso, int sign) {
    int time = iso.indexOf('T');
    String date = time < 0 ? iso : iso.substring(0, time);
    Period period = date.equals("P") ? Period.ZERO : Period.parse(date);
    Duration rest = time < 0 ? Duration.ZERO : Duration.parse("P" + iso.substring(time));
    return new Interval(sign * period.toTotalMonths(), sign * period.get(ChronoUnit.DAYS),
        Math.multiplyExact(sign, rest.toNanos()));
  }

  private static @Nullable Interval parseUnits(String text) {
    String[] words = text.split("\\s+");
    if (words.length % 2 != 0) return null;
    var sum = new Interval(0, 0, 0);
    for (int i = 0; i < words.length; i += 2) {
      Interval part = Times.interval(Long.parseLong(words[i]), words[i + 1]);
      if (part == null) return null;
      sum = Times.add(sum, part);
    }
    return sum;
  }

  public static String print(Instant instant) { return instant.toString(); }

  /// ISO-8601: `P1Y2M3DT4H5M6.7S`, `PT0S` for nothing.
  public static String print(Interval interval) {
    var out = new StringBuilder("P");
    long years = interval.months() / 12;
    long months = interval.months() % 12;
    if (years != 0) out.append(years).append('Y');
    if (months != 0) out.append(months).append('M');
    if (interval.days() != 0) out.append(interval.days()).append('D');
    if (interval.nanos() != 0)
      out.append(Duration.ofNanos(interval.nanos()).toString(), 1,
          Duration.ofNanos(interval.nanos()).toString().length());
    return out.length() == 1 ? "PT0S" : out.toString();
  }
}
