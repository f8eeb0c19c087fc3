// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import java.nio.file.Path;
import org.redexdb.storage.api.RedexException;

/// Main class of a process that tries to open a store for writing and says how it went.
final class Opener {
  private Opener() {}

  public static void main(String[] arguments) { System.out.println(tryOpen(Path.of(arguments[0]))); }

  static String tryOpen(Path folder) {
    try {
      RealStores.open(folder, Appender.OPTIONS).close();
      return "opened";
    } catch (RedexException e) {
      return e.code() + " " + e.sqlState() + " " + e.getMessage();
    }
  }
}
