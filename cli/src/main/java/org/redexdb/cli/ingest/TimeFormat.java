// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Turns the text of a time into nanoseconds since the epoch.
///
/// Without a pattern, text is ISO-8601 (`T` or a space, seconds, fraction and zone optional, or a date alone) and a number
/// counts from the epoch in the unit that its size suggests: seconds below 10^11, milliseconds below 10^14, microseconds
/// below 10^17, else nanoseconds. A number below 10^8 is refused, because 20111011 is a date to its author.
///
/// A local time that a zone skips is moved forward by the gap, one that occurs twice is the earlier.
public final class TimeFormat {

  public static final TimeFormat AUTO = new TimeFormat(Unit.AUTO, null, ZoneOffset.UTC);

  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000L);

  private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder().parseCaseInsensitive()
      .append(DateTimeFormatter.ISO_LOCAL_DATE).optionalStart() //
      .optionalStart().appendLiteral('T').optionalEnd().optionalStart().appendLiteral(' ').optionalEnd()
      .appendPattern("HH:mm").optionalStart().appendPattern(":ss").optionalStart()
      .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).optionalEnd().optionalEnd() //
      .optionalStart().appendLiteral(' ').optionalEnd() //
      .optionalStart().parseLenient().appendOffset("+HH", "Z").optionalEnd() //
      .optionalStart().appendLiteral('[').appendZoneRegionId().appendLiteral(']').optionalEnd() //
      .optionalEnd().toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

  private enum Unit {
    AUTO, SECONDS, MILLIS, MICROS, NANOS, PATTERN
  }

  private final Unit unit;
  private final @Nullable DateTimeFormatter pattern;
  private final ZoneId zone;

  private TimeFormat(Unit unit, @Nullable DateTimeFormatter pattern, ZoneId zone) {
    this.unit = unit;
    this.pattern = pattern;
    this.zone = zone;
  }

  /// @param format null, `auto`, `iso`, `epoch-s`, `epoch-ms`, `epoch-us`, `epoch-ns`, or a
  ///     [DateTimeFormatter] pattern with English names
  /// @param zone of texts that name none
  /// @throws IllegalArgumentException when the pattern is none
  public static TimeFormat of(@Nullable String format, ZoneId zone) {
    return switch (format) {
      case null -> new TimeFormat(Unit.AUTO, null, zone);
      case "auto", "iso" -> new TimeFormat(Unit.AUTO, null, zone);
      case "epoch-s" -> new TimeFormat(Unit.SECONDS, null, zone);
      case "epoch-ms" -> new TimeFormat(Unit.MILLIS, null, zone);
      case "epoch-us" -> new TimeFormat(Unit.MICROS, null, zone);
      case "epoch-ns" -> new TimeFormat(Unit.NANOS, null, zone);
      default -> new TimeFormat(Unit.PATTERN, strict(format), zone);
    };
  }

  // Only a strict resolver refuses 30 February instead of moving it, and it wants years without an era: u instead of y.
  private static DateTimeFormatter strict(String pattern) {
    var years = new StringBuilder();
    boolean literal = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      literal ^= c == '\'';
      years.append(c == 'y' && !literal && pattern.indexOf('G') < 0 ? 'u' : c);
    }
    return DateTimeFormatter.ofPattern(years.toString(), Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
  }

  /// @throws DateTimeException when the text is no time in this format, saying why
  public long nanos(String text) {
    var trimmed = text.strip();
    return switch (unit) {
      case AUTO -> isNumber(trimmed) ? epoch(trimmed, guess(trimmed)) : instant(trimmed, ISO);
      case SECONDS, MILLIS, MICROS, NANOS -> epoch(trimmed, unit);
      case PATTERN -> instant(trimmed, pattern == null ? ISO : pattern);
    };
  }

  private long instant(String text, DateTimeFormatter formatter) {
    // Log files write the fraction of a second with a comma as often as with a point.
    var source = formatter == ISO && text.indexOf(',') == 19 ? text.replace(',', '.') : text;
    Instant instant = switch (parsed(source, formatter)) {
      case ZonedDateTime zoned -> zoned.toInstant();
      case LocalDateTime local -> local.atZone(zone).toInstant();
      case LocalDate date -> date.atStartOfDay(zone).toInstant();
      default -> throw new DateTimeException("no date in \"" + text + "\"");
    };
    var nanos = BigInteger.valueOf(instant.getEpochSecond()).multiply(NANOS_PER_SECOND)
        .add(BigInteger.valueOf(instant.getNano()));
    return inRange(nanos, text);
  }

  private static TemporalAccessor parsed(String text, DateTimeFormatter formatter) {
    try {
      return formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
    } catch (DateTimeParseException e) {
      throw new DateTimeException("\"" + text + "\" is no time of the form "
          + (formatter == ISO
              ? "2026-01-31T12:00:00Z; --time-format says how times are written here"
              : "that --time-format says"),
          e);
    }
  }

  private static long epoch(String text, Unit unit) {
    int decimals = switch (unit) {
      case SECONDS -> 9;
      case MILLIS -> 6;
      case MICROS -> 3;
      case NANOS, AUTO, PATTERN -> 0;
    };
    if (!isNumber(text)) {
      throw new DateTimeException("\"" + text + "\" is not a number of " + unit.name().toLowerCase(Locale.ROOT));
    }
    var value = new BigDecimal(text);
    if (value.precision() - value.scale() > 20) {
      throw outOfRange(text);
    }
    return inRange(value.movePointRight(decimals).toBigInteger(), text);
  }

  private static Unit guess(String text) {
    double size = Math.abs(Double.parseDouble(text));
    if (size < 1e8) {
      throw new DateTimeException(
          "\"" + text + "\" is too small to guess the unit of; say --time-format epoch-s, epoch-ms, … or a pattern");
    }
    if (size < 1e11) {
      return Unit.SECONDS;
    }
    if (size < 1e14) {
      return Unit.MILLIS;
    }
    return size < 1e17 ? Unit.MICROS : Unit.NANOS;
  }

  private static boolean isNumber(String text) {
    return JsonNumber.isJsonNumber(text);
  }

  private static long inRange(BigInteger nanos, String text) {
    if (nanos.bitLength() > 63) {
      throw outOfRange(text);
    }
    return nanos.longValueExact();
  }

  private static DateTimeException outOfRange(String text) {
    return new DateTimeException("\"" + text + "\" is outside the years 1678 to 2262");
  }
}
