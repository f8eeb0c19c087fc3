// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.types;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/// Values of the engine as times. An instant has no zone of its own; the session's says which day and hour it is, and
/// what text without a zone means.
public final class ToTime {
  private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder().parseCaseInsensitive()
      .append(DateTimeFormatter.ISO_LOCAL_DATE)
      .optionalStart().appendPattern("['T'][' ']").append(DateTimeFormatter.ISO_LOCAL_TIME)
      .optionalStart().appendOffset("+HH:mm", "Z").optionalEnd().optionalEnd().toFormatter(Locale.ROOT);

  private ToTime() {}

  public static Instant toInstant(Object value, ZoneId zone) throws ConversionFailure {
    return switch (value) {
      case Instant instant -> instant;
      case LocalDate date -> date.atStartOfDay(zone).toInstant();
      case String text -> switch (parse(text, "TIMESTAMP")) {
        case OffsetDateTime time -> time.toInstant();
        case LocalDateTime time -> time.atZone(zone).toInstant();
        case LocalDate date -> date.atStartOfDay(zone).toInstant();
        default -> throw ConversionFailure.cast(value, "TIMESTAMP");
      };
      default -> throw ConversionFailure.cast(value, "TIMESTAMP");
    };
  }

  public static ZonedDateTime toZoned(Object value, ZoneId zone) throws ConversionFailure {
    return toInstant(value, zone).atZone(zone);
  }

  public static LocalDateTime toLocalDateTime(Object value, ZoneId zone) throws ConversionFailure {
    // Text without zone means itself, also in an hour that the zone skips.
    if (value instanceof String text && parse(text, "TIMESTAMP") instanceof LocalDateTime time) return time;
    return value instanceof LocalDate date ? date.atStartOfDay() : toZoned(value, zone).toLocalDateTime();
  }

  public static LocalDate toLocalDate(Object value, ZoneId zone) throws ConversionFailure {
    return switch (value) {
      case LocalDate date -> date;
      case Instant instant -> LocalDate.ofInstant(instant, zone);
      case String text -> switch (parse(text, "DATE")) {
        case OffsetDateTime time -> LocalDate.ofInstant(time.toInstant(), zone);
        case LocalDateTime time -> time.toLocalDate();
        case LocalDate date -> date;
        default -> throw ConversionFailure.cast(value, "DATE");
      };
      default -> throw ConversionFailure.cast(value, "DATE");
    };
  }

  public static LocalTime toLocalTime(Object value, ZoneId zone) throws ConversionFailure {
    return switch (value) {
      case Instant instant -> LocalTime.ofInstant(instant, zone);
      case String text -> {
        try {
          yield LocalTime.parse(text.strip());
        } catch (DateTimeException e) {
          yield toLocalDateTime(value, zone).toLocalTime();
        }
      }
      default -> throw ConversionFailure.cast(value, "TIME");
    };
  }

  private static TemporalAccessor parse(String text, String target) throws ConversionFailure {
    try {
      return TEXT.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    } catch (DateTimeException e) {
      throw ConversionFailure.cast(text, target);
    }
  }
}
