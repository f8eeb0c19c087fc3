// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.statement;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.function.Function;
import org.redexdb.meshdb.api.SqlSession;

/// What a statement needs of its connection. Thread-safe.
public interface StatementHost {
  Connection connection();

  /// Does something with the session, which one thread at a time has.
  ///
  /// @throws SQLException the connection is closed (08003)
  /// @throws org.redexdb.storage.api.RedexException what `work` threw
  <T> T inSession(Function<SqlSession, T> work) throws SQLException;

  Alarm alarm();

  /// Zone of the session at this moment.
  ZoneId zone() throws SQLException;

  /// The statement was closed.
  void forget(RedexStatement statement);
}
