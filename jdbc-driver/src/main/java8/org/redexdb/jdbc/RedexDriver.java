// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * The driver for {@code jdbc:redexdb:} URLs, found by {@link DriverManager} and by the service loader.
 *
 * <p>Compiled for Java 8, so that an old JVM loads it and is told what is missing instead of a class version error. On
 * Java 25 or newer everything is done by {@code EmbeddedDriver}, which is loaded by name: this class must not mention
 * it. Any thread.
 */
public final class RedexDriver implements Driver {
  /** Start of every URL this driver answers to. */
  public static final String URL_PREFIX = "jdbc:redexdb:";

  private static final int JAVA_REQUIRED = 25;

  static {
    try {
      DriverManager.registerDriver(new RedexDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Driver embedded;

  /** For the service loader; users need no instance of their own. */
  public RedexDriver() {}

  @Override
  public boolean acceptsURL(String url) {
    return url != null && url.startsWith(URL_PREFIX);
  }

  /**
   * Opens a store, or joins it when this process has it open already.
   *
   * @return null when the URL is of another driver
   * @throws SQLException the URL is wrong (08001), the store cannot be opened, or the JVM is too old
   */
  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    return acceptsURL(url) ? embedded().connect(url, info) : null;
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    return embedded().getPropertyInfo(url, info);
  }

  @Override
  public int getMajorVersion() {
    return DriverVersion.major();
  }

  @Override
  public int getMinorVersion() {
    return DriverVersion.minor();
  }

  /** False: statements that change stored events, and with them SQL-92 Entry Level, are not part of an event store. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("RedexDB logs through System.Logger, names org.redexdb.*", "0A000");
  }

  private synchronized Driver embedded() throws SQLException {
    if (embedded == null) {
      String refusal = refusal(System.getProperty("java.specification.version", "0"));
      if (refusal != null) {
        throw new SQLException(refusal, "08001");
      }
      try {
        embedded = (Driver) Class.forName("org.redexdb.jdbc.EmbeddedDriver", true, RedexDriver.class.getClassLoader())
            .getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException | LinkageError e) {
        throw new SQLException("RedexDB is not complete on the class path: " + e
            + "; use the self-contained redexdb-jdbc jar, or add all dependencies of the thin one", "08001", e);
      }
    }
    return embedded;
  }

  /** What is wrong with a JVM of this specification version ({@code 1.8}, {@code 17}), null when it will do. */
  static String refusal(String specificationVersion) {
    String number = specificationVersion.startsWith("1.") ? specificationVersion.substring(2) : specificationVersion;
    int end = 0;
    while (end < number.length() && Character.isDigit(number.charAt(end))) {
      end++;
    }
    int feature = end == 0 ? 0 : Integer.parseInt(number.substring(0, end));
    return feature >= JAVA_REQUIRED ? null : "RedexDB needs Java " + JAVA_REQUIRED + ", this is " + feature;
  }
}
