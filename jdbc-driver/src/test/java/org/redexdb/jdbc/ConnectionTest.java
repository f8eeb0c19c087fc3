// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.redexdb.jdbc.url.ConnectionProperty;

class ConnectionTest {
  private final FakeStore store = new FakeStore();
  private final EmbeddedDriver driver = new EmbeddedDriver(_ -> store, new ManualAlarm());

  @Test
  void theDriverIsFoundByItsUrl() throws SQLException {
    assertThat(DriverManager.getDriver("jdbc:redexdb:./data")).isInstanceOf(RedexDriver.class);
    assertThat(new RedexDriver().acceptsURL("jdbc:h2:mem:")).isFalse();
    assertThat(new RedexDriver().connect("jdbc:h2:mem:", new Properties())).isNull();
  }

  @Test
  void anOldJvmIsToldWhatIsMissing() {
    assertThat(RedexDriver.refusal("1.8")).isEqualTo("RedexDB needs Java 25, this is 8");
    assertThat(RedexDriver.refusal("17")).isEqualTo("RedexDB needs Java 25, this is 17");
    assertThat(RedexDriver.refusal("24")).isNotNull();
    assertThat(RedexDriver.refusal("25")).isNull();
    assertThat(RedexDriver.refusal("26-ea")).isNull();
  }

  @Test
  void aServerUrlIsUnderstoodAndRefused() throws SQLException {
    var url = "jdbc:redexdb://db.example:7000";
    assertThat(new RedexDriver().acceptsURL(url)).isTrue();
    assertThatThrownBy(() -> new RedexDriver().connect(url, new Properties()))
        .isInstanceOfSatisfying(SQLFeatureNotSupportedException.class,
            e -> assertThat(e.getSQLState()).isEqualTo("0A000"))
        .hasMessageContaining("no server in this version");
  }

  @Test
  void everyPropertyIsDescribedWithDefaultAndChoices() throws SQLException {
    DriverPropertyInfo[] infos = driver.getPropertyInfo("jdbc:redexdb:data?create=false", new Properties());
    assertThat(infos).hasSize(ConnectionProperty.values().length)
        .allSatisfy(info -> assertThat(info.description).isNotBlank());
    DriverPropertyInfo create = Arrays.stream(infos).filter(info -> info.name.equals("create")).findAny().orElseThrow();
    assertThat(create.value).isEqualTo("false");
    assertThat(create.choices).containsExactly("true", "false");
  }

  @Test
  void sessionOptionsOfTheUrlReachTheSession() throws SQLException {
    driver.connect("jdbc:redexdb:data?time_zone=Europe/Berlin", new Properties());
    assertThat(store.options).containsEntry("time_zone", "Europe/Berlin");
  }

  @Test
  void aConnectionThatCannotBeSetUpLeavesNothingOpen() {
    assertThatThrownBy(() -> driver.connect("jdbc:redexdb:data?query_max_rows=5", new Properties()))
        .isInstanceOf(SQLException.class);
    assertThat(store.closed).isTrue();
    assertThat(store.options).containsEntry("session", "closed");
  }

  @Test
  void everyStatementCommitsByItselfAndNothingElseIsPretended() throws SQLException {
    Connection connection = Connected.to(store);
    assertThat(connection.getAutoCommit()).isTrue();
    connection.setAutoCommit(true);
    assertThatThrownBy(() -> connection.setAutoCommit(false)).isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThatThrownBy(connection::commit).hasMessageContaining("nothing to commit");
    assertThatThrownBy(connection::rollback).hasMessageContaining("nothing to roll back");
    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_NONE);
  }

  @Test
  void closingEndsStatementsAndGivesTheStoreBack() throws SQLException {
    var endless = new EndlessRows();
    store.cursor("endless", EndlessRows.COLUMNS, () -> endless);
    Connection connection = Connected.to(store);
    Statement statement = connection.createStatement();
    ResultSet rows = statement.executeQuery("endless");
    connection.close();
    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    assertThat(statement.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    assertThat(endless.closed).isTrue();
    assertThat(store.closed).isTrue();
    assertThat(store.options).containsEntry("session", "closed");
    connection.close();
    assertThatThrownBy(connection::createStatement).isInstanceOf(SQLNonTransientConnectionException.class)
        .hasMessage("the connection is closed");
    assertThatThrownBy(() -> connection.prepareStatement("endless")).hasMessage("the connection is closed");
  }

  @Test
  void abortClosesThroughTheExecutor() throws SQLException {
    Connection connection = Connected.to(store);
    connection.abort(Runnable::run);
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void readOnlyIsWhatTheStoreSays() throws SQLException {
    Connection connection = Connected.to(store);
    assertThat(connection.isReadOnly()).isFalse();
    store.readOnly = true;
    assertThat(connection.isReadOnly()).isTrue();
    assertThat(connection.getMetaData().isReadOnly()).isTrue();
  }

  @Test
  void aKindOfResultThatIsNotThereGivesTheNearestAndAWarning() throws SQLException {
    Connection connection = Connected.to(store);
    connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    assertThat((Throwable) connection.getWarnings()).isNull();
    Statement statement = connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
    assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
    assertThat(connection.getWarnings().getMessage()).contains("TYPE_FORWARD_ONLY");
    assertThat(connection.getWarnings().getNextWarning().getMessage()).contains("CONCUR_READ_ONLY");
    connection.clearWarnings();
    assertThat((Throwable) connection.getWarnings()).isNull();
  }

  @Test
  void thereIsOneSchemaAndNoCatalog() throws SQLException {
    Connection connection = Connected.to(store);
    assertThat(connection.getSchema()).isEqualTo("main");
    assertThat(connection.getCatalog()).isNull();
    connection.setSchema("main");
    connection.setCatalog("any");
    assertThatThrownBy(() -> connection.setSchema("other")).hasMessageContaining("no schema \"other\"");
  }

  @Test
  void unwrapGivesTheObjectItself() throws SQLException {
    Connection connection = Connected.to(store);
    assertThat(connection.isWrapperFor(Connection.class)).isTrue();
    assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
    assertThat(connection.isWrapperFor(Runnable.class)).isFalse();
    assertThatThrownBy(() -> connection.unwrap(Runnable.class)).isInstanceOf(SQLException.class);
  }
}
