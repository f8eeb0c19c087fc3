// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import org.antlr.v4.runtime.Token;

/// Counts how deep the parser will recurse, before it does: parentheses, brackets, CASE, and signs and NOTs in a row.
/// The parser takes 4 to 9 Java frames a level.
final class Nesting {
  /// Deepest nesting of a statement.
  static final int NESTING_MAX = 200;

  /// What each open parenthesis, bracket or CASE added: itself and the prefix operators before it.
  private final int[] added = new int[NESTING_MAX];

  private int open;
  private int depth;
  private int prefixes;
  private int previousType = Token.EOF;

  void see(Token token) {
    // After a dot every word is a name: payload.case opens nothing.
    var type = previousType == RqlLexer.DOT ? RqlLexer.NAME : token.getType();
    previousType = token.getType();
    switch (type) {
      case RqlLexer.NOT, RqlLexer.PLUS, RqlLexer.MINUS -> check(depth + ++prefixes, token);
      case RqlLexer.PAREN_OPEN, RqlLexer.BRACKET_OPEN, RqlLexer.CASE -> {
        check(depth + prefixes + 1, token);
        added[open++] = prefixes + 1;
        depth += prefixes + 1;
        prefixes = 0;
      }
      case RqlLexer.PAREN_CLOSE, RqlLexer.BRACKET_CLOSE, RqlLexer.END -> {
        // One too many is the parser's to report.
        depth -= open > 0 ? added[--open] : 0;
        prefixes = 0;
      }
      default -> prefixes = 0;
    }
  }

  private static void check(int reached, Token token) {
    if (reached > NESTING_MAX) {
      throw new Rejection("nested more than " + NESTING_MAX + " levels deep", Spans.of(token), token.getText());
    }
  }
}
