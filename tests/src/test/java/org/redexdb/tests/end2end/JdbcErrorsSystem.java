// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redexdb.netdb.NetDb;
import org.redexdb.tests.support.ChildJvm;

/// The same through JDBC: each error is a [SQLException] of the class and SQLState that say what it is, and the connection
/// goes on.
class JdbcErrorsSystem {
  @TempDir
  Path temporary;

  @BeforeEach
  void fill() {
    try (var db = NetDb.open(folder())) {
      Shop.fill(db);
    }
  }

  @AfterEach
  void nothingIsLost() {
    try (var db = NetDb.open(folder())) {
      Shop.assertUsable(db, Shop.EVENTS);
    }
    Shop.assertHolds(folder(), Shop.EVENTS + 1);
  }

  private Path folder() { return temporary.resolve("store"); }

  private Connection connect(String options) throws SQLException {
    return DriverManager.getConnection("jdbc:redexdb:" + folder() + options);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      SELCT n FROM orders                       | 42601
      SELECT n FROM ordres                      | 42P01
      SELECT m FROM orders                      | 42703
      SELECT count(*) FROM orders WHERE n = 1 / 0 | 22012
      SELECT CAST('x' AS BIGINT) FROM orders    | 22018
      INSERT INTO ordres (n) VALUES (1)         | 42P01
      UPDATE orders SET n = 1                   | 0A000
      APPEND TO orders JSON '{}' EXPECT SEQ 5   | 40001
      """)
  void anErrorHasItsStateAndTheConnectionGoesOn(String sql, String state) throws SQLException {
    try (var connection = connect(""); var statement = connection.createStatement()) {
      assertThatThrownBy(() -> {
        statement.execute(sql);
        try (var rows = statement.getResultSet()) {
          while (rows.next()) rows.getObject(1);
        }
      }).isInstanceOfSatisfying(SQLException.class, e -> {
        assertThat(e.getSQLState()).isEqualTo(state);
        assertThat((Throwable) e).isInstanceOf(kind(state));
      });
      assertThat(count(connection)).isEqualTo(Shop.EVENTS);
    }
  }

  private static Class<? extends SQLException> kind(String state) {
    return switch (state.substring(0, 2)) {
      case "42" -> SQLSyntaxErrorException.class;
      case "22" -> SQLDataException.class;
      case "23" -> SQLIntegrityConstraintViolationException.class;
      case "40" -> SQLTransactionRollbackException.class;
      default -> SQLFeatureNotSupportedException.class;
    };
  }

  private static long count(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM orders")) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  @Test
  void aCancelledStatementEndsAndTheConnectionGoesOn() throws SQLException, InterruptedException {
    try (var connection = connect(""); var statement = connection.createStatement()) {
      var outcome = Cancelling.whileRunning(() -> {
        try (var rows = statement.executeQuery(Cancelling.ENDLESS)) {
          return rows.next();
        }
      }, () -> {
        try {
          statement.cancel();
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      });
      assertThat(outcome).isInstanceOfSatisfying(SQLException.class,
          e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      assertThat(count(connection)).isEqualTo(Shop.EVENTS);
    }
  }

  @Test
  void anInterruptedReaderKeepsItsConnection() throws SQLException, InterruptedException {
    try (var connection = connect("")) {
      var reader = new AtomicReference<Thread>();
      var outcome = Cancelling.whileRunning(() -> {
        reader.set(Thread.currentThread());
        for (int i = 0; i < 50; i++) {
          try {
            assertThat(count(connection)).isEqualTo(Shop.EVENTS);
          } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("57014");
          }
        }
        Thread.interrupted();
        return "done";
      }, () -> {
        var thread = reader.get();
        if (thread != null) thread.interrupt();
      });
      assertThat(outcome).isEqualTo("done");
      assertThat(count(connection)).isEqualTo(Shop.EVENTS);
    }
  }

  @Test
  void aReadOnlyConnectionReadsAndRefusesToWrite() throws SQLException {
    try (var connection = connect("?access=read_only"); var statement = connection.createStatement()) {
      assertThat(connection.isReadOnly()).isTrue();
      assertThat(count(connection)).isEqualTo(Shop.EVENTS);
      assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO orders (n) VALUES (1)"))
          .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }
  }

  @Test
  void besideAWriterInAnotherProcessAConnectionReadsOrIsToldThePid() throws IOException, SQLException {
    var elsewhere = temporary.resolve("elsewhere");
    Process child = ChildJvm.start(StoreHolder.class, List.of(elsewhere.toString()));
    try (BufferedReader said = child.inputReader()) {
      assertThat(said.readLine()).isEqualTo("ready");
      String url = "jdbc:redexdb:" + elsewhere;
      assertThatThrownBy(() -> DriverManager.getConnection(url + "?access=write"))
          .isInstanceOfSatisfying(SQLException.class,
              e -> assertThat(e.getSQLState()).isEqualTo("55006"))
          .hasMessageContaining("pid " + child.pid());
      try (var connection = DriverManager.getConnection(url)) {
        assertThat(connection.isReadOnly()).isTrue();
        assertThat(connection.getMetaData().isReadOnly()).isTrue();
        assertThat(count(connection)).isEqualTo(Shop.EVENTS);
        try (var statement = connection.createStatement()) {
          assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO orders (n) VALUES (1)"))
              .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"))
              .hasMessageContaining("pid " + child.pid());
        }
      }
    } finally {
      child.destroyForcibly();
      ChildJvm.awaitKilled(child);
    }
  }

  @Test
  void aFolderThatIsNotThereIsNotMadeUnlessAllowed() {
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:redexdb:" + temporary.resolve("none") + "?create=false"))
        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"));
    assertThat(temporary.resolve("none")).doesNotExist();
  }
}
