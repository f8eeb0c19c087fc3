// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/// A string as a stream of UTF-16 units. ANTLR's own streams count code points, so that after the first emoji every
/// position would differ from an index into the text that was passed in.
///
/// The lexer sees characters beyond ASCII by kind only: it keeps its fast tables for ASCII alone, and took 100 times as
/// long for a string in Cyrillic as for one in Latin letters. The text of a token is always the original.
final class Utf16Source implements CharStream {
  /// The kinds, as RqlLexer.g4 names them; the real U+0001 and U+0002 are of kind OTHER.
  private static final int LETTER = 1;
  private static final int OTHER = 2;

  private static final int ASCII_END = 0x80;
  private static final int NEXT_LINE = 0x85;
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final String text;
  private int at;

  Utf16Source(String text) {
    this.text = text;
  }

  @Override
  public String getText(Interval interval) {
    return text.substring(interval.a, Math.min(interval.b + 1, text.length()));
  }

  @Override
  public void consume() {
    if (at >= text.length()) {
      throw new IllegalStateException("consume at the end of the text");
    }
    at++;
  }

  @Override
  public int LA(int distance) {
    var wanted = distance > 0 ? at + distance - 1 : at + distance;
    return distance == 0 || wanted < 0 || wanted >= text.length() ? IntStream.EOF : kindAt(wanted);
  }

  private int kindAt(int index) {
    var unit = text.charAt(index);
    if (unit < ASCII_END) {
      return unit == LETTER ? OTHER : unit;
    }
    // The second half of a pair belongs to what the first begins.
    var second = Character.isLowSurrogate(unit) && index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    var character = text.codePointAt(second ? index - 1 : index);
    if (Character.isLetter(character) || isMark(character)) {
      return LETTER;
    }
    var blank = Character.isSpaceChar(character) || character == NEXT_LINE || character == BYTE_ORDER_MARK;
    return blank ? ' ' : OTHER;
  }

  private static boolean isMark(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
      default -> false;
    };
  }

  @Override
  public int mark() {
    return 0; // the whole text stays in memory, so there is nothing to hold
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return at;
  }

  @Override
  public void seek(int index) {
    at = Math.min(index, text.length());
  }

  @Override
  public int size() {
    return text.length();
  }

  @Override
  public String getSourceName() {
    return "RQL";
  }
}
