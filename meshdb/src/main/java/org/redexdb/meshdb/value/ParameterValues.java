// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;

/// Java objects that users pass for parameters, turned into the boxed values that the query layer works with.
public final class ParameterValues {
  private ParameterValues() {}

  /// @param zone of a [LocalDateTime]
  /// @throws SqlException.Data 22018 naming the class when there is no value for it
  public static @Nullable Object boxed(@Nullable Object value, ZoneId zone) {
    return switch (value) {
      case null -> null;
      case Long _,Double _,String _,Boolean _,LocalDate _,Interval _,Json _,byte[] _,UUID _ -> value;
      case BigDecimal number -> Arithmetic.fit(number);
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Float number -> Double.parseDouble(number.toString());
      case BigInteger number -> Arithmetic.whole(number);
      case Character c -> c.toString();
      case Instant time -> checked(time);
      case OffsetDateTime time -> checked(time.toInstant());
      case ZonedDateTime time -> checked(time.toInstant());
      case LocalDateTime time -> checked(time.atZone(zone).toInstant());
      case Duration span -> new Interval(0, 0, span.toNanos());
      case Period span -> new Interval(span.toTotalMonths(), span.get(ChronoUnit.DAYS), 0);
      default -> throw new SqlException.Data("22018", "a parameter of class " + value.getClass().getName()
          + " has no SQL type; pass a number, text, boolean, java.time value, UUID or byte[]");
    };
  }

  /// As [#boxed], and as the type that was inferred for the `?`: a text becomes the time, UUID or number it is compared
  /// with, and a number with a point the same DOUBLE that a payload holds.
  ///
  /// @throws SqlException.Data 22018 when a text does not convert
  public static @Nullable Object of(@Nullable Object value, SqlType type, ZoneId zone) {
    Object boxed = boxed(value, zone);
    return switch (boxed) {
      case String text when type.kind() != SqlType.Kind.VARCHAR && type.kind() != SqlType.Kind.JSON ->
        Casts.cast(text, type, zone);
      case BigDecimal number when type.kind() == SqlType.Kind.DOUBLE -> number.doubleValue();
      case null, default -> boxed;
    };
  }

  private static Instant checked(Instant time) {
    if (!Times.inRange(time)) throw BadValue.domain("22008", "time outside the years 1677 to 2262");
    return time;
  }
}
