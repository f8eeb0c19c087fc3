// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.print;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// RFC 4180 with a header; lines end with a line feed alone, as tools on Unix expect. NULL is an empty field, an empty
/// text a quoted one.
final class CsvWriter implements RowWriter {
  private final PrintStream out;

  CsvWriter(PrintStream out, List<ColumnHead> columns) {
    this.out = out;
    line(columns.stream().map(ColumnHead::name).toList());
  }

  @Override
  public void row(List<? extends @Nullable Object> values) {
    var texts = new ArrayList<@Nullable String>(values.size());
    for (var value : values)
      texts.add(value == null ? null : ValueText.of(value));
    line(texts);
  }

  private void line(List<? extends @Nullable String> fields) {
    var line = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) line.append(',');
      var field = fields.get(i);
      if (field != null) append(line, field);
    }
    out.print(line.append('\n'));
  }

  private static void append(StringBuilder line, String field) {
    if (needsQuotes(field)) {
      line.append('"').append(field.replace("\"", "\"\"")).append('"');
    } else {
      line.append(field);
    }
  }

  private static boolean needsQuotes(String field) {
    if (field.isEmpty()) return true;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') return true;
    }
    return field.charAt(0) == ' ' || field.charAt(field.length() - 1) == ' ';
  }

  @Override
  public void end() { out.flush(); }
}
