// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.print;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/// An aligned table, columns with nothing but numbers to the right. Widths are taken from the first thousand rows, so that
/// memory does not grow with the result; a wider value further down moves its own line only. NULL is `∅`, which no text value
/// looks like by accident. On a terminal, columns that do not fit are cut with `…`.
final class TableWriter implements RowWriter {
  static final int SAMPLE_ROWS = 1_000;
  static final String NULL = "∅";

  private static final int NARROWEST = 8;

  private final PrintStream out;
  private final List<ColumnHead> columns;
  private final int widthMax;
  private final List<String[]> sample = new ArrayList<>();
  private final boolean[] right;
  private final boolean[] other;
  private int @Nullable [] widths;

  TableWriter(PrintStream out, List<ColumnHead> columns, int widthMax) {
    this.out = out;
    this.columns = columns;
    this.widthMax = widthMax;
    this.right = new boolean[columns.size()];
    this.other = new boolean[columns.size()];
  }

  @Override
  public void row(List<? extends @Nullable Object> values) {
    var cells = new String[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      var value = values.get(i);
      cells[i] = value == null ? NULL : printable(ValueText.of(value));
      if (widths == null && value != null) (value instanceof Number ? right : other)[i] = true;
    }
    if (widths != null) {
      line(cells, widths);
      return;
    }
    sample.add(cells);
    if (sample.size() == SAMPLE_ROWS) begin();
  }

  @Override
  public void end() {
    if (widths == null) begin();
    out.flush();
  }

  private void begin() {
    var heads = columns.stream().map(column -> printable(column.name())).toArray(String[]::new);
    int[] fitted = Arrays.stream(heads).mapToInt(TableWriter::width).toArray();
    for (var cells : sample) {
      for (int i = 0; i < cells.length; i++)
        fitted[i] = Math.max(fitted[i], width(cells[i]));
    }
    shrink(fitted);
    for (int i = 0; i < right.length; i++)
      right[i] = columns.get(i).right() || (right[i] && !other[i]);
    line(heads, fitted);
    var rule = new StringBuilder();
    for (int i = 0; i < fitted.length; i++)
      rule.append(i == 0 ? "" : "┼").append("─".repeat(fitted[i] + 2));
    out.println(rule);
    sample.forEach(cells -> line(cells, fitted));
    sample.clear();
    widths = fitted;
  }

  // The widest column gives way first: names and numbers stay whole beside a long payload.
  private void shrink(int[] fitted) {
    if (widthMax <= 0) return;
    while (Arrays.stream(fitted).sum() + 3 * fitted.length - 1 > widthMax) {
      int widest = 0;
      for (int i = 1; i < fitted.length; i++)
        widest = fitted[i] > fitted[widest] ? i : widest;
      if (fitted[widest] <= NARROWEST) return;
      fitted[widest]--;
    }
  }

  private void line(String[] cells, int[] fitted) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      if (i > 0) line.append('│');
      var cell = widthMax > 0 ? cut(cells[i], fitted[i]) : cells[i];
      var blanks = " ".repeat(Math.max(0, fitted[i] - width(cell)));
      boolean last = i == cells.length - 1;
      line.append(' ').append(right[i] ? blanks + cell : last ? cell : cell + blanks).append(last ? "" : " ");
    }
    out.println(line);
  }

  /// Columns of the terminal that the text takes: two for most of CJK and emoji, none for combining marks.
  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length();) {
      int point = text.codePointAt(i);
      width += point < 0x7f ? 1 : Math.max(0, WCWidth.wcwidth(point));
      i += Character.charCount(point);
    }
    return width;
  }

  private static String cut(String text, int columns) {
    if (width(text) <= columns) return text;
    int width = 0;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      int next = width + Math.max(0, WCWidth.wcwidth(point));
      if (next > columns - 1) break;
      width = next;
      end += Character.charCount(point);
    }
    return text.substring(0, end) + "…";
  }

  // A stored text must not be able to move the cursor, ring the bell or end the line.
  private static String printable(String text) {
    int at = 0;
    while (at < text.length() && !isControl(text.charAt(at)))
      at++;
    if (at == text.length()) return text;
    var clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> clean.append('↵');
        case '\t' -> clean.append(' ');
        case '\r' -> clean.append('␍');
        default -> clean.append(isControl(c) ? '\ufffd' : c);
      }
    }
    return clean.toString();
  }

  private static boolean isControl(char c) {
    return Character.isISOControl(c) || (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
  }
}
