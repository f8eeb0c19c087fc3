// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/// Points in time as they stand in the JSON of tables: ISO-8601.
final class TimeText {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int SECONDS_LENGTH = "2026-11-20T00:00:00".length();

  private TimeText() {}

  /// Nanoseconds since the epoch; a text without offset is UTC.
  ///
  /// @throws java.time.DateTimeException it is no point in time
  /// @throws ArithmeticException         it is none that fits
  static long epochNanos(String text) {
    if (text.length() > SECONDS_LENGTH && text.charAt(10) == 'T' && text.charAt(text.length() - 1) == 'Z') {
      long nanos = fixed(text);
      if (nanos != Long.MIN_VALUE) return nanos;
    }
    String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
    if (iso.length() == 10) return nanos(LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC));
    TemporalAccessor parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, Instant::from, LocalDateTime::from);
    return nanos(parsed instanceof Instant instant ? instant : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC));
  }

  /// Days since the epoch.
  ///
  /// @throws java.time.DateTimeException it is no date
  static long epochDay(String text) { return LocalDate.parse(text).toEpochDay(); }

  private static long nanos(Instant instant) {
    long seconds = instant.getEpochSecond();
    // The first second of the range begins before the least long does.
    if (seconds < 0 && instant.getNano() > 0)
      return Math.addExact(Math.multiplyExact(seconds + 1, NANOS_PER_SECOND), instant.getNano() - NANOS_PER_SECOND);
    return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), instant.getNano());
  }

  /// `2026-11-20T09:30:00.123456789Z` and shorter fractions, without the general parser's cost.
  ///
  /// @return [Long#MIN_VALUE] when the text is something else
  private static long fixed(String text) {
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    int zoneAt = text.length() - 1;
    int fractionDigits = zoneAt - SECONDS_LENGTH - 1;
    int fraction = 0;
    boolean usual = text.charAt(4) == '-' && text.charAt(7) == '-' && text.charAt(13) == ':' && text.charAt(16) == ':'
        && year >= 1700 && year < 2262 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour >= 0 && hour < 24
        && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    if (usual && fractionDigits >= 0) {
      usual = text.charAt(SECONDS_LENGTH) == '.' && fractionDigits >= 1 && fractionDigits <= 9;
      if (usual) fraction = digits(text, SECONDS_LENGTH + 1, zoneAt);
      for (int i = fractionDigits; i < 9 && fraction > 0; i++) fraction *= 10;
    }
    // Days that not every month has are left to the general parser.
    if (!usual || fraction < 0) return Long.MIN_VALUE;
    long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3_600L + minute * 60L + second;
    return seconds * NANOS_PER_SECOND + fraction;
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) return Integer.MIN_VALUE;
      value = value * 10 + digit;
    }
    return value;
  }
}
