// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.resultset;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;

/// The part of [ResultSet] that moves otherwise than to the next row: rows are computed as they are asked for and not
/// kept.
interface ForwardOnly extends ResultSet {
  private static SQLException refusal() {
    return SqlErrors.notSupported("results are TYPE_FORWARD_ONLY: only next() moves");
  }

  @Override
  default boolean isLast() throws SQLException { throw refusal(); }

  @Override
  default void beforeFirst() throws SQLException { throw refusal(); }

  @Override
  default void afterLast() throws SQLException { throw refusal(); }

  @Override
  default boolean first() throws SQLException { throw refusal(); }

  @Override
  default boolean last() throws SQLException { throw refusal(); }

  @Override
  default boolean absolute(int row) throws SQLException { throw refusal(); }

  @Override
  default boolean relative(int rows) throws SQLException { throw refusal(); }

  @Override
  default boolean previous() throws SQLException { throw refusal(); }

  @Override
  default int getType() throws SQLException { return TYPE_FORWARD_ONLY; }

  @Override
  default int getConcurrency() throws SQLException { return CONCUR_READ_ONLY; }

  @Override
  default int getHoldability() throws SQLException { return HOLD_CURSORS_OVER_COMMIT; }

  @Override
  default int getFetchDirection() throws SQLException { return FETCH_FORWARD; }

  @Override
  default void setFetchDirection(int direction) throws SQLException {
    if (direction != FETCH_FORWARD)
      throw SqlErrors.of(SqlState.BAD_ARGUMENT, "fetch direction can only be FETCH_FORWARD");
  }

  @Override
  default String getCursorName() throws SQLException {
    throw SqlErrors.notSupported("results have no cursor names: rows cannot be changed in place");
  }
}
