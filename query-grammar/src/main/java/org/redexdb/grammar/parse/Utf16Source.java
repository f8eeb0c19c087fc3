// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/// A string as a stream of UTF-16 units. ANTLR's own streams count code points, so that after the first emoji every
/// position would differ from an index into the text that was passed in.
final class Utf16Source implements CharStream {
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
    return distance == 0 || wanted < 0 || wanted >= text.length() ? IntStream.EOF : text.charAt(wanted);
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
