// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.api;

/// Type of a column or expression as SQL sees it. A payload field that was never seen, or was seen with types that have
/// no common one, is [Kind#ANY]: its values carry their own type.
///
/// @param kind      family
/// @param precision digits of a DECIMAL (1 to 38), characters of a VARCHAR; 0 when unlimited or without meaning
/// @param scale     digits after the point of a DECIMAL with a precision, else 0
public record SqlType(Kind kind, int precision, int scale) {
  /// Families, with the class of a boxed value.
  public enum Kind {
    /// Only the literal NULL.
    NULL,
    /// [Boolean]
    BOOLEAN,
    /// [Long] within 32 bits; only declared columns and casts have it.
    INTEGER,
    /// [Long]
    BIGINT,
    /// [java.math.BigDecimal], at most 38 digits
    DECIMAL,
    /// [Double]
    DOUBLE,
    /// [String]
    VARCHAR,
    /// [java.time.Instant], nanosecond precision
    TIMESTAMP,
    /// [java.time.LocalDate]
    DATE,
    /// [Interval]
    INTERVAL,
    /// [Json]: an object or array (or any value asked for as JSON), text as stored
    JSON,
    /// `byte[]`
    VARBINARY,
    /// [java.util.UUID]
    UUID,
    /// Any of the above, row by row.
    ANY;

    public boolean numeric() { return this == INTEGER || this == BIGINT || this == DECIMAL || this == DOUBLE; }
  }

  public static final SqlType NULL = of(Kind.NULL);
  public static final SqlType BOOLEAN = of(Kind.BOOLEAN);
  public static final SqlType INTEGER = of(Kind.INTEGER);
  public static final SqlType BIGINT = of(Kind.BIGINT);
  public static final SqlType DOUBLE = of(Kind.DOUBLE);
  public static final SqlType VARCHAR = of(Kind.VARCHAR);
  public static final SqlType TIMESTAMP = of(Kind.TIMESTAMP);
  public static final SqlType DATE = of(Kind.DATE);
  public static final SqlType INTERVAL = of(Kind.INTERVAL);
  public static final SqlType JSON = of(Kind.JSON);
  public static final SqlType VARBINARY = of(Kind.VARBINARY);
  public static final SqlType UUID = of(Kind.UUID);
  public static final SqlType ANY = of(Kind.ANY);
  /// DECIMAL with up to 38 digits, of which each value has as many after the point as it needs: a quotient, or a cast to
  /// DECIMAL without precision.
  public static final SqlType DECIMAL = of(Kind.DECIMAL);

  public static SqlType of(Kind kind) { return new SqlType(kind, 0, 0); }

  public static SqlType decimal(int precision, int scale) {
    if (precision < 1 || precision > 38 || scale < 0 || scale > precision)
      throw new IllegalArgumentException("DECIMAL(" + precision + "," + scale + ")");
    return new SqlType(Kind.DECIMAL, precision, scale);
  }

  public static SqlType varchar(int characters) { return new SqlType(Kind.VARCHAR, characters, 0); }

  /// As written in SQL: `DECIMAL(10,2)`, `VARCHAR(20)`, `BIGINT`.
  @Override
  public String toString() {
    return switch (kind) {
      case DECIMAL -> precision > 0 ? "DECIMAL(" + precision + "," + scale + ")" : "DECIMAL";
      case VARCHAR -> precision > 0 ? "VARCHAR(" + precision + ")" : "VARCHAR";
      default -> kind.name();
    };
  }
}
