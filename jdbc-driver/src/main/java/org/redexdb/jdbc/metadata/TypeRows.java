// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.types.SqlTypes;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlType;

/// Rows of `getColumns` and `getTypeInfo`, which say of a type what result metadata says of it.
final class TypeRows {
  private static final long DECIMAL_RADIX = 10;

  private TypeRows() {}

  static List<@Nullable Object> column(String channel, Column column, int ordinal) {
    SqlTypes type = SqlTypes.of(column.type());
    boolean number = type.signed();
    long size = type.precision(column.type());
    List<@Nullable Object> row = new ArrayList<>();
    row.add(null);
    row.add(Sizes.SCHEMA);
    row.add(channel);
    row.add(column.name());
    row.add((long) type.jdbcType());
    row.add(type.typeName());
    row.add(size);
    row.add(null);
    row.add(number || type == SqlTypes.TIMESTAMP ? (Object) (long) type.scale(column.type()) : null);
    row.add(number ? (Object) DECIMAL_RADIX : null);
    row.add((long) (column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls));
    row.add(null);
    row.add(null);
    row.add(null);
    row.add(null);
    row.add(type.text() ? (Object) size : null);
    row.add((long) ordinal);
    row.add(column.nullable() ? "YES" : "NO");
    row.addAll(Arrays.asList(null, null, null, null));
    row.add("NO");
    row.add("NO");
    return row;
  }

  /// The types a column can be declared with, by JDBC type as the call demands.
  static List<List<@Nullable Object>> typeInfo() {
    return Arrays.stream(SqlTypes.values())
        .filter(type -> type != SqlTypes.NULL && type != SqlTypes.ANY && type != SqlTypes.INTERVAL)
        .sorted(Comparator.comparingInt(SqlTypes::jdbcType)).map(TypeRows::type).toList();
  }

  private static List<@Nullable Object> type(SqlTypes type) {
    SqlType plain = SqlType.BOOLEAN;
    String quote = switch (type) {
      case BOOLEAN, INTEGER, BIGINT, DECIMAL, DOUBLE -> null;
      default -> "'";
    };
    String parameters = switch (type) {
      case DECIMAL -> "precision,scale";
      case VARCHAR -> "length";
      default -> null;
    };
    String prefix = type == SqlTypes.VARBINARY ? "X'" : quote;
    long scaleMax = type == SqlTypes.DECIMAL ? type.precision(plain) : type.scale(plain);
    return Arrays.asList(type.typeName(), (long) type.jdbcType(), (long) type.precision(plain), prefix, quote,
        parameters, (long) DatabaseMetaData.typeNullable, type.text(), (long) DatabaseMetaData.typeSearchable,
        !type.signed(), false, false, null, 0L, scaleMax, null, null, type.signed() ? (Object) DECIMAL_RADIX : null);
  }
}
