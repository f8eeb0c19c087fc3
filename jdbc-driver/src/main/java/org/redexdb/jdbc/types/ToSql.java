// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.UUID;
import org.redexdb.jdbc.error.SqlState;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;

/// What a program gives for a parameter as a value of the engine.
public final class ToSql {
  private static final int DECIMAL_DIGITS_MAX = 38;

  private ToSql() {}

  /// @param zone what a time without zone means
  public static Object value(Object given, ZoneId zone) throws ConversionFailure {
    return switch (given) {
      case String text -> text;
      case Long number -> number;
      case Integer number -> (long) number;
      case Short number -> (long) number;
      case Byte number -> (long) number;
      case Double number -> finite(number);
      // Through its text: 0.1f means 0.1, not 0.10000000149011612.
      case Float number -> finite(Double.parseDouble(number.toString()));
      case Boolean truth -> truth;
      case Character character -> character.toString();
      case BigDecimal number -> digits(number);
      case BigInteger number -> digits(new BigDecimal(number));
      case byte[] bytes -> bytes.clone();
      case UUID uuid -> uuid;
      case Json json -> json;
      case Interval interval -> interval;
      case Enum<?> constant -> constant.name();
      case Calendar calendar -> calendar.toInstant();
      default -> time(given, zone);
    };
  }

  private static Object time(Object given, ZoneId zone) throws ConversionFailure {
    return switch (given) {
      case Instant instant -> instant;
      case OffsetDateTime time -> time.toInstant();
      case ZonedDateTime time -> time.toInstant();
      case LocalDateTime time -> time.atZone(zone).toInstant();
      case LocalDate date -> date;
      // There is no TIME type; ISO text compares and sorts as times do.
      case LocalTime time -> time.toString();
      case OffsetTime time -> time.toString();
      case Timestamp timestamp -> timestamp.toInstant();
      case java.sql.Date date -> date.toLocalDate();
      case Time time -> time.toLocalTime().toString();
      case java.util.Date date -> date.toInstant();
      default -> throw new ConversionFailure(SqlState.NOT_SUPPORTED, "no SQL type for " + given.getClass().getName());
    };
  }

  /// As [#value], then converted to one of [Types].
  ///
  /// @param scale digits kept of a DECIMAL, negative for all
  public static Object value(Object given, int jdbcType, int scale, ZoneId zone) throws ConversionFailure {
    Object value = value(given, zone);
    return switch (jdbcType) {
      case Types.BIT, Types.BOOLEAN -> ToNumber.toBoolean(value);
      case Types.TINYINT -> ToNumber.toByte(value);
      case Types.SMALLINT -> ToNumber.toShort(value);
      case Types.INTEGER -> ToNumber.toInt(value);
      case Types.BIGINT -> ToNumber.toLong(value);
      case Types.REAL -> Double.parseDouble(Float.toString(ToNumber.toFloat(value)));
      case Types.FLOAT, Types.DOUBLE -> ToNumber.toDouble(value);
      case Types.DECIMAL, Types.NUMERIC -> {
        BigDecimal number = ToNumber.toDecimal(value);
        yield digits(scale < 0 ? number : number.setScale(scale, RoundingMode.HALF_UP));
      }
      case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
        value instanceof Json ? value : ToText.toText(value);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> ToText.toBytes(value);
      case Types.DATE -> ToTime.toLocalDate(value, zone);
      case Types.TIME, Types.TIME_WITH_TIMEZONE -> ToTime.toLocalTime(value, zone).toString();
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> ToTime.toInstant(value, zone);
      case Types.OTHER, Types.JAVA_OBJECT, Types.NULL -> value;
      default -> throw new ConversionFailure(SqlState.NOT_SUPPORTED, "no parameters of JDBC type " + jdbcType);
    };
  }

  private static Double finite(double number) throws ConversionFailure {
    if (!Double.isFinite(number)) throw new ConversionFailure(SqlState.OUT_OF_RANGE, number + " is no number in SQL");
    return number;
  }

  private static BigDecimal digits(BigDecimal number) throws ConversionFailure {
    if (Math.max(number.precision() - Math.min(number.scale(), 0), number.scale()) > DECIMAL_DIGITS_MAX)
      throw new ConversionFailure(SqlState.OUT_OF_RANGE, "more than " + DECIMAL_DIGITS_MAX + " digits");
    return number;
  }
}
