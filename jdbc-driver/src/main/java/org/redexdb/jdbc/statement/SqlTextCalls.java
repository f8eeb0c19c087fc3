// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.statement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;

/// All the ways [Statement] has to run a text; they come down to one.
interface SqlTextCalls extends Statement {
  /// What a caller said the statement is.
  enum Expected {
    ROWS, COUNT, ANYTHING
  }

  /// @return true when there are rows
  boolean run(String sql, Expected expected, KeyRequest keys) throws SQLException;

  static int narrow(long count) throws SQLException {
    if (count > Integer.MAX_VALUE)
      throw SqlErrors.of(SqlState.OUT_OF_RANGE, count + " events were appended; ask with executeLargeUpdate");
    return (int) count;
  }

  @Override
  default boolean execute(String sql) throws SQLException { return run(sql, Expected.ANYTHING, KeyRequest.NONE); }

  @Override
  default boolean execute(String sql, int keys) throws SQLException {
    return run(sql, Expected.ANYTHING, KeyRequest.of(keys));
  }

  @Override
  default boolean execute(String sql, int[] columns) throws SQLException {
    return run(sql, Expected.ANYTHING, KeyRequest.of(columns));
  }

  @Override
  default boolean execute(String sql, String[] names) throws SQLException {
    return run(sql, Expected.ANYTHING, KeyRequest.of(names));
  }

  @Override
  default ResultSet executeQuery(String sql) throws SQLException {
    run(sql, Expected.ROWS, KeyRequest.NONE);
    return getResultSet();
  }

  private long update(String sql, KeyRequest keys) throws SQLException {
    run(sql, Expected.COUNT, keys);
    return getLargeUpdateCount();
  }

  @Override
  default long executeLargeUpdate(String sql) throws SQLException { return update(sql, KeyRequest.NONE); }

  @Override
  default long executeLargeUpdate(String sql, int keys) throws SQLException { return update(sql, KeyRequest.of(keys)); }

  @Override
  default long executeLargeUpdate(String sql, int[] columns) throws SQLException {
    return update(sql, KeyRequest.of(columns));
  }

  @Override
  default long executeLargeUpdate(String sql, String[] names) throws SQLException {
    return update(sql, KeyRequest.of(names));
  }

  @Override
  default int executeUpdate(String sql) throws SQLException { return narrow(executeLargeUpdate(sql)); }

  @Override
  default int executeUpdate(String sql, int keys) throws SQLException { return narrow(executeLargeUpdate(sql, keys)); }

  @Override
  default int executeUpdate(String sql, int[] columns) throws SQLException {
    return narrow(executeLargeUpdate(sql, columns));
  }

  @Override
  default int executeUpdate(String sql, String[] names) throws SQLException {
    return narrow(executeLargeUpdate(sql, names));
  }
}
