// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.redexdb.grammar.tree.Statement;

/// Text in, trees out; a [Rejection] otherwise. Holds no state: any thread. (ANTLR shares its prediction tables between
/// threads and guards them itself.)
public final class StatementParser {
  private StatementParser() {}

  /// All statements of a text; empty ones are left out.
  public static List<Statement> parse(String text) {
    var reader = new StatementReader(text);
    var statements = new ArrayList<Statement>();
    for (var tokens = reader.next(); !tokens.isEmpty(); tokens = reader.next()) {
      statements.add(parse(tokens));
    }
    return List.copyOf(statements);
  }

  /// True when the text ends with a semicolon outside of quotes and comments.
  public static boolean endsWithSemicolon(String text) {
    return StatementReader.endsWithSemicolon(text);
  }

  private static Statement parse(List<Token> tokens) {
    var stream = new CommonTokenStream(new ListTokenSource(tokens));
    return StatementBuilder.build(contextOf(stream), stream);
  }

  /// SLL prediction is several times faster and decides almost every statement; what it cannot decide, and every error, is
  /// parsed again with full LL by the parser that explains errors.
  private static RqlParser.StatementContext contextOf(CommonTokenStream stream) {
    var parser = new RqlParser(stream);
    parser.removeErrorListeners();
    parser.setErrorHandler(new BailErrorStrategy());
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    try {
      return parser.singleStatement().statement();
    } catch (ParseCancellationException undecided) {
      stream.seek(0);
      return new ExplainingParser(stream).singleStatement().statement();
    }
  }
}
