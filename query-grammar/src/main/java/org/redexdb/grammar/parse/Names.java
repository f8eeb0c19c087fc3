// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.redexdb.grammar.tree.ChannelRef;
import org.redexdb.grammar.tree.Identifier;

/// Identifiers and channel references.
final class Names {
  private Names() {}

  static Identifier identifier(RqlParser.IdentifierContext context) {
    return identifier(context.getStart());
  }

  static List<Identifier> identifiers(List<RqlParser.IdentifierContext> contexts) {
    return Each.of(contexts, Names::identifier);
  }

  static List<Identifier> list(RqlParser.NameListContext context) {
    return context == null ? List.of() : identifiers(context.identifier());
  }

  /// A name behind a dot, where reserved words are names too, but only right behind it: `SELECT a. FROM t` lacks a name.
  static Identifier field(TerminalNode dot, RqlParser.FieldNameContext context) {
    var token = context.getStart();
    if (context.reservedWord() != null && token.getStartIndex() != dot.getSymbol().getStopIndex() + 1) {
      throw new Rejection("unexpected '" + token.getText() + "', expected a name", Spans.of(token), token.getText(),
          List.of("a name"));
    }
    return identifier(token);
  }

  /// A name is always one token: a plain name, a quoted one, or a word that is not reserved where it stands.
  static Identifier identifier(Token token) {
    var quoted = token.getType() == RqlLexer.QUOTED_NAME;
    var text = quoted ? Literals.unquoted(token) : token.getText();
    if (text.isEmpty()) {
      throw new Rejection("a name in quotes is empty", Spans.of(token), token.getText());
    }
    return new Identifier(text, quoted, Spans.of(token));
  }

  static ChannelRef channel(RqlParser.ChannelRefContext context) {
    return switch (context) {
      case RqlParser.ChannelByFunctionContext function -> {
        var name = function.STRING().getSymbol();
        var text = Literals.unquoted(name);
        if (text.isEmpty()) {
          throw new Rejection("the name of a channel is empty", Spans.of(name), name.getText());
        }
        yield new ChannelRef.Named(null, new Identifier(text, true, Spans.of(name)), Spans.of(context));
      }
      case RqlParser.ChannelByOriginContext origin ->
        new ChannelRef.Origin(Literals.unquoted(origin.STRING().getSymbol()), Spans.of(context));
      case RqlParser.ChannelByNameContext named -> byName(named);
      default -> throw new IllegalStateException("no such channel reference: " + context.getClass());
    };
  }

  private static ChannelRef byName(RqlParser.ChannelByNameContext context) {
    var first = identifier(context.identifier());
    var others = new ArrayList<Identifier>();
    for (var i = 0; i < context.fieldName().size(); i++) {
      others.add(field(context.DOT(i), context.fieldName(i)));
    }
    return switch (others.size()) {
      case 0 -> new ChannelRef.Named(null, first, Spans.of(context));
      case 1 -> new ChannelRef.Named(first, others.getFirst(), Spans.of(context));
      default -> {
        var dotted = new StringBuilder(first.text());
        others.forEach(other -> dotted.append('.').append(other.text()));
        throw new Rejection("a channel name with dots is quoted: \"" + dotted + "\"", Spans.of(context),
            context.getStart().getText());
      }
    };
  }
}
