// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.redexdb.grammar.tree.Span;

/// Positions of tokens and contexts.
final class Spans {
  private Spans() {}

  static Span of(Token token) {
    var length = Math.max(0, token.getStopIndex() + 1 - token.getStartIndex());
    return new Span(token.getLine(), token.getCharPositionInLine() + 1, token.getStartIndex(), length);
  }

  static Span of(ParserRuleContext context) {
    return of(context.getStart()).to(of(context.getStop()));
  }

  static String textOf(Token token) {
    return token.getType() == Token.EOF ? "" : token.getText();
  }
}
