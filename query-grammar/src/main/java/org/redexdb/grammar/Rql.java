// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar;

import java.util.List;
import java.util.function.Supplier;
import org.redexdb.grammar.parse.Keywords;
import org.redexdb.grammar.parse.Rejection;
import org.redexdb.grammar.parse.StatementParser;
import org.redexdb.grammar.tree.Span;
import org.redexdb.grammar.tree.Statement;

/// Parses RQL. Every method may be called from any thread; every refusal is a [SyntaxException].
///
/// Limits, each refused with a message that names it: a statement of 1 MiB (2^20 UTF-16 units from its first to its last
/// token), 200 levels of parentheses, brackets, CASE and prefix operators, 500 operators within each other, numbers of
/// 1,000 characters. A tree is therefore never deeper than about 500 nodes, and walking it may recurse.
public final class Rql {
  private Rql() {}

  /// The statements of a text, separated by `;`. Empty ones are left out; the last needs no `;`.
  public static List<Statement> parse(String text) {
    return guarded(text, () -> StatementParser.parse(text));
  }

  /// The one statement of a text, with or without `;` behind it.
  ///
  /// @throws SyntaxException also when the text holds no statement or more than one
  public static Statement parseOne(String text) {
    var statements = parse(text);
    if (statements.isEmpty()) {
      throw new SyntaxException("no statement", "", List.of(), new Span(1, 1, 0, 0), text);
    }
    if (statements.size() > 1) {
      var second = statements.get(1).span();
      throw new SyntaxException("more than one statement where one is expected", "", List.of(), second, text);
    }
    return statements.getFirst();
  }

  /// True when a shell may send what was typed: it ends with a `;` outside of quotes and comments.
  public static boolean isComplete(String text) {
    return StatementParser.endsWithSemicolon(text);
  }

  /// Every keyword in capitals, sorted: for completion.
  public static List<String> keywords() {
    return Keywords.keywords();
  }

  /// True when `word` can only be a name in double quotes. Whoever prints RQL quotes these, and every name that is not
  /// letters, digits, `_` and `$`.
  public static boolean isReserved(String word) {
    return Keywords.isReserved(word);
  }

  private static <T> T guarded(String text, Supplier<T> parsing) {
    try {
      return parsing.get();
    } catch (Rejection rejection) {
      throw new SyntaxException(rejection.problem(), rejection.token(), rejection.expected(), rejection.span(), text);
    }
  }
}
