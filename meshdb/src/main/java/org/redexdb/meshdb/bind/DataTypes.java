// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import org.redexdb.grammar.tree.DataType;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.value.Arithmetic;

/// Types as written, made types of the engine.
public final class DataTypes {
  private DataTypes() {}

  public static SqlType of(DataType type, Problems problems) {
    return switch (type.kind()) {
      case BOOLEAN -> SqlType.BOOLEAN;
      case SMALLINT, INTEGER -> SqlType.INTEGER;
      case BIGINT -> SqlType.BIGINT;
      case DECIMAL -> decimal(type, problems);
      case REAL, DOUBLE -> SqlType.DOUBLE;
      case VARCHAR, CHAR -> text(type, problems);
      case TIMESTAMP -> SqlType.TIMESTAMP;
      case DATE -> SqlType.DATE;
      case JSON -> SqlType.JSON;
      case VARBINARY -> SqlType.VARBINARY;
      case UUID -> SqlType.UUID;
    };
  }

  private static SqlType decimal(DataType type, Problems problems) {
    Integer precision = type.precision();
    Integer scale = type.scale();
    if (precision == null) return SqlType.DECIMAL;
    int digits = precision;
    int fraction = scale == null ? 0 : scale;
    if (digits < 1 || digits > Arithmetic.DECIMAL_DIGITS_MAX || fraction < 0 || fraction > digits)
      throw problems.invalid("42601", "DECIMAL(" + digits + "," + fraction
          + "): the precision is 1 to 38, the scale 0 to the precision", type.span());
    return SqlType.decimal(digits, fraction);
  }

  private static SqlType text(DataType type, Problems problems) {
    Integer length = type.precision();
    if (length == null) return type.kind() == DataType.Kind.CHAR ? SqlType.varchar(1) : SqlType.VARCHAR;
    if (length < 1) throw problems.invalid("42601", "a length is at least 1", type.span());
    return SqlType.varchar(length);
  }
}
