// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import java.io.IOException;
import java.nio.file.Path;
import org.redexdb.netdb.NetDb;
import org.redexdb.netdb.OpenOptions;
import org.redexdb.storage.api.RedexException;

/// Main class of a process that writes to a store and keeps it until its standard input ends.
final class StoreHolder {
  private StoreHolder() {}

  public static void main(String[] arguments) throws IOException {
    try (var db = NetDb.open(Path.of(arguments[0]))) {
      Shop.fill(db);
      System.out.println("ready");
      int read = System.in.read();
      if (read >= 0) db.channel(Shop.CHANNEL).append(Shop.order(Shop.EVENTS));
    }
  }

  /// How opening went, as text that crosses class loaders.
  static String open(Path folder) {
    try (var db = NetDb.open(folder, OpenOptions.DEFAULTS)) {
      return db.readOnly() ? "read-only" : "writes";
    } catch (RedexException e) {
      return e.code() + " " + e.sqlState() + " " + e.getMessage();
    }
  }
}
