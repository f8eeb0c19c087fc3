// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.value.Casts;
import org.redexdb.meshdb.value.ParameterValues;

/// Java objects given for `?`, made values of the inferred types.
public final class ParameterConversion {
  private ParameterConversion() {}

  /// @throws SqlException.Invalid 07001 as many values as parameters are needed
  /// @throws SqlException.Data    22018 a value does not convert
  public static List<@Nullable Object> convert(List<? extends @Nullable Object> values, List<SqlType> types,
      ZoneId zone) {
    if (values.size() != types.size())
      throw new SqlException.Invalid("07001", "the statement has " + types.size()
          + (types.size() == 1 ? " parameter, " : " parameters, ") + values.size()
          + (values.size() == 1 ? " value was given" : " values were given"), 0, 0, null);
    var converted = new ArrayList<@Nullable Object>(values.size());
    for (int i = 0; i < values.size(); i++)
      converted.add(convert(ParameterValues.boxed(values.get(i), zone), types.get(i), zone));
    return converted;
  }

  private static @Nullable Object convert(@Nullable Object value, SqlType type, ZoneId zone) {
    if (value == null) return null;
    return switch (type.kind()) {
      // A number with a point meets numbers of payloads, which are doubles, and comparison is exact.
      case ANY, NULL -> value instanceof BigDecimal number && number.stripTrailingZeros().scale() > 0
          ? (Object) number.doubleValue()
          : value;
      // Numbers stay exact: 2.5 compared with a BIGINT column is not 2.
      case INTEGER, BIGINT, DECIMAL, DOUBLE -> value instanceof String text
          ? Casts.cast(text, type.kind() == SqlType.Kind.DECIMAL ? decimalFor(text) : type, zone)
          : value;
      case VARCHAR -> value instanceof byte[] ? value : Casts.cast(value, SqlType.VARCHAR, zone);
      case BOOLEAN, TIMESTAMP, DATE, UUID, VARBINARY, JSON, INTERVAL ->
        value instanceof String || value instanceof LocalDate || value instanceof Instant
            ? Casts.cast(value, type, zone)
            : value;
    };
  }

  /// Keeps all digits after the point.
  private static SqlType decimalFor(String text) {
    int point = text.strip().indexOf('.');
    return SqlType.decimal(38, point < 0 ? 0 : Math.min(38, text.strip().length() - point - 1));
  }

  /// @param type static type, taken where the value does not say more
  static Rex.Literal literal(@Nullable Object value, SqlType type) {
    return new Rex.Literal(value, switch (value) {
      case null -> type.kind() == SqlType.Kind.ANY ? SqlType.NULL : type;
      case Boolean _ -> SqlType.BOOLEAN;
      case Long _ -> SqlType.BIGINT;
      case Double _ -> SqlType.DOUBLE;
      case BigDecimal number -> SqlType.decimal(38, Math.clamp(number.scale(), 0, 38));
      case String _ -> SqlType.VARCHAR;
      case Instant _ -> SqlType.TIMESTAMP;
      case LocalDate _ -> SqlType.DATE;
      case Interval _ -> SqlType.INTERVAL;
      case Json _ -> SqlType.JSON;
      case byte[] _ -> SqlType.VARBINARY;
      case UUID _ -> SqlType.UUID;
      default -> throw new IllegalStateException("no SQL value: " + value.getClass());
    });
  }
}
