// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar;

import org.redexdb.grammar.tree.Span;

/// Draws the line of the source with a caret under the place.
public final class SourceExcerpt {
  /// Longer lines are cut around the place: an error must fit a terminal and a log.
  static final int WIDTH_MAX = 100;

  private static final String CUT = "…";

  private SourceExcerpt() {}

  /// Two lines: the source and the caret.
  public static String of(String source, Span at) {
    var start = lineStart(source, at.offset());
    var end = lineEnd(source, at.offset());
    var from = start;
    var to = end;
    if (end - start > WIDTH_MAX) {
      from = Math.max(start, Math.min(at.offset() - WIDTH_MAX / 2, end - WIDTH_MAX));
      to = from + WIDTH_MAX;
    }
    var shown = (from > start ? CUT : "") + source.substring(from, to) + (to < end ? CUT : "");
    var before = (from > start ? CUT : "") + source.substring(from, at.offset());
    var label = at.line() + " | ";
    var length = Math.max(1, Math.min(at.length(), to - at.offset()));
    return label + printable(shown) + "\n" + " ".repeat(label.length() - 2) + "| " + blanks(before)
        + "^".repeat(length);
  }

  private static int lineStart(String source, int offset) {
    var at = offset;
    while (at > 0 && source.charAt(at - 1) != '\n' && source.charAt(at - 1) != '\r') {
      at--;
    }
    return at;
  }

  private static int lineEnd(String source, int offset) {
    var at = offset;
    while (at < source.length() && source.charAt(at) != '\n' && source.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  /// Control characters would move the caret or the terminal.
  static String printable(String text) {
    var shown = new StringBuilder(text.length());
    text.chars().forEach(c -> shown.append(c == '\t' || !Character.isISOControl(c) ? (char) c : '�'));
    return shown.toString();
  }

  /// Tabs stay tabs so that the caret stays under its place whatever their width.
  private static String blanks(String text) {
    var blanks = new StringBuilder(text.length());
    text.chars().forEach(c -> blanks.append(c == '\t' ? '\t' : ' '));
    return blanks.toString();
  }
}
