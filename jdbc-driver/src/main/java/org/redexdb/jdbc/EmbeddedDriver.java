// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.runtime.DaemonAlarm;
import org.redexdb.jdbc.statement.Alarm;
import org.redexdb.jdbc.url.ConnectionProperty;
import org.redexdb.jdbc.url.RedexUrl;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.netdb.NetDb;
import org.redexdb.storage.api.RedexException;

/// The driver itself; `RedexDriver` loads it by name on a JVM that can run it. Any thread.
final class EmbeddedDriver implements Driver {
  private final StoreOpener opener;
  private final Alarm alarm;

  EmbeddedDriver() {
    this(new NetDbOpener(), DaemonAlarm.SHARED);
  }

  EmbeddedDriver(StoreOpener opener, Alarm alarm) {
    this.opener = opener;
    this.alarm = alarm;
  }

  @Override
  public boolean acceptsURL(@Nullable String url) { return url != null && url.startsWith(RedexDriver.URL_PREFIX); }

  @Override
  public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
    if (!acceptsURL(url)) return null;
    RedexUrl parsed = RedexUrl.parse(url, info == null ? new Properties() : info);
    try {
      NetDb store = opener.open(parsed);
      try {
        return new RedexConnection(new OpenStore(store, session(store, parsed), alarm, parsed.text()));
      } catch (RedexException e) {
        store.close();
        throw e;
      }
    } catch (RedexException e) {
      throw SqlErrors.of(e);
    }
  }

  private static SqlSession session(NetDb store, RedexUrl url) {
    SqlSession session = store.session();
    try {
      for (Map.Entry<ConnectionProperty, String> setting : url.settings().entrySet())
        if (setting.getKey().ofSession()) session.set(setting.getKey().key(), setting.getValue());
      return session;
    } catch (RedexException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, @Nullable Properties info) throws SQLException {
    Map<ConnectionProperty, String> given = acceptsURL(url) && url != null
        ? RedexUrl.parse(url, info == null ? new Properties() : info).settings()
        : Map.of();
    return Arrays.stream(ConnectionProperty.values()).map(property -> describe(property, given))
        .toArray(DriverPropertyInfo[]::new);
  }

  private static DriverPropertyInfo describe(ConnectionProperty property, Map<ConnectionProperty, String> given) {
    String value = Optional.ofNullable(given.get(property)).orElse(property.defaultValue());
    var info = new DriverPropertyInfo(property.key(), value);
    info.description = property.description();
    if (!property.choices().isEmpty()) info.choices = property.choices().toArray(String[]::new);
    return info;
  }

  @Override
  public int getMajorVersion() { return DriverVersion.major(); }

  @Override
  public int getMinorVersion() { return DriverVersion.minor(); }

  @Override
  public boolean jdbcCompliant() { return false; }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw SqlErrors.notSupported("RedexDB logs through System.Logger, names org.redexdb.*");
  }
}
