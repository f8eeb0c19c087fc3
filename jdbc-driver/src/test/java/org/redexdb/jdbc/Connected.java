// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/// Connections to a [FakeStore].
final class Connected {
  private Connected() {}

  static Connection to(FakeStore store) throws SQLException { return to(store, new ManualAlarm()); }

  static Connection to(FakeStore store, ManualAlarm alarm) throws SQLException {
    Connection connection = new EmbeddedDriver(_ -> store, alarm).connect("jdbc:redexdb:mem:", new Properties());
    if (connection == null) throw new AssertionError("no connection");
    return connection;
  }
}
