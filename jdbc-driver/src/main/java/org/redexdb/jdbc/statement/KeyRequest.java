// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.statement;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;
import org.redexdb.jdbc.resultset.MemoryRows;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;

/// Which generated keys a caller wants back. The one key there is: the seq of each appended event.
record KeyRequest(List<String> labels) {
  static final KeyRequest NONE = new KeyRequest(List.of());
  private static final KeyRequest SEQ = new KeyRequest(List.of("seq"));
  private static final Set<String> NAMES = Set.of("seq", "event_seq");

  static KeyRequest of(int flag) throws SQLException {
    return switch (flag) {
      case Statement.RETURN_GENERATED_KEYS -> SEQ;
      case Statement.NO_GENERATED_KEYS -> NONE;
      default -> throw SqlErrors.of(SqlState.BAD_ARGUMENT, "no flag for generated keys: " + flag);
    };
  }

  static KeyRequest of(String[] names) throws SQLException {
    for (String name : names)
      if (!NAMES.contains(name.toLowerCase(Locale.ROOT)))
        throw SqlErrors.notSupported("\"" + name + "\" is no generated key; only seq is");
    return new KeyRequest(List.of(names));
  }

  static KeyRequest of(int[] columns) throws SQLException {
    if (columns.length == 0) return NONE;
    throw SqlErrors.notSupported("generated keys are asked for by name (\"seq\"), not by column number");
  }

  /// The keys of what was appended; no rows when none were asked for.
  MemoryRows of(SqlResult.Appended appended) {
    List<List<Long>> rows = new ArrayList<>();
    if (!labels.isEmpty() && appended.count() > 0) {
      // One statement appends to one channel in one atomic batch, so the seqs are without gaps.
      long first = appended.positions().getFirst().seq();
      for (long i = 0; i < appended.count(); i++)
        rows.add(Collections.nCopies(labels.size(), first + i));
    }
    return new MemoryRows(columns(), rows);
  }

  MemoryRows nothing() { return new MemoryRows(columns(), List.of()); }

  private List<Column> columns() {
    List<String> shown = labels.isEmpty() ? SEQ.labels : labels;
    return shown.stream().map(label -> new Column(label, SqlType.BIGINT, false, null, null)).toList();
  }
}
