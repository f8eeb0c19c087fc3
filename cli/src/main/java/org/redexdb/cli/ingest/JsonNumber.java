// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

/// The number grammar of JSON (RFC 8259): no leading zeros, no plus sign, no bare point. Text that is not exactly this
/// would change when stored as a number, `007` for one.
final class JsonNumber {

  /// More digits than this are kept as text in typed inputs: SQL has them exact up to here.
  static final int EXACT_DIGITS_MAX = 38;

  private JsonNumber() {
  }

  static boolean isJsonNumber(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int afterInteger = digits(text, at);
    if (afterInteger == at || (text.charAt(at) == '0' && afterInteger > at + 1)) {
      return false;
    }
    at = afterInteger;
    if (at < text.length() && text.charAt(at) == '.') {
      int afterFraction = digits(text, at + 1);
      if (afterFraction == at + 1) {
        return false;
      }
      at = afterFraction;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int digitsAt = at + 1;
      if (digitsAt < text.length() && (text.charAt(digitsAt) == '+' || text.charAt(digitsAt) == '-')) {
        digitsAt++;
      }
      int afterExponent = digits(text, digitsAt);
      if (afterExponent == digitsAt) {
        return false;
      }
      at = afterExponent;
    }
    return at == text.length();
  }

  /// Whether a typed input may store this text as a number without losing a digit of it.
  static boolean isExact(String text) {
    return text.length() <= EXACT_DIGITS_MAX && isJsonNumber(text);
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
