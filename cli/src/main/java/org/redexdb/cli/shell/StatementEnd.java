// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.shell;

/// Whether what was typed so far is ready to run: it ends with a semicolon that is not inside quotes or a comment.
final class StatementEnd {
  private enum Inside { NOTHING, TEXT, NAME, LINE_COMMENT, BLOCK_COMMENT }

  private StatementEnd() {}

  static boolean complete(String text) {
    var inside = Inside.NOTHING;
    boolean ended = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : '\0';
      switch (inside) {
        case NOTHING -> {
          inside = begins(c, next);
          if (inside == Inside.NOTHING && !Character.isWhitespace(c)) ended = c == ';';
          if (inside == Inside.TEXT || inside == Inside.NAME) ended = false;
          if (inside == Inside.BLOCK_COMMENT) i++;
        }
        // A doubled quote closes and opens again: the same in the end.
        case TEXT -> inside = c == '\'' ? Inside.NOTHING : inside;
        case NAME -> inside = c == '"' ? Inside.NOTHING : inside;
        case LINE_COMMENT -> inside = c == '\n' ? Inside.NOTHING : inside;
        case BLOCK_COMMENT -> {
          if (c == '*' && next == '/') {
            inside = Inside.NOTHING;
            i++;
          }
        }
      }
    }
    return ended && inside != Inside.TEXT && inside != Inside.NAME && inside != Inside.BLOCK_COMMENT;
  }

  private static Inside begins(char c, char next) {
    if (c == '\'') return Inside.TEXT;
    if (c == '"') return Inside.NAME;
    if (c == '-' && next == '-') return Inside.LINE_COMMENT;
    if (c == '/' && next == '*') return Inside.BLOCK_COMMENT;
    return Inside.NOTHING;
  }
}
