// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import org.antlr.v4.runtime.Token;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Span;

/// Constants.
final class Literals {
  /// Longest number: reading digits takes more than linear time, and no type holds more.
  static final int NUMBER_CHARS_MAX = 1000;

  private Literals() {}

  /// The inside of a string or a quoted name, doubled quotes made single.
  static String unquoted(Token token) {
    var text = token.getText();
    var quote = text.substring(0, 1);
    var inside = text.substring(1, text.length() - 1);
    return inside.contains(quote) ? inside.replace(quote + quote, quote) : inside;
  }

  static Expression.StringLiteral string(Token token) {
    return new Expression.StringLiteral(unquoted(token), Spans.of(token));
  }

  /// @param span of the number with its sign
  static Expression.Literal number(Token token, boolean negative, Span span) {
    var digits = token.getText();
    if (digits.length() > NUMBER_CHARS_MAX) {
      throw new Rejection("number with more than " + NUMBER_CHARS_MAX + " characters", Spans.of(token), digits);
    }
    var text = negative ? "-" + digits : digits;
    return switch (token.getType()) {
      case RqlLexer.INTEGER_NUMBER -> new Expression.IntegerLiteral(new BigInteger(text), span);
      case RqlLexer.DECIMAL_NUMBER -> new Expression.DecimalLiteral(new BigDecimal(text), span);
      case RqlLexer.DOUBLE_NUMBER -> {
        var value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
          throw new Rejection("number beyond the range of DOUBLE", Spans.of(token), digits);
        }
        yield new Expression.DoubleLiteral(value, span);
      }
      default -> throw new IllegalStateException("not a number: " + token);
    };
  }

  static Expression.BytesLiteral bytes(Token token) {
    var text = token.getText();
    var hex = text.substring(2, text.length() - 1).toLowerCase(Locale.ROOT);
    if (hex.length() % 2 != 0 || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new Rejection("X'…' holds an even number of hex digits", Spans.of(token), text);
    }
    return new Expression.BytesLiteral(hex, Spans.of(token));
  }

  /// A number that must fit an int: an index, a length, a precision.
  static int smallNumber(Token token) {
    try {
      return Integer.parseInt(token.getText());
    } catch (NumberFormatException tooLarge) {
      throw new Rejection("number beyond " + Integer.MAX_VALUE, Spans.of(token), token.getText());
    }
  }
}
