// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.redexdb.grammar.tree.Span;

/// Cuts a text into statements, each a list of tokens that ends with an EOF token, and refuses what the parser must not
/// see: strings without end, characters of no meaning, statements too long or too deep for its stack.
final class StatementReader {
  /// Longest statement, from its first to its last token, in UTF-16 units.
  static final int STATEMENT_CHARS_MAX = 1 << 20;

  private final String text;
  private final RqlLexer lexer;
  private boolean atEnd;

  StatementReader(String text) {
    this.text = text;
    lexer = new RqlLexer(new Utf16Source(text));
    lexer.removeErrorListeners(); // every character has a rule, so there is nothing to hear
  }

  /// The tokens of the next statement that is not empty, or an empty list after the last one.
  List<Token> next() {
    var tokens = new ArrayList<Token>();
    var nesting = new Nesting();
    while (!atEnd) {
      var token = lexer.nextToken();
      switch (token.getType()) {
        case Token.EOF -> atEnd = true;
        case RqlLexer.SEMICOLON -> {
        }
        default -> {
          check(token);
          nesting.see(token);
          tokens.add(token);
          checkLength(tokens.getFirst(), token);
          continue;
        }
      }
      if (!tokens.isEmpty()) {
        tokens.add(endAfter(tokens.getLast(), token));
        return tokens;
      }
    }
    return tokens;
  }

  /// True when the text ends with a semicolon that is not inside quotes or a comment.
  static boolean endsWithSemicolon(String text) {
    var lexer = new RqlLexer(new Utf16Source(text));
    lexer.removeErrorListeners();
    var last = Token.EOF;
    for (var type = lexer.nextToken().getType(); type != Token.EOF; type = lexer.nextToken().getType()) {
      last = type;
    }
    return last == RqlLexer.SEMICOLON;
  }

  private static void checkLength(Token first, Token last) {
    if (last.getStopIndex() + 1 - first.getStartIndex() > STATEMENT_CHARS_MAX) {
      var problem = "statement longer than " + STATEMENT_CHARS_MAX
          + " characters: split it, or send values as parameters";
      throw new Rejection(problem, Spans.of(first), "");
    }
  }

  private void check(Token token) {
    switch (token.getType()) {
      case RqlLexer.UNTERMINATED_STRING ->
        throw unterminated(token, 1, "string without a closing ' (a ' inside is written '')");
      case RqlLexer.UNTERMINATED_NAME ->
        throw unterminated(token, 1, "quoted name without a closing \" (strings stand in single quotes)");
      case RqlLexer.UNTERMINATED_COMMENT ->
        throw unterminated(token, 2, "comment without a closing */ (a name that holds /* stands in double quotes)");
      case RqlLexer.UNEXPECTED -> throw unexpectedCharacter(token);
      default -> {
      }
    }
  }

  /// The caret stands under the opening only: the rest of the text is not the mistake.
  private static Rejection unterminated(Token token, int openingLength, String problem) {
    var whole = Spans.of(token);
    var span = new Span(whole.line(), whole.column(), whole.offset(), openingLength);
    var opening = token.getText().substring(0, openingLength);
    return new Rejection(problem, span, opening);
  }

  private Rejection unexpectedCharacter(Token token) {
    var character = text.codePointAt(token.getStartIndex());
    var written = Character.toString(character);
    var hidden = Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
    var shown = hidden ? "U+" + HexFormat.of().withUpperCase().toHexDigits((char) character) : written;
    var advice = switch (character) {
      case '`' -> "; names are quoted with \"";
      case '\u201C', '\u201D', '\u201E' -> "; names are quoted with a plain \"";
      case '\u2018', '\u2019', '\u00B4' -> "; strings are quoted with a plain '";
      case '{', '}' -> "; JSON stands in a string, '{\"a\": 1}'";
      case ':' -> "; parameters are written ?";
      default -> "";
    };
    return new Rejection("unexpected character '" + shown + "'" + advice, Spans.of(token), written);
  }

  /// The end of a statement stands directly behind its last token, so that an error there shows its line.
  private Token endAfter(Token last, Token closing) {
    var end = new CommonToken(RqlLexer.EOF, "");
    var behindLast = text.indexOf('\n', last.getStartIndex());
    if (behindLast < 0 || behindLast > last.getStopIndex()) {
      end.setStartIndex(last.getStopIndex() + 1);
      end.setLine(last.getLine());
      end.setCharPositionInLine(last.getCharPositionInLine() + last.getStopIndex() + 1 - last.getStartIndex());
    } else {
      end.setStartIndex(closing.getStartIndex());
      end.setLine(closing.getLine());
      end.setCharPositionInLine(closing.getCharPositionInLine());
    }
    end.setStopIndex(end.getStartIndex() - 1);
    return end;
  }
}
