// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;

/// Values that compare with each other. Between families a comparison is UNKNOWN; where an order is needed all the same
/// (ORDER BY, MIN and MAX over a drifted field) families follow each other as they are declared here.
public enum Family {
  BOOLEAN, NUMBER, TEXT, TIMESTAMP, DATE, INTERVAL, JSON, BINARY, UUID;

  /// Family of a boxed value.
  public static Family of(Object value) {
    return switch (value) {
      case Long _,Double _,BigDecimal _ -> NUMBER;
      case String _ -> TEXT;
      case Boolean _ -> BOOLEAN;
      case Instant _ -> TIMESTAMP;
      case LocalDate _ -> DATE;
      case Interval _ -> INTERVAL;
      case Json _ -> JSON;
      case byte[] _ -> BINARY;
      case UUID _ -> UUID;
      default -> throw new IllegalArgumentException("not a value of SQL: " + value.getClass().getName());
    };
  }

  /// Family of all values of a kind, or null when the kind does not say.
  public static @Nullable Family of(SqlType.Kind kind) {
    return switch (kind) {
      case INTEGER, BIGINT, DECIMAL, DOUBLE -> NUMBER;
      case VARCHAR -> TEXT;
      case BOOLEAN -> BOOLEAN;
      case TIMESTAMP -> TIMESTAMP;
      case DATE -> DATE;
      case INTERVAL -> INTERVAL;
      case JSON -> JSON;
      case VARBINARY -> BINARY;
      case UUID -> UUID;
      case NULL, ANY -> null;
    };
  }

  /// Kind of a boxed value; BIGINT for every [Long].
  public static SqlType.Kind kindOf(Object value) {
    return switch (value) {
      case Long _ -> SqlType.Kind.BIGINT;
      case Double _ -> SqlType.Kind.DOUBLE;
      case BigDecimal _ -> SqlType.Kind.DECIMAL;
      case String _ -> SqlType.Kind.VARCHAR;
      case Boolean _ -> SqlType.Kind.BOOLEAN;
      case Instant _ -> SqlType.Kind.TIMESTAMP;
      case LocalDate _ -> SqlType.Kind.DATE;
      case Interval _ -> SqlType.Kind.INTERVAL;
      case Json _ -> SqlType.Kind.JSON;
      case byte[] _ -> SqlType.Kind.VARBINARY;
      case UUID _ -> SqlType.Kind.UUID;
      default -> throw new IllegalArgumentException("not a value of SQL: " + value.getClass().getName());
    };
  }
}
