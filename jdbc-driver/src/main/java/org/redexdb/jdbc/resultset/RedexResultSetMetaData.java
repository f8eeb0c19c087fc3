// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.resultset;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;
import org.redexdb.jdbc.error.Unwrapping;
import org.redexdb.jdbc.types.SqlTypes;
import org.redexdb.meshdb.api.Column;

/// What is known of the columns of a result before any row. Immutable.
public final class RedexResultSetMetaData implements ResultSetMetaData, Unwrapping {
  private static final String SCHEMA = "main";

  private final List<Column> columns;

  public RedexResultSetMetaData(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  private Column column(int number) throws SQLException {
    if (number < 1 || number > columns.size())
      throw SqlErrors.of(SqlState.BAD_INDEX, "there is no column " + number + ": the result has " + columns.size());
    return columns.get(number - 1);
  }

  private SqlTypes type(int number) throws SQLException { return SqlTypes.of(column(number).type()); }

  @Override
  public int getColumnCount() { return columns.size(); }

  @Override
  public String getColumnLabel(int number) throws SQLException { return column(number).name(); }

  @Override
  public String getColumnName(int number) throws SQLException {
    String source = column(number).source();
    return source == null ? column(number).name() : source;
  }

  @Override
  public String getTableName(int number) throws SQLException {
    String table = column(number).table();
    return table == null ? "" : table;
  }

  @Override
  public String getSchemaName(int number) throws SQLException { return column(number).table() == null ? "" : SCHEMA; }

  @Override
  public String getCatalogName(int number) throws SQLException {
    column(number);
    return "";
  }

  @Override
  public int getColumnType(int number) throws SQLException { return type(number).jdbcType(); }

  @Override
  public String getColumnTypeName(int number) throws SQLException { return type(number).typeName(); }

  @Override
  public String getColumnClassName(int number) throws SQLException { return type(number).javaClass().getName(); }

  @Override
  public int getPrecision(int number) throws SQLException { return type(number).precision(column(number).type()); }

  @Override
  public int getScale(int number) throws SQLException { return type(number).scale(column(number).type()); }

  @Override
  public int getColumnDisplaySize(int number) throws SQLException {
    return type(number).displaySize(column(number).type());
  }

  @Override
  public boolean isSigned(int number) throws SQLException { return type(number).signed(); }

  @Override
  public boolean isCaseSensitive(int number) throws SQLException { return type(number).text(); }

  @Override
  public int isNullable(int number) throws SQLException {
    return column(number).nullable() ? columnNullable : columnNoNulls;
  }

  @Override
  public boolean isAutoIncrement(int number) throws SQLException {
    column(number);
    return false;
  }

  @Override
  public boolean isCurrency(int number) throws SQLException {
    column(number);
    return false;
  }

  @Override
  public boolean isSearchable(int number) throws SQLException {
    column(number);
    return true;
  }

  @Override
  public boolean isReadOnly(int number) throws SQLException {
    column(number);
    return true;
  }

  @Override
  public boolean isWritable(int number) throws SQLException {
    column(number);
    return false;
  }

  @Override
  public boolean isDefinitelyWritable(int number) throws SQLException {
    column(number);
    return false;
  }
}
