// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/// The parser that is used when the fast one gave up. It remembers where in the grammar the last token was consumed, so
/// that an error can name everything that could have followed; ANTLR by itself knows only what the rule at hand wanted.
final class ExplainingParser extends RqlParser {
  private final CommonTokenStream tokens;

  /// Grammar state at the last token consumed and the states that invoked the rules around it, innermost first.
  private Expectations.Place lastConsumed;

  ExplainingParser(CommonTokenStream tokens) {
    super(tokens);
    this.tokens = tokens;
    lastConsumed = Expectations.Place.startOf(RqlParser.RULE_singleStatement);
    removeErrorListeners();
    getInterpreter().setPredictionMode(PredictionMode.LL);
    setErrorHandler(new Explaining());
  }

  @Override
  public Token consume() {
    lastConsumed = Expectations.Place.after(getState(), invokingStates(), tokens.index() + 1);
    return super.consume();
  }

  private int[] invokingStates() {
    var count = 0;
    for (RuleContext at = getContext(); at != null && at.invokingState >= 0; at = at.parent) {
      count++;
    }
    var states = new int[count];
    var next = 0;
    for (RuleContext at = getContext(); at != null && at.invokingState >= 0; at = at.parent) {
      states[next++] = at.invokingState;
    }
    return states;
  }

  private Rejection rejection() {
    return new ErrorWording(tokens, Expectations.find(getATN(), lastConsumed, tokens)).rejection();
  }

  /// Throws at the first error. (What the superclass throws would lose the words.)
  private final class Explaining extends BailErrorStrategy {
    @Override
    public void recover(Parser recognizer, RecognitionException e) {
      throw rejection();
    }

    @Override
    public Token recoverInline(Parser recognizer) {
      throw rejection();
    }
  }
}
