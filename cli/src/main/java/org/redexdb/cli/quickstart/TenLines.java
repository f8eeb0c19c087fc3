// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.quickstart;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.redexdb.netdb.NetDb;

/// The Java of the quickstart, once to be shown and once to be run.
final class TenLines {
  /// With two gaps: the folder and the query.
  static final String SOURCE = """
      try (var db = NetDb.open(Path.of("%s"))) {
        var notes = db.channel("notes");
        var receipt = notes.append("{\\"text\\": \\"hello\\", \\"stars\\": 5}");
        System.out.println("stored as event " + receipt.seq());
        try (var rows = db.query("%s")) {
          while (rows.next()) {
            System.out.println(rows.value(0) + ": " + rows.longValue(1));
          }
        }
      }
      """;

  private TenLines() {}

  static void run(Supplier<NetDb> open, String query, Consumer<String> println) {
    try (var db = open.get()) {
      var notes = db.channel("notes");
      var receipt = notes.append("{\"text\": \"hello\", \"stars\": 5}");
      println.accept("stored as event " + receipt.seq());
      try (var rows = db.query(query)) {
        while (rows.next()) {
          println.accept(rows.value(0) + ": " + rows.longValue(1));
        }
      }
    }
  }
}
