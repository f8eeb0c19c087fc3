// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Interval;

/// Times, dates and intervals: nanoseconds since the epoch in UTC, and the sums of them. Months and days of an interval
/// count in the session's zone, so that adding a day keeps the time of day across a change of the clocks.
public final class Times {
  public static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final Instant MIN = Instant.ofEpochSecond(0, Long.MIN_VALUE);
  private static final Instant MAX = Instant.ofEpochSecond(0, Long.MAX_VALUE);

  private Times() {}

  public static boolean inRange(Instant instant) { return !instant.isBefore(MIN) && !instant.isAfter(MAX); }

  /// @throws org.redexdb.meshdb.api.SqlException.Data 22008 outside 1677 to 2262
  public static long nanos(Instant instant) {
    if (!inRange(instant)) throw BadValue.domain("22008", "time outside the years 1677 to 2262");
    return instant.getEpochSecond() < 0
        ? (instant.getEpochSecond() + 1) * NANOS_PER_SECOND + (instant.getNano() - NANOS_PER_SECOND)
        : instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
  }

  public static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }

  /// First instant of the day in the zone.
  public static Instant startOf(LocalDate date, ZoneId zone) { return checked(date.atStartOfDay(zone).toInstant()); }

  /// Seconds since the epoch, as a number of any kind, to an instant.
  public static Instant ofSeconds(Object seconds) {
    BigDecimal nanos = Arithmetic.toDecimal(seconds).movePointRight(9).setScale(0, RoundingMode.HALF_UP);
    if (nanos.precision() > 19 || nanos.toBigInteger().bitLength() >= Long.SIZE)
      throw BadValue.domain("22008", "time outside the years 1677 to 2262");
    return instant(nanos.longValue());
  }

  /// An amount of a unit (`day`, `days`, …), or null for an unknown unit.
  ///
  /// @throws ArithmeticException when it does not fit
  static @Nullable Interval interval(long amount, String unit) {
    String name = unit.toLowerCase(Locale.ROOT);
    return switch (name.endsWith("s") ? name.substring(0, name.length() - 1) : name) {
      case "year" -> new Interval(Math.multiplyExact(amount, 12), 0, 0);
      case "quarter" -> new Interval(Math.multiplyExact(amount, 3), 0, 0);
      case "month" -> new Interval(amount, 0, 0);
      case "week" -> new Interval(0, Math.multiplyExact(amount, 7), 0);
      case "day" -> new Interval(0, amount, 0);
      case "hour" -> new Interval(0, 0, Math.multiplyExact(amount, 3_600_000_000_000L));
      case "minute" -> new Interval(0, 0, Math.multiplyExact(amount, 60_000_000_000L));
      case "second" -> new Interval(0, 0, Math.multiplyExact(amount, NANOS_PER_SECOND));
      case "millisecond" -> new Interval(0, 0, Math.multiplyExact(amount, 1_000_000L));
      case "microsecond" -> new Interval(0, 0, Math.multiplyExact(amount, 1_000L));
      default -> null;
    };
  }

  /// `a + b` where at least one is a time, date or interval; null when there is no such sum.
  public static @Nullable Object add(Object a, Object b, ZoneId zone) {
    return switch (a) {
      case Instant time when b instanceof Interval interval -> plus(time, interval, zone);
      case LocalDate date when b instanceof Interval interval -> plus(date, interval, zone);
      case LocalDate date when b instanceof Long days -> plusDays(date, days);
      case Interval x when b instanceof Interval y -> sum(x, y);
      case Interval _,Long _ when b instanceof Instant || b instanceof LocalDate -> add(b, a, zone);
      default -> null;
    };
  }

  /// `a - b`; null when there is no such difference. Times give an interval of nanoseconds, dates a number of days.
  public static @Nullable Object subtract(Object a, Object b, ZoneId zone) {
    return switch (a) {
      case Instant x when b instanceof Instant y -> difference(x, y);
      case LocalDate x when b instanceof LocalDate y -> ChronoUnit.DAYS.between(y, x);
      case Instant _,LocalDate _,Interval _ when b instanceof Interval interval -> add(a, negate(interval), zone);
      case LocalDate date when b instanceof Long days -> plusDays(date, Arithmetic.subtractExact(0, days));
      default -> null;
    };
  }

  /// `interval * number`; null when neither order fits. Whole numbers only, so that months and days stay whole.
  public static @Nullable Object multiply(Object a, Object b) {
    if (a instanceof Long && b instanceof Interval) return multiply(b, a);
    if (!(a instanceof Interval interval && b instanceof Long factor)) return null;
    return new Interval(Arithmetic.multiplyExact(interval.months(), factor),
        Arithmetic.multiplyExact(interval.days(), factor), Arithmetic.multiplyExact(interval.nanos(), factor));
  }

  public static Interval negate(Interval interval) {
    return new Interval(Arithmetic.subtractExact(0, interval.months()), Arithmetic.subtractExact(0, interval.days()),
        Arithmetic.subtractExact(0, interval.nanos()));
  }

  static Interval add(Interval a, Interval b) { return sum(a, b); }

  private static Interval sum(Interval a, Interval b) {
    return new Interval(Arithmetic.addExact(a.months(), b.months()), Arithmetic.addExact(a.days(), b.days()),
        Arithmetic.addExact(a.nanos(), b.nanos()));
  }

  private static Interval difference(Instant a, Instant b) {
    return new Interval(0, 0, Arithmetic.subtractExact(nanos(a), nanos(b)));
  }

  private static Instant plus(Instant time, Interval interval, ZoneId zone) {
    // Far outside the range of nanoseconds java.time itself would overflow.
    boundary(interval);
    ZonedDateTime local = time.atZone(zone).plusMonths(interval.months()).plusDays(interval.days());
    return checked(local.toInstant().plusNanos(interval.nanos()));
  }

  /// A date while the interval is of whole days, else a time.
  private static Object plus(LocalDate date, Interval interval, ZoneId zone) {
    if (interval.nanos() != 0) return plus(startOf(date, zone), interval, zone);
    boundary(interval);
    return date.plusMonths(interval.months()).plusDays(interval.days());
  }

  private static LocalDate plusDays(LocalDate date, long days) {
    boundary(new Interval(0, days, 0));
    return date.plusDays(days);
  }

  private static void boundary(Interval interval) {
    if (Math.abs(interval.months()) > 120_000 || Math.abs(interval.days()) > 3_660_000)
      throw BadValue.domain("22008", "time outside the years 1677 to 2262");
  }

  private static Instant checked(Instant instant) {
    if (!inRange(instant)) throw BadValue.domain("22008", "time outside the years 1677 to 2262");
    return instant;
  }
}
