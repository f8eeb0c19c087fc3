// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.storage.api.RedexException;

/// Results as lines: the type of a value can be told from how it is written.
final class ResultText {
  private ResultText() {}

  /// @param only names of the columns to show, empty for all
  /// @param sorted whether rows are shown in the order of their text, for results without a promised one
  static List<String> of(SqlResult result, List<String> only, boolean sorted) {
    return switch (result) {
      case SqlResult.Rows(var cursor) -> rows(cursor, only, sorted);
      case SqlResult.Appended(long count, var positions) -> List.of("appended " + count
          + (positions.isEmpty() ? "" : " at seq " + positions.getFirst().seq() + " to " + positions.getLast().seq()));
      case SqlResult.Done(String message) -> List.of(message);
    };
  }

  static List<String> of(RedexException e) {
    String place = switch (e) {
      case SqlException.Invalid invalid when invalid.line() > 0 -> " at " + invalid.line() + ":" + invalid.column();
      case SqlException.Data data when data.line() > 0 -> " at " + data.line() + ":" + data.column();
      default -> "";
    };
    return List.of(("ERROR " + e.sqlState() + place + ": " + e.getMessage()).split("\n"));
  }

  private static List<String> rows(RowCursor cursor, List<String> only, boolean sorted) {
    try (cursor) {
      var columns = cursor.columns();
      var shown = new ArrayList<Integer>();
      for (int i = 0; i < columns.size(); i++) if (only.isEmpty() || only.contains(columns.get(i).name())) shown.add(i);
      var rows = new ArrayList<List<String>>();
      while (cursor.next()) {
        var row = new ArrayList<String>();
        for (int i : shown) row.add(text(cursor.value(i)));
        rows.add(row);
      }
      if (sorted) Collections.sort(rows, (a, b) -> a.toString().compareTo(b.toString()));
      return table(shown.stream().map(columns::get).toList(), rows);
    }
  }

  private static List<String> table(List<Column> columns, List<List<String>> rows) {
    var head = columns.stream().map(column -> column.name() + " " + column.type() + (column.nullable() ? "" : " !"))
        .toList();
    var all = new ArrayList<List<String>>();
    all.add(head);
    all.addAll(rows);
    var lines = new ArrayList<String>();
    for (var row : all) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = all.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
        line.append(i == 0 ? "" : " | ").append(row.get(i)).append(" ".repeat(width - row.get(i).length()));
      }
      lines.add(line.toString().stripTrailing());
    }
    if (rows.isEmpty()) lines.add("(no rows)");
    return lines;
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case String text -> "'" + text.replace("'", "''").replace("\n", "\\n") + "'";
      case BigDecimal number -> number.toPlainString();
      case byte[] bytes -> "X'" + HexFormat.of().formatHex(bytes) + "'";
      default -> value.toString();
    };
  }
}
