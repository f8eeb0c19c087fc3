// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.netdb.NetDb;

/// The driver over the real store.
class EmbeddedStoreTest {
  @TempDir
  Path folder;

  private static Connection memory() throws SQLException { return DriverManager.getConnection("jdbc:redexdb:mem:"); }

  private String url() { return "jdbc:redexdb:" + folder.resolve("data"); }

  private static long count(Connection connection, String channel) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + channel)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private static void orders(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE CHANNEL orders");
      assertThat(statement.executeUpdate("INSERT INTO orders (item, price) VALUES ('tea', 3.5), ('cup', 12)"))
          .isEqualTo(2);
    }
  }

  @Test
  void whatWasInsertedIsThereAfterClosingAndOpeningAgain() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url())) {
      orders(connection);
    }
    try (Connection connection = DriverManager.getConnection(url() + "?create=false");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT seq, item, price FROM orders ORDER BY seq")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong("seq")).isZero();
      assertThat(rows.getString("item")).isEqualTo("tea");
      assertThat(rows.getBigDecimal("price")).isEqualByComparingTo("3.5");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt("price")).isEqualTo(12);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void aMissingStoreIsNotMadeWhenForbidden() {
    assertThatThrownBy(() -> DriverManager.getConnection(url() + "?create=false")).isInstanceOfSatisfying(
        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void connectionsAndProgramsOfOneProcessShareTheStore() throws SQLException {
    try (NetDb db = NetDb.open(folder.resolve("data")); Connection second = DriverManager.getConnection(url())) {
      try (Connection first = DriverManager.getConnection(url())) {
        orders(first);
      }
      assertThat(count(second, "orders")).isEqualTo(2);
      db.channel("orders").append("{\"item\":\"pot\"}");
      assertThat(count(second, "orders")).isEqualTo(3);
    }
  }

  @Test
  void aStoreOpenedForReadingRefusesWritesAndSaysSo() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url())) {
      orders(connection);
    }
    try (Connection connection = DriverManager.getConnection(url() + "?access=read_only");
        Statement statement = connection.createStatement()) {
      assertThat(connection.isReadOnly()).isTrue();
      assertThat(count(connection, "orders")).isEqualTo(2);
      assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO orders (item) VALUES ('x')"))
          .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }
  }

  @Test
  void aNamedMemoryStoreLivesUntilItsLastConnectionCloses() throws SQLException {
    String url = "jdbc:redexdb:mem:shared-by-name";
    try (Connection second = DriverManager.getConnection(url)) {
      try (Connection first = DriverManager.getConnection(url)) {
        orders(first);
      }
      assertThat(count(second, "orders")).isEqualTo(2);
    }
    try (Connection later = DriverManager.getConnection(url)) {
      assertThatThrownBy(() -> count(later, "orders")).isInstanceOf(SQLSyntaxErrorException.class);
    }
  }

  @Test
  void theMetadataOfAQuotientHasRoomForItsValue() throws SQLException {
    try (Connection connection = memory();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 10.50 / 4, 1.0 / 3, 1.0 / 3 + 1, CAST(0.125 AS DECIMAL),"
            + " CAST(2.5 AS DECIMAL(38,0)), CAST(1.25 AS DECIMAL(10,2)) FROM (VALUES (1)) AS one(x)")) {
      assertThat(rows.next()).isTrue();
      for (int column = 1; column <= 6; column++) {
        BigDecimal value = rows.getBigDecimal(column);
        assertThat(rows.getMetaData().getColumnType(column)).isEqualTo(Types.DECIMAL);
        assertThat(rows.getMetaData().getScale(column)).as("%s", value).isGreaterThanOrEqualTo(value.scale());
        assertThat(rows.getMetaData().getPrecision(column)).as("%s", value).isGreaterThanOrEqualTo(value.precision());
      }
      assertThat(rows.getBigDecimal(1)).isEqualByComparingTo("2.625");
      assertThat(rows.getBigDecimal(5)).isEqualTo(new BigDecimal("3"));
      assertThat(rows.getMetaData().getScale(5)).isZero();
      assertThat(rows.getMetaData().getScale(6)).isEqualTo(2);
    }
  }

  @Test
  void textThatIsNoUnicodeIsRefusedWhereverItStands() throws SQLException {
    try (Connection connection = memory(); Statement create = connection.createStatement()) {
      create.executeUpdate("CREATE CHANNEL texts");
      for (String sql : List.of("INSERT INTO texts (t) VALUES (?)", "INSERT INTO texts (event_key, t) VALUES (?, 1)",
          "INSERT INTO texts (event_type, t) VALUES (?, 1)", "INSERT INTO texts (payload) VALUES (?)",
          "APPEND TO texts JSON ?")) {
        try (PreparedStatement refused = connection.prepareStatement(sql)) {
          refused.setString(1, "\"\ud800\"");
          assertThatThrownBy(refused::executeUpdate).as(sql).isInstanceOfSatisfying(SQLException.class,
              e -> assertThat(e.getSQLState()).isEqualTo("22021"));
        }
      }
      assertThat(count(connection, "texts")).isZero();
    }
  }

  @Test
  void memWithoutNameIsPrivate() throws SQLException {
    try (Connection first = memory(); Connection second = memory()) {
      orders(first);
      assertThatThrownBy(() -> count(second, "orders")).isInstanceOfSatisfying(SQLException.class,
          e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
    }
  }

  @Test
  void parametersAreStoredAndFoundByValue() throws SQLException {
    Instant when = Instant.parse("2026-07-01T12:00:00.123456789Z");
    try (Connection connection = memory()) {
      connection.createStatement().executeUpdate(
          "CREATE TABLE readings (device VARCHAR(20) NOT NULL, at TIMESTAMP, amount DECIMAL(10,2), ok BOOLEAN, n BIGINT)");
      try (PreparedStatement insert = connection.prepareStatement(
          "INSERT INTO readings (device, at, amount, ok, n) VALUES (?, ?, ?, ?, ?)", Statement.RETURN_GENERATED_KEYS)) {
        insert.setString(1, "d1");
        insert.setObject(2, when);
        insert.setBigDecimal(3, new BigDecimal("12.30"));
        insert.setBoolean(4, true);
        insert.setNull(5, Types.BIGINT);
        assertThat(insert.executeUpdate()).isEqualTo(1);
        ResultSet keys = insert.getGeneratedKeys();
        assertThat(keys.next()).isTrue();
        assertThat(keys.getLong(1)).isZero();
      }
      try (PreparedStatement query = connection.prepareStatement("SELECT * FROM readings WHERE device = ?")) {
        query.setString(1, "d1");
        ResultSet rows = query.executeQuery();
        assertThat(rows.next()).isTrue();
        assertThat(rows.getObject("at")).isEqualTo(OffsetDateTime.parse("2026-07-01T12:00:00.123456789Z"));
        assertThat(rows.getObject("at", Instant.class)).isEqualTo(when);
        assertThat(rows.getObject("amount")).isEqualTo(new BigDecimal("12.30"));
        assertThat(rows.getObject("ok")).isEqualTo(true);
        assertThat(rows.getObject("n")).isNull();
        assertThat(rows.wasNull()).isTrue();
        assertThat(rows.next()).isFalse();
        query.setString(1, "d2");
        assertThat(query.executeQuery().next()).isFalse();
      }
    }
  }

  @Test
  void aBatchAppendsEachEntry() throws SQLException {
    try (Connection connection = memory()) {
      connection.createStatement().executeUpdate("CREATE CHANNEL numbers");
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO numbers (n) VALUES (?)")) {
        for (int i = 0; i < 100; i++) {
          insert.setInt(1, i);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).hasSize(100).containsOnly(1);
      }
      ResultSet rows = connection.createStatement().executeQuery("SELECT n FROM numbers WHERE n >= 98 ORDER BY n");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(98);
    }
  }

  @Test
  void severalResultsOfOneConnectionAreReadSideBySide() throws SQLException {
    try (Connection connection = memory()) {
      orders(connection);
      ResultSet first = connection.createStatement().executeQuery("SELECT seq FROM orders ORDER BY seq");
      ResultSet second = connection.createStatement().executeQuery("SELECT seq FROM orders ORDER BY seq DESC");
      for (int i = 0; i < 2; i++) {
        assertThat(first.next() && second.next()).isTrue();
        assertThat(first.getLong(1) + second.getLong(1)).isEqualTo(1);
      }
      assertThat(first.next() || second.next()).isFalse();
    }
  }

  @Test
  void metadataShowsChannelsAndTheirFieldsAsSelectStarDoes() throws SQLException {
    try (Connection connection = memory()) {
      orders(connection);
      DatabaseMetaData data = connection.getMetaData();
      assertThat(names(data.getTables(null, "main", "%", new String[]{"TABLE"}), "TABLE_NAME"))
          .containsExactly("orders");
      List<String> shown = names(data.getColumns(null, null, "orders", null), "COLUMN_NAME");
      assertThat(shown).containsExactly("seq", "ts", "item", "price");
      ResultSet all = connection.createStatement().executeQuery("SELECT * FROM orders");
      for (int i = 0; i < shown.size(); i++)
        assertThat(all.getMetaData().getColumnLabel(i + 1)).isEqualTo(shown.get(i));
      assertThat(all.getMetaData().getColumnType(1)).isEqualTo(Types.BIGINT);
      assertThat(all.getMetaData().getTableName(1)).isEqualTo("orders");
    }
  }

  private static List<String> names(ResultSet rows, String label) throws SQLException {
    List<String> names = new ArrayList<>();
    while (rows.next()) names.add(rows.getString(label));
    return names;
  }

  @Test
  void errorsOfTheStatementShowThePlaceAndChangeNothing() throws SQLException {
    try (Connection connection = memory(); Statement statement = connection.createStatement()) {
      orders(connection);
      assertThatThrownBy(() -> statement.executeQuery("SELECT prize FROM orders"))
          .isInstanceOf(SQLSyntaxErrorException.class).hasMessageContaining("prize")
          .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42703"));
      assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM orders")).isInstanceOfSatisfying(
          SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("0A000"));
      assertThat(count(connection, "orders")).isEqualTo(2);
    }
  }

  @Test
  void aUrlWithEscapesOpensTheFolderOfThatName() throws SQLException {
    Path odd = folder.resolve("50% off?");
    try (Connection connection = DriverManager.getConnection("jdbc:redexdb:" + folder + "/50%25%20off%3F")) {
      orders(connection);
    }
    assertThat(Files.isDirectory(odd)).isTrue();
  }

  @Test
  void theDataSourceConnectsToItsUrl() throws SQLException {
    var source = new RedexDataSource("jdbc:redexdb:mem:data-source");
    try (Connection first = source.getConnection(); Connection second = source.getConnection("any", "thing")) {
      orders(first);
      assertThat(count(second, "orders")).isEqualTo(2);
    }
    assertThatThrownBy(() -> new RedexDataSource().getConnection()).hasMessageContaining("no URL");
  }

  @Test
  void optionsOfTheUrlHoldForTheConnection() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:redexdb:mem:?time_zone=Europe/Berlin");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE t (at TIMESTAMP)");
      statement.executeUpdate("INSERT INTO t (at) VALUES (TIMESTAMP '2026-07-02 01:30:00')");
      ResultSet rows = statement.executeQuery("SELECT at FROM t");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("2026-07-01T23:30:00Z");
      assertThat(rows.getObject(1)).isEqualTo(OffsetDateTime.parse("2026-07-02T01:30+02:00"));
    }
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:redexdb:mem:?time_zone=Mars/Base"))
        .isInstanceOf(SQLException.class).hasMessageContaining("Mars/Base");
  }

  /// The insert goes through 16 million pairs of rows, of which none fits, before it has anything to give.
  @Test
  void cancelEndsAStatementInFullRunAndLeavesTheResultsOfOthersAlone() throws Exception {
    try (Connection connection = memory(); ExecutorService other = Executors.newSingleThreadExecutor()) {
      Statement statement = connection.createStatement();
      statement.executeUpdate("CREATE CHANNEL numbers");
      StringBuilder values = new StringBuilder("INSERT INTO numbers (n) VALUES (0)");
      for (int i = 1; i < 4000; i++) values.append(", (").append(i).append(')');
      assertThat(statement.executeUpdate(values.toString())).isEqualTo(4000);
      ResultSet open = connection.createStatement().executeQuery("SELECT n FROM numbers");
      assertThat(open.next()).isTrue();
      var run = other.submit(() -> statement.executeUpdate(
          "INSERT INTO numbers (n) SELECT a.n FROM numbers a, numbers b WHERE a.n + b.n < 0"));
      while (!run.isDone()) statement.cancel();
      assertThatThrownBy(run::get).cause().isInstanceOfSatisfying(SQLException.class,
          e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      int rows = 1;
      while (open.next()) rows++;
      assertThat(rows).isEqualTo(4000);
      assertThat(count(connection, "numbers")).isEqualTo(4000);
    }
  }
}
