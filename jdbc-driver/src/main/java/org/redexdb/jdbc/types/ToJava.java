// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.redexdb.jdbc.error.SqlState;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;

/// Values of the engine as objects: what `getObject` gives, without and with a class asked for.
public final class ToJava {
  @FunctionalInterface
  private interface Converter {
    Object convert(Object value, ZoneId zone) throws ConversionFailure;
  }

  /// The classes `getObject(column, class)` knows.
  private static final Map<Class<?>, Converter> CONVERTERS = converters();

  private ToJava() {}

  /// The object JDBC prescribes for the type; for [SqlType.Kind#ANY] that of the value's own type.
  public static Object standard(Object value, SqlType.Kind kind, ZoneId zone) {
    return switch (value) {
      case Long number when kind == SqlType.Kind.INTEGER -> Math.toIntExact(number);
      case Instant instant -> instant.atZone(zone).toOffsetDateTime();
      case LocalDate date -> Date.valueOf(date);
      case Json json -> json.text();
      case byte[] bytes -> bytes.clone();
      default -> value;
    };
  }

  public static <T> T convert(Object value, SqlType.Kind kind, Class<T> target, ZoneId zone) throws ConversionFailure {
    if (target == Object.class) return target.cast(standard(value, kind, zone));
    Converter converter = CONVERTERS.get(target);
    if (converter == null)
      throw new ConversionFailure(SqlState.NOT_SUPPORTED, "no conversion to " + target.getName() + "; there are "
          + String.join(", ", CONVERTERS.keySet().stream().map(Class::getSimpleName).toList()));
    return target.cast(converter.convert(value, zone));
  }

  public static Timestamp timestamp(Object value, ZoneId zone) throws ConversionFailure {
    return Timestamp.from(ToTime.toInstant(value, zone));
  }

  /// The first moment of the day in `zone`, which is what a [Date] is for those who gave a calendar.
  public static Date dateIn(Object value, ZoneId zone) throws ConversionFailure {
    return new Date(ToTime.toLocalDate(value, zone).atStartOfDay(zone).toInstant().toEpochMilli());
  }

  /// That time of 1 January 1970 in `zone`.
  public static Time timeIn(Object value, ZoneId zone) throws ConversionFailure {
    LocalTime time = ToTime.toLocalTime(value, zone);
    return new Time(time.atDate(LocalDate.EPOCH).atZone(zone).toInstant().toEpochMilli());
  }

  private static Map<Class<?>, Converter> converters() {
    Map<Class<?>, Converter> all = new LinkedHashMap<>();
    all.put(String.class, (value, _) -> ToText.toText(value));
    all.put(Boolean.class, (value, _) -> ToNumber.toBoolean(value));
    all.put(Byte.class, (value, _) -> (byte) ToNumber.toByte(value));
    all.put(Short.class, (value, _) -> (short) ToNumber.toShort(value));
    all.put(Integer.class, (value, _) -> (int) ToNumber.toInt(value));
    all.put(Long.class, (value, _) -> ToNumber.toLong(value));
    all.put(Float.class, (value, _) -> ToNumber.toFloat(value));
    all.put(Double.class, (value, _) -> ToNumber.toDouble(value));
    all.put(BigDecimal.class, (value, _) -> ToNumber.toDecimal(value));
    all.put(BigInteger.class, (value, _) -> ToNumber.toBigInteger(value));
    all.put(byte[].class, (value, _) -> ToText.toBytes(value));
    all.put(UUID.class, (value, _) -> ToText.toUuid(value));
    all.put(Instant.class, ToTime::toInstant);
    all.put(OffsetDateTime.class, (value, zone) -> ToTime.toZoned(value, zone).toOffsetDateTime());
    all.put(ZonedDateTime.class, ToTime::toZoned);
    all.put(LocalDateTime.class, ToTime::toLocalDateTime);
    all.put(LocalDate.class, ToTime::toLocalDate);
    all.put(LocalTime.class, ToTime::toLocalTime);
    all.put(Timestamp.class, ToJava::timestamp);
    all.put(Date.class, (value, zone) -> Date.valueOf(ToTime.toLocalDate(value, zone)));
    all.put(Time.class, (value, zone) -> Time.valueOf(ToTime.toLocalTime(value, zone)));
    all.put(java.util.Date.class, (value, zone) -> java.util.Date.from(ToTime.toInstant(value, zone)));
    all.put(Interval.class, (value, _) -> {
      if (value instanceof Interval) return value;
      throw ConversionFailure.cast(value, "INTERVAL");
    });
    all.put(Json.class, (value, _) -> switch (value) {
      case Json json -> json;
      case Boolean _,Long _,BigDecimal _,Double _ -> new Json(ToText.toText(value));
      default -> throw ConversionFailure.cast(value, "JSON");
    });
    return all;
  }
}
