// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

/// Where a node stands in the text that was parsed.
///
/// @param line first line, from 1
/// @param column first column, from 1, in UTF-16 units
/// @param offset index of the first UTF-16 unit, from 0
/// @param length number of UTF-16 units
public record Span(int line, int column, int offset, int length) {
  public Span {
    if (line < 1 || column < 1 || offset < 0 || length < 0) {
      throw new IllegalArgumentException("bad span " + line + ":" + column + " @" + offset + "+" + length);
    }
  }

  /// Index after the last unit.
  public int end() {
    return offset + length;
  }

  /// The smallest span that holds this one and `last`, which starts at or after it.
  public Span to(Span last) {
    return new Span(line, column, offset, Math.max(length, last.end() - offset));
  }

  /// The text that this span covers in `source`, which must be the text that was parsed.
  public String textIn(String source) {
    return source.substring(offset, end());
  }
}
