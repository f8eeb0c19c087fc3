// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.nio.charset.StandardCharsets;

/// Text on its way into an event. Half of a surrogate pair is no character and has no bytes in UTF-8; the JDK would store
/// a question mark in its place and say nothing.
public final class StrictText {
  private StrictText() {}

  /// @param what names the text in the error: `payload`, `event key`
  /// @return the text in UTF-8
  /// @throws ChannelException.InvalidText the text is no Unicode
  public static byte[] utf8(String what, String text) {
    int at = loneSurrogate(text);
    if (at >= 0) throw new ChannelException.InvalidText(what, at, text.charAt(at));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Index of the first half of a pair that stands alone, -1 when there is none.
  public static int loneSurrogate(String text) {
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) return at;
      at += Character.charCount(c);
    }
    return -1;
  }
}
