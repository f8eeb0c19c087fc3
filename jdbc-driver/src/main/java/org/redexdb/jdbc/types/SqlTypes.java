// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.types;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.storage.api.Limits;

/// How each type of RQL shows itself in JDBC; result metadata, column metadata and type info all answer from here.
public enum SqlTypes {
  NULL(Types.NULL, "NULL", Object.class, 0, 0, 4),
  BOOLEAN(Types.BOOLEAN, "BOOLEAN", Boolean.class, 1, 0, 5),
  INTEGER(Types.INTEGER, "INTEGER", Integer.class, 10, 0, 11),
  BIGINT(Types.BIGINT, "BIGINT", Long.class, 19, 0, 20),
  DECIMAL(Types.DECIMAL, "DECIMAL", BigDecimal.class, 38, 38, 40),
  DOUBLE(Types.DOUBLE, "DOUBLE", Double.class, 17, 0, 24),
  VARCHAR(Types.VARCHAR, "VARCHAR", String.class, Limits.EVENT_BYTES_MAX, 0, Limits.EVENT_BYTES_MAX),
  /// An instant: nanoseconds in UTC, shown in the zone of the session.
  TIMESTAMP(Types.TIMESTAMP_WITH_TIMEZONE, "TIMESTAMP", OffsetDateTime.class, 30, 9, 30),
  DATE(Types.DATE, "DATE", java.sql.Date.class, 10, 0, 10),
  INTERVAL(Types.OTHER, "INTERVAL", Interval.class, 64, 9, 64),
  /// Text to JDBC, because that is what every tool can show.
  JSON(Types.LONGVARCHAR, "JSON", String.class, Limits.EVENT_BYTES_MAX, 0, Limits.EVENT_BYTES_MAX),
  VARBINARY(Types.VARBINARY, "VARBINARY", byte[].class, Limits.EVENT_BYTES_MAX, 0, 2 * Limits.EVENT_BYTES_MAX),
  UUID(Types.OTHER, "UUID", UUID.class, 36, 0, 36),
  /// A payload field whose rows differ in type: text to those who ask the metadata, the value itself through getObject.
  ANY(Types.VARCHAR, "VARCHAR", Object.class, Limits.EVENT_BYTES_MAX, 0, Limits.EVENT_BYTES_MAX);

  private final int jdbcType;
  private final String typeName;
  private final Class<?> javaClass;
  private final int precision;
  private final int scale;
  private final int displaySize;

  SqlTypes(int jdbcType, String typeName, Class<?> javaClass, int precision, int scale, int displaySize) {
    this.jdbcType = jdbcType;
    this.typeName = typeName;
    this.javaClass = javaClass;
    this.precision = precision;
    this.scale = scale;
    this.displaySize = displaySize;
  }

  public static SqlTypes of(SqlType.Kind kind) {
    return switch (kind) {
      case NULL -> NULL;
      case BOOLEAN -> BOOLEAN;
      case INTEGER -> INTEGER;
      case BIGINT -> BIGINT;
      case DECIMAL -> DECIMAL;
      case DOUBLE -> DOUBLE;
      case VARCHAR -> VARCHAR;
      case TIMESTAMP -> TIMESTAMP;
      case DATE -> DATE;
      case INTERVAL -> INTERVAL;
      case JSON -> JSON;
      case VARBINARY -> VARBINARY;
      case UUID -> UUID;
      case ANY -> ANY;
    };
  }

  public static SqlTypes of(SqlType type) { return of(type.kind()); }

  /// One of [Types].
  public int jdbcType() { return jdbcType; }

  /// As it is written in RQL, without length.
  public String typeName() { return typeName; }

  /// Class of what `getObject` gives.
  public Class<?> javaClass() { return javaClass; }

  public boolean signed() { return this == INTEGER || this == BIGINT || this == DECIMAL || this == DOUBLE; }

  public boolean text() { return this == VARCHAR || this == JSON || this == ANY; }

  /// Digits, characters or bytes at most.
  public int precision(SqlType type) { return type.precision() > 0 ? type.precision() : precision; }

  /// Digits after the point, at most: of a DECIMAL without precision each value has its own number of them.
  public int scale(SqlType type) { return this == DECIMAL && type.precision() > 0 ? type.scale() : scale; }

  /// Characters a value takes at most when printed.
  public int displaySize(SqlType type) {
    if (type.precision() == 0) return displaySize;
    // A decimal has a sign and a point besides its digits.
    return this == DECIMAL ? type.precision() + 2 : type.precision();
  }

  /// Name of the type of a boxed value of the engine, for messages.
  static String nameOf(Object value) {
    return switch (value) {
      case Boolean _ -> "BOOLEAN";
      case Long _ -> "BIGINT";
      case BigDecimal _ -> "DECIMAL";
      case Double _ -> "DOUBLE";
      case String _ -> "VARCHAR";
      case Instant _ -> "TIMESTAMP";
      case LocalDate _ -> "DATE";
      case Interval _ -> "INTERVAL";
      case Json _ -> "JSON";
      case byte[] _ -> "VARBINARY";
      case UUID _ -> "UUID";
      default -> value.getClass().getName();
    };
  }
}
