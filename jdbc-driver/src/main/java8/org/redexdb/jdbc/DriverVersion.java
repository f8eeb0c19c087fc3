// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Version of this build, {@code 0.1.0-SNAPSHOT}. Compiled for Java 8 like the driver that reports it. */
final class DriverVersion {
  private static final String TEXT = read();

  private DriverVersion() {}

  static String text() {
    return TEXT;
  }

  static int major() {
    return number(0);
  }

  static int minor() {
    return number(1);
  }

  private static int number(int part) {
    String[] parts = TEXT.split("[.-]", -1);
    return Integer.parseInt(parts[part]);
  }

  private static String read() {
    try (InputStream in = DriverVersion.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
