// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.time.ZoneId;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.value.Casts;

/// Values on their way into a declared column.
final class ColumnValues {
  private ColumnValues() {}

  /// @throws SqlException.Data 22001 text too long, 22003 out of range, 22018 no value of that type
  static Object convert(Object value, String column, SqlType type, ZoneId zone) {
    if (value instanceof Boolean
        ? type.kind().numeric()
        : value instanceof Number && type.kind() == SqlType.Kind.BOOLEAN)
      throw new SqlException.Data("22018", "column " + column + " is " + type + "; convert with CAST to store "
          + (value instanceof Boolean ? "a truth value" : "a number") + " there");
    try {
      if (type.kind() != SqlType.Kind.VARCHAR) return Casts.cast(value, type, zone);
      // A cast would cut the text; storing must not lose anything.
      String text = (String) Casts.cast(value, SqlType.VARCHAR, zone);
      if (type.precision() > 0 && text.codePointCount(0, text.length()) > type.precision())
        throw new SqlException.Data("22001", "the text has more than " + type.precision() + " characters");
      return text;
    } catch (SqlException.Data e) {
      throw new SqlException.Data(e.sqlState(), "column " + column + " " + type + ": " + e.getMessage());
    }
  }
}
