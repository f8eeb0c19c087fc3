// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.print;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.RowCursor;

/// Writes the rows of a cursor.
public final class Results {
  private static final int CHECK_EVERY_ROWS = 1_000;

  private Results() {}

  /// Writes all rows; ends early when nobody reads the output any more.
  ///
  /// @return rows written
  public static long write(RowCursor cursor, ResultFormat format, PrintStream out, int widthMax) {
    var columns = cursor.columns();
    var heads = columns.stream().map(column -> new ColumnHead(column.name(), column.type().kind().numeric())).toList();
    var writer = format.writer(out, heads, widthMax);
    long rows = 0;
    while (cursor.next()) {
      var values = new ArrayList<@Nullable Object>(columns.size());
      for (int i = 0; i < columns.size(); i++)
        values.add(cursor.value(i));
      writer.row(values);
      rows++;
      if (rows % CHECK_EVERY_ROWS == 0 && out.checkError()) return rows;
    }
    writer.end();
    return rows;
  }

  /// Writes rows that a command made itself.
  public static void write(List<String> names, List<List<Object>> rows, ResultFormat format, PrintStream out,
      int widthMax) {
    var writer = format.writer(out, names.stream().map(name -> new ColumnHead(name, false)).toList(), widthMax);
    rows.forEach(writer::row);
    writer.end();
  }
}
