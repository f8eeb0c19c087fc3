// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;

/// Connections to one URL, for pools and frameworks that want a [DataSource]. A connection is cheap: the store is opened
/// once per process. Any thread, once the URL is set.
public final class RedexDataSource implements DataSource {
  private volatile @Nullable String url;

  /// Needs [#setUrl]; for those who make beans.
  public RedexDataSource() {}

  /// @param url `jdbc:redexdb:<path>[?name=value]`
  public RedexDataSource(String url) {
    this.url = url;
  }

  public @Nullable String getUrl() { return url; }

  public void setUrl(String newUrl) { url = newUrl; }

  /// @throws SQLException no URL, a wrong one (08001), or the store cannot be opened
  @Override
  public Connection getConnection() throws SQLException {
    String target = url;
    if (target == null) throw SqlErrors.of(SqlState.CANNOT_CONNECT, "the data source has no URL; call setUrl");
    Connection connection = new EmbeddedDriver().connect(target, new Properties());
    if (connection == null)
      throw SqlErrors.of(SqlState.CANNOT_CONNECT, "not a URL of RedexDB: it must start with " + RedexDriver.URL_PREFIX);
    return connection;
  }

  /// As [#getConnection()]: an embedded store has no users.
  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() { return null; }

  /// Ignored: RedexDB logs through [System.Logger].
  @Override
  public void setLogWriter(@Nullable PrintWriter writer) {}

  @Override
  public int getLoginTimeout() { return 0; }

  /// Ignored: opening waits for nobody.
  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw SqlErrors.notSupported("RedexDB logs through System.Logger, names org.redexdb.*");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) return type.cast(this);
    throw SqlErrors.of(SqlState.BAD_ARGUMENT, "RedexDataSource is not a " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) { return type.isInstance(this); }
}
