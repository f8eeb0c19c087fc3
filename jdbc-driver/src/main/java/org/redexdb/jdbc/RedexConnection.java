// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.sql.ClientInfoStatus;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;
import org.redexdb.jdbc.error.Unwrapping;
import org.redexdb.jdbc.metadata.ProductVersion;
import org.redexdb.jdbc.metadata.RedexDatabaseMetaData;
import org.redexdb.jdbc.statement.RedexPreparedStatement;
import org.redexdb.jdbc.statement.RedexStatement;

/// A connection to a store of this process. Any thread; its statements run one after the other.
final class RedexConnection implements WithoutTransactions, WithoutFactories, Unwrapping {
  private static final String SCHEMA = "main";

  private final OpenStore store;
  private @Nullable SQLWarning warnings;

  RedexConnection(OpenStore store) {
    this.store = store;
    store.belongsTo(this);
  }

  @Override
  public Statement createStatement() throws SQLException {
    store.checkOpen();
    return store.remember(new RedexStatement(store));
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return createStatement(type, concurrency, ResultSet.HOLD_CURSORS_OVER_COMMIT);
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    Statement statement = createStatement();
    warnUnless(type, concurrency, holdability);
    return statement;
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return store.remember(RedexPreparedStatement.prepare(store, sql));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
    return store.remember(RedexPreparedStatement.prepare(store, sql, keys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
    return store.remember(RedexPreparedStatement.prepare(store, sql, columns));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] names) throws SQLException {
    return store.remember(RedexPreparedStatement.prepare(store, sql, names));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
    return prepareStatement(sql, type, concurrency, ResultSet.HOLD_CURSORS_OVER_COMMIT);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    PreparedStatement statement = prepareStatement(sql);
    warnUnless(type, concurrency, holdability);
    return statement;
  }

  /// JDBC asks a driver that lacks a kind of result to give the nearest one and say so in a warning.
  private void warnUnless(int type, int concurrency, int holdability) {
    if (type != ResultSet.TYPE_FORWARD_ONLY) warn("results are TYPE_FORWARD_ONLY; what was asked for is not there");
    if (concurrency != ResultSet.CONCUR_READ_ONLY)
      warn("results are CONCUR_READ_ONLY: stored events are never changed");
    if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT)
      warn("results stay open over a commit; what was asked for is not there");
  }

  private synchronized void warn(String text) {
    var warning = new SQLWarning(text, "01000");
    if (warnings == null) warnings = warning;
    else
      warnings.setNextWarning(warning);
  }

  @Override
  public synchronized @Nullable SQLWarning getWarnings() throws SQLException {
    store.checkOpen();
    return warnings;
  }

  @Override
  public synchronized void clearWarnings() throws SQLException {
    store.checkOpen();
    warnings = null;
  }

  /// The text itself: there are no `{…}` escapes in RQL.
  @Override
  public String nativeSQL(String sql) throws SQLException {
    store.checkOpen();
    return sql;
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    store.checkOpen();
    return new RedexDatabaseMetaData(store,
        new ProductVersion(DriverVersion.text(), DriverVersion.major(), DriverVersion.minor()));
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    store.checkOpen();
    return true;
  }

  /// True when the store is only readable here: asked for, or because another process writes it.
  @Override
  public boolean isReadOnly() throws SQLException { return store.readOnly(); }

  /// A hint without effect; `access=read_only` in the URL opens for reading.
  @Override
  public void setReadOnly(boolean readOnly) throws SQLException { store.checkOpen(); }

  @Override
  public @Nullable String getCatalog() throws SQLException {
    store.checkOpen();
    return null;
  }

  /// Ignored, as JDBC asks of a store without catalogs.
  @Override
  public void setCatalog(@Nullable String catalog) throws SQLException { store.checkOpen(); }

  @Override
  public String getSchema() throws SQLException {
    store.checkOpen();
    return SCHEMA;
  }

  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    store.checkOpen();
    if (schema != null && !schema.equals(SCHEMA))
      throw SqlErrors.of(SqlState.BAD_ARGUMENT, "there is no schema \"" + schema + "\", only \"" + SCHEMA + "\"");
  }

  @Override
  public int getHoldability() throws SQLException {
    store.checkOpen();
    return ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    store.checkOpen();
    if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT)
      throw SqlErrors.notSupported("results stay open over a commit");
  }

  @Override
  public boolean isValid(int timeoutSeconds) throws SQLException {
    if (timeoutSeconds < 0) throw SqlErrors.of(SqlState.BAD_ARGUMENT, "timeout " + timeoutSeconds + " is negative");
    return !store.closed();
  }

  @Override
  public boolean isClosed() { return store.closed(); }

  @Override
  public void close() throws SQLException { store.close(); }

  @Override
  public void abort(Executor executor) throws SQLException {
    executor.execute(() -> {
      try {
        store.close();
      } catch (SQLException e) {
        // Whoever aborts has given the connection up; there is nobody to tell but the log.
        System.getLogger("org.redexdb.jdbc").log(System.Logger.Level.WARNING, "closing an aborted connection", e);
      }
    });
  }

  @Override
  public @Nullable String getClientInfo(String name) throws SQLException {
    store.checkOpen();
    return null;
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    store.checkOpen();
    return new Properties();
  }

  @Override
  public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
    checkOpenFor(Map.of(name, ClientInfoStatus.REASON_UNKNOWN));
    warn("client info \"" + name + "\" is not kept: the store is in this process");
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    checkOpenFor(properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, _ -> ClientInfoStatus.REASON_UNKNOWN)));
    if (!properties.isEmpty()) warn("client info is not kept: the store is in this process");
  }

  private void checkOpenFor(Map<String, ClientInfoStatus> failed) throws SQLClientInfoException {
    if (store.closed())
      throw new SQLClientInfoException("the connection is closed", SqlState.CONNECTION_CLOSED.code(), failed);
  }

  /// 0: there is no network.
  @Override
  public int getNetworkTimeout() throws SQLException {
    store.checkOpen();
    return 0;
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    store.checkOpen();
    if (milliseconds != 0)
      throw SqlErrors.notSupported("there is no network to time out; limit statements with setQueryTimeout");
  }
}
