// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;

class StatementTest {
  private final FakeStore store = new FakeStore()
      .rows("q", List.of(FakeStore.column("n", SqlType.BIGINT)),
          List.of(Arrays.asList(1L), Arrays.asList(2L), Arrays.asList(3L)))
      .appends("insert", List.of(), 10, 2).does("create", List.of(), _ -> new SqlResult.Done("created channel x"))
      .does("bad", List.of(), _ -> {
        throw new SqlException.Data("22012", "division by zero");
      });
  private final ManualAlarm alarm = new ManualAlarm();

  private Statement statement() throws SQLException { return Connected.to(store, alarm).createStatement(); }

  @Test
  void executeTellsRowsFromCounts() throws SQLException {
    Statement statement = statement();
    assertThat(statement.execute("q")).isTrue();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    assertThat(statement.getResultSet()).isNotNull();
    assertThat(statement.execute("insert")).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(2);
    assertThat(statement.getResultSet()).isNull();
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    assertThat(statement.executeUpdate("create")).isZero();
    assertThat(statement.executeLargeUpdate("insert")).isEqualTo(2);
  }

  @Test
  void aStatementGivenToTheWrongMethodDoesNotRun() throws SQLException {
    Statement statement = statement();
    assertThatThrownBy(() -> statement.executeQuery("insert")).hasMessageContaining("gives no rows");
    assertThatThrownBy(() -> statement.executeUpdate("q")).hasMessageContaining("gives rows");
    assertThat(store.executed).isEmpty();
  }

  @Test
  void errorsOfTheEngineArriveTranslated() throws SQLException {
    Statement statement = statement();
    assertThatThrownBy(() -> statement.executeQuery("selec")).isInstanceOf(SQLSyntaxErrorException.class);
    assertThatThrownBy(() -> statement.execute("bad")).isInstanceOfSatisfying(SQLException.class,
        e -> assertThat(e.getSQLState()).isEqualTo("22012"));
  }

  @Test
  void parametersNeedAPreparedStatement() throws SQLException {
    store.appends("insert ?", List.of(SqlType.BIGINT), 0, 1);
    Statement statement = statement();
    assertThatThrownBy(() -> statement.execute("insert ?")).hasMessageContaining("use prepareStatement");
  }

  @Test
  void runningAgainClosesTheOldResultAndOtherStatementsKeepTheirs() throws SQLException {
    Connection connection = Connected.to(store);
    Statement first = connection.createStatement();
    Statement second = connection.createStatement();
    ResultSet old = first.executeQuery("q");
    ResultSet other = second.executeQuery("q");
    ResultSet current = first.executeQuery("q");
    assertThat(old.isClosed()).isTrue();
    assertThat(current.next()).isTrue();
    assertThat(other.next()).isTrue();
    assertThat(other.getStatement()).isSameAs(second);
  }

  @Test
  void maxRowsCutsTheResult() throws SQLException {
    Statement statement = statement();
    statement.setMaxRows(2);
    ResultSet rows = statement.executeQuery("q");
    assertThat(rows.next()).isTrue();
    assertThat(rows.next()).isTrue();
    assertThat(rows.next()).isFalse();
    statement.setMaxRows(3);
    rows = statement.executeQuery("q");
    for (int i = 0; i < 3; i++)
      assertThat(rows.next()).isTrue();
    assertThat(rows.next()).isFalse();
  }

  @Test
  void cancelEndsTheRowsThatAreBeingRead() throws SQLException {
    var endless = new EndlessRows();
    store.cursor("endless", EndlessRows.COLUMNS, () -> endless);
    Statement statement = statement();
    ResultSet rows = statement.executeQuery("endless");
    assertThat(rows.next()).isTrue();
    statement.cancel();
    assertThatThrownBy(rows::next).isNotInstanceOf(SQLTimeoutException.class)
        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
  }

  @Test
  void cancelFromAnotherThreadReachesAStatementThatStillExecutes() throws Exception {
    var executing = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    store.does("wait", List.of(), _ -> {
      executing.countDown();
      await(released);
      return new SqlResult.Done("ready");
    });
    Statement statement = statement();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      var run = other.submit(() -> statement.execute("wait"));
      await(executing);
      statement.cancel();
      assertThat(store.cancels).isEqualTo(1);
      released.countDown();
      assertThat(run.get()).isFalse();
    }
    statement.cancel();
    assertThat(store.cancels).as("cancelled when nothing ran").isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theTimeLimitEndsTheRowsWithItsOwnException() throws SQLException {
    var endless = new EndlessRows();
    store.cursor("endless", EndlessRows.COLUMNS, () -> endless);
    Statement statement = statement();
    statement.setQueryTimeout(5);
    ResultSet rows = statement.executeQuery("endless");
    assertThat(rows.next()).isTrue();
    assertThat(alarm.pending.values()).containsExactly(Duration.ofSeconds(5));
    alarm.ring();
    assertThatThrownBy(rows::next).isInstanceOf(SQLTimeoutException.class).hasMessageContaining("5 s");
  }

  @Test
  void aLimitIsForgottenWhenTheRowsAreClosedOrThereAreNone() throws SQLException {
    Statement statement = statement();
    statement.setQueryTimeout(5);
    statement.executeQuery("q").close();
    assertThat(alarm.pending).isEmpty();
    statement.executeUpdate("insert");
    assertThat(alarm.pending).isEmpty();
    assertThatThrownBy(() -> statement.execute("bad")).isInstanceOf(SQLException.class);
    assertThat(alarm.pending).isEmpty();
  }

  @Test
  void closeOnCompletionClosesTheStatementWithItsResult() throws SQLException {
    Statement statement = statement();
    statement.closeOnCompletion();
    ResultSet first = statement.executeQuery("q");
    ResultSet second = statement.executeQuery("q");
    assertThat(first.isClosed()).isTrue();
    assertThat(statement.isClosed()).isFalse();
    second.close();
    assertThat(statement.isClosed()).isTrue();
  }

  @Test
  void closingTheStatementClosesItsRows() throws SQLException {
    var endless = new EndlessRows();
    store.cursor("endless", EndlessRows.COLUMNS, () -> endless);
    Statement statement = statement();
    ResultSet rows = statement.executeQuery("endless");
    statement.close();
    assertThat(rows.isClosed()).isTrue();
    assertThat(endless.closed).isTrue();
    assertThatThrownBy(() -> statement.executeQuery("q")).hasMessage("the statement is closed");
    statement.close();
  }

  @Test
  void aBatchRunsInOrderAndStopsAtTheFirstFailure() throws SQLException {
    Statement statement = statement();
    statement.addBatch("insert");
    statement.addBatch("create");
    assertThat(statement.executeBatch()).containsExactly(2, 0);
    assertThat(statement.executeBatch()).as("what was run is gone").isEmpty();
    statement.addBatch("insert");
    statement.addBatch("bad");
    statement.addBatch("insert");
    assertThatThrownBy(statement::executeBatch).isInstanceOfSatisfying(BatchUpdateException.class, e -> {
      assertThat(e.getUpdateCounts()).containsExactly(2);
      assertThat(e.getSQLState()).isEqualTo("22012");
    }).hasMessageContaining("entry 2 of the batch");
  }

  @Test
  void theSeqsOfAppendedEventsAreGeneratedKeys() throws SQLException {
    Statement statement = statement();
    statement.executeUpdate("insert", Statement.RETURN_GENERATED_KEYS);
    ResultSet keys = statement.getGeneratedKeys();
    assertThat(keys.next()).isTrue();
    assertThat(keys.getLong("seq")).isEqualTo(10);
    assertThat(keys.next()).isTrue();
    assertThat(keys.getLong(1)).isEqualTo(11);
    assertThat(keys.next()).isFalse();
    statement.executeUpdate("insert");
    assertThat(statement.getGeneratedKeys().next()).as("none were asked for").isFalse();
    assertThatThrownBy(() -> statement.executeUpdate("insert", new String[]{"id"}))
        .hasMessageContaining("\"id\" is no generated key");
  }
}
