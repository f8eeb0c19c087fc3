// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;

/// Parts of a time: `date_trunc` and `extract`, in the session's zone.
public enum TimeUnits {
  YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, DOW, DOY, EPOCH;

  /// Ignores case and a plural s.
  ///
  /// @throws org.redexdb.meshdb.api.SqlException.Data 22023 with the list of units
  public static TimeUnits of(String name) {
    String upper = name.strip().toUpperCase(Locale.ROOT);
    for (TimeUnits unit : values())
      if (unit.name().equals(upper) || (unit.name() + "S").equals(upper)) return unit;
    throw BadValue.domain("22023", "unknown unit of time; use year, quarter, month, week, day, hour, minute, second, "
        + "millisecond or microsecond (extract also dow, doy, epoch)");
  }

  /// Nanoseconds of a unit that has the same length everywhere, else 0.
  public long fixedNanos() {
    return switch (this) {
      case HOUR -> 3_600_000_000_000L;
      case MINUTE -> 60_000_000_000L;
      case SECOND -> 1_000_000_000L;
      case MILLISECOND -> 1_000_000L;
      case MICROSECOND -> 1_000L;
      case YEAR, QUARTER, MONTH, WEEK, DAY, DOW, DOY, EPOCH -> 0;
    };
  }

  /// Start of the unit that the time lies in; weeks start on Monday.
  public Instant truncate(Instant time, ZoneId zone) {
    ZonedDateTime local = time.atZone(zone);
    return switch (this) {
      case YEAR, QUARTER, MONTH, WEEK, DAY -> Times.startOf(truncate(local.toLocalDate()), zone);
      case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
      case MINUTE -> local.truncatedTo(ChronoUnit.MINUTES).toInstant();
      case SECOND -> local.truncatedTo(ChronoUnit.SECONDS).toInstant();
      case MILLISECOND -> local.truncatedTo(ChronoUnit.MILLIS).toInstant();
      case MICROSECOND -> local.truncatedTo(ChronoUnit.MICROS).toInstant();
      case DOW, DOY, EPOCH ->
        throw BadValue.domain("22023", "date_trunc has no unit " + name().toLowerCase(Locale.ROOT));
    };
  }

  /// As for times; units within a day leave a date as it is.
  public LocalDate truncate(LocalDate date) {
    return switch (this) {
      case YEAR -> date.withDayOfYear(1);
      case QUARTER -> date.withMonth((date.getMonthValue() - 1) / 3 * 3 + 1).withDayOfMonth(1);
      case MONTH -> date.withDayOfMonth(1);
      case WEEK -> date.with(DayOfWeek.MONDAY);
      case DAY, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND -> date;
      case DOW, DOY, EPOCH ->
        throw BadValue.domain("22023", "date_trunc has no unit " + name().toLowerCase(Locale.ROOT));
    };
  }

  /// The part as a number: [Long], for EPOCH [Double] seconds. `dow` is 0 for Sunday; `week` is the ISO week; millisecond
  /// and microsecond count within the minute, seconds included.
  public Object extract(Instant time, ZoneId zone) {
    ZonedDateTime local = time.atZone(zone);
    return switch (this) {
      case YEAR, QUARTER, MONTH, WEEK, DAY, DOW, DOY -> extract(local.toLocalDate());
      case HOUR -> (long) local.getHour();
      case MINUTE -> (long) local.getMinute();
      case SECOND -> (long) local.getSecond();
      case MILLISECOND -> local.getSecond() * 1_000L + local.getNano() / 1_000_000;
      case MICROSECOND -> local.getSecond() * 1_000_000L + local.getNano() / 1_000;
      case EPOCH -> new BigDecimal(BigInteger.valueOf(Times.nanos(time)), 9).doubleValue();
    };
  }

  /// As for times, at midnight.
  public Object extract(LocalDate date) {
    return switch (this) {
      case YEAR -> (long) date.getYear();
      case QUARTER -> (date.getMonthValue() - 1) / 3 + 1L;
      case MONTH -> (long) date.getMonthValue();
      case WEEK -> (long) date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case DAY -> (long) date.getDayOfMonth();
      case DOW -> (long) date.getDayOfWeek().getValue() % 7;
      case DOY -> (long) date.getDayOfYear();
      case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND -> 0L;
      case EPOCH -> (double) date.toEpochDay() * 86_400;
    };
  }
}
