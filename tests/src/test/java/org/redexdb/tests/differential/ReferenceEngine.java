// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Another engine with the sample tables in memory.
final class ReferenceEngine implements AutoCloseable {
  private final Connection connection;

  private ReferenceEngine(Connection connection) {
    this.connection = connection;
  }

  static ReferenceEngine h2(Map<String, List<SampleTables.Row>> tables) throws SQLException {
    return new ReferenceEngine(DriverManager.getConnection("jdbc:h2:mem:")).filled(tables);
  }

  static ReferenceEngine duck(Map<String, List<SampleTables.Row>> tables) throws SQLException {
    return new ReferenceEngine(DriverManager.getConnection("jdbc:duckdb:")).filled(tables);
  }

  private ReferenceEngine filled(Map<String, List<SampleTables.Row>> tables) throws SQLException {
    for (var table : tables.entrySet()) {
      try (var statement = connection.createStatement()) {
        statement.execute("CREATE TABLE " + table.getKey() + " (" + SampleTables.COLUMNS + ")");
      }
      try (var insert = connection.prepareStatement("INSERT INTO " + table.getKey() + " VALUES (?,?,?,?,?,?,?,?,?)")) {
        for (var row : table.getValue()) {
          for (int i = 0; i < row.values().size(); i++) insert.setObject(i + 1, row.values().get(i));
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
    return this;
  }

  List<List<@Nullable Object>> ask(String sql) throws SQLException {
    try (var statement = connection.createStatement(); var results = statement.executeQuery(sql)) {
      return Rows.of(results);
    }
  }

  @Override
  public void close() throws SQLException { connection.close(); }
}
