// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;

/// Every statement is one atomic append that commits by itself. Transactions of several statements are not there yet;
/// turning autocommit off is refused rather than pretended.
interface WithoutTransactions extends Connection {
  private static SQLException noTransaction(String verb) {
    return SqlErrors.of(SqlState.NO_TRANSACTION,
        "nothing to " + verb + ": every statement has committed by itself (autocommit)");
  }

  private static SQLException noSavepoints() {
    return SqlErrors.notSupported("there are no savepoints: every statement commits by itself");
  }

  @Override
  default boolean getAutoCommit() throws SQLException { return true; }

  @Override
  default void setAutoCommit(boolean autoCommit) throws SQLException {
    if (!autoCommit)
      throw SqlErrors.notSupported("transactions of several statements are not in this version; leave autocommit on,"
          + " or append several events in one INSERT, which is atomic");
  }

  @Override
  default void commit() throws SQLException { throw noTransaction("commit"); }

  @Override
  default void rollback() throws SQLException { throw noTransaction("roll back"); }

  @Override
  default void rollback(Savepoint savepoint) throws SQLException { throw noSavepoints(); }

  @Override
  default Savepoint setSavepoint() throws SQLException { throw noSavepoints(); }

  @Override
  default Savepoint setSavepoint(String name) throws SQLException { throw noSavepoints(); }

  @Override
  default void releaseSavepoint(Savepoint savepoint) throws SQLException { throw noSavepoints(); }

  @Override
  default int getTransactionIsolation() throws SQLException { return TRANSACTION_NONE; }

  @Override
  default void setTransactionIsolation(int level) throws SQLException {
    if (level != TRANSACTION_NONE)
      throw SqlErrors
          .notSupported("transactions of several statements are not in this version, so there is no isolation"
              + " to choose; each statement reads one snapshot");
  }
}
