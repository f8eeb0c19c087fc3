// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.session;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.FakeCatalog;
import org.redexdb.meshdb.GoldenScript;
import org.redexdb.meshdb.MeshDb;
import org.redexdb.meshdb.MeshDbOptions;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.storage.api.RedexException;
import org.redexdb.storage.api.TimeSource;

/// Whole scripts, statement by statement in one session, against what they must print.
class ScriptTest {
  /// Noon of 2026-11-20; it stands still.
  private static final TimeSource NOON = new TimeSource() {
    @Override
    public long epochNanos() { return 1_795_176_000_000_000_000L; }

    @Override
    public long monotonicNanos() { return 0; }
  };

  @Test
  void channelsWithoutSchema() { run("session/channels.txt"); }

  @Test
  void declaredTables() { run("session/tables.txt"); }

  @Test
  void definitionsAndSettings() { run("session/definitions.txt"); }

  @Test
  void plansShowWhatIsPushedDown() { run("session/explain.txt"); }

  private static void run(String file) {
    try (var mesh = MeshDb.over(new FakeCatalog(), new MeshDbOptions(NOON, new Random(1), 1 << 28));
        var session = mesh.session()) {
      GoldenScript.run(file, sql -> answer(session, sql));
    }
  }

  private static String answer(SqlSession session, String sql) {
    try (var result = session.execute(sql)) {
      return switch (result) {
        case SqlResult.Done(String message) -> message;
        case SqlResult.Appended(long count, var positions) -> count + " appended, seq "
            + positions.stream().map(position -> Long.toString(position.seq())).collect(Collectors.joining(" to "));
        case SqlResult.Rows(var cursor) -> rows(cursor);
      };
    } catch (RedexException e) {
      return e.sqlState() + " " + e.getMessage();
    }
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }

  private static String rows(RowCursor cursor) {
    var lines = new ArrayList<String>();
    if (cursor.columns().size() > 1)
      lines.add(cursor.columns().stream().map(Column::name).collect(Collectors.joining(" | ")));
    while (cursor.next()) {
      var values = new ArrayList<String>();
      for (int i = 0; i < cursor.columns().size(); i++) values.add(text(cursor.value(i)));
      lines.add(String.join(" | ", values));
    }
    return String.join("\n", lines);
  }
}
