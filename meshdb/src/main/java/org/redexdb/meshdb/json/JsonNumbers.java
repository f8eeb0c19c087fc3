// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// Values of validated JSON numbers.
public final class JsonNumbers {
  /// Digits of the widest DECIMAL.
  public static final int DECIMAL_DIGITS_MAX = 38;

  /// Powers of ten that a double holds exactly.
  private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
      1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  private static final int EXACT_DIGITS_MAX = 15;

  private JsonNumbers() {}

  /// Value of a [JsonKind#INTEGER].
  public static long longValue(byte[] bytes, int start, int end) {
    int at = start;
    boolean negative = bytes[at] == '-';
    if (negative) at++;
    int digits = end - at;
    if (digits <= 16 && at + 16 <= bytes.length) {
      int low = Math.min(8, digits);
      long whole = Tokens.digitsValue(bytes, end - low, low);
      if (digits > 8) whole += Tokens.digitsValue(bytes, at, digits - 8) * 100_000_000L;
      return negative ? -whole : whole;
    }
    long value = 0;
    for (; at < end; at++) value = value * 10 - (bytes[at] - '0');
    return negative ? value : -value;
  }

  /// Value of any number, equal to [Double#parseDouble]; infinite when it is too large.
  public static double doubleValue(byte[] bytes, int start, int end) {
    int at = start;
    boolean negative = bytes[at] == '-';
    if (negative) at++;
    double quick = quickValue(bytes, at, end);
    if (quick >= 0) return negative ? -quick : quick;
    int pointAt = -1;
    // At most 15 digits and 22 decimals: both parts are exact doubles, so one division rounds once, as it should.
    if (end - at <= EXACT_DIGITS_MAX + 1) {
      long digits = 0;
      for (; at < end; at++) {
        int digit = bytes[at] - '0';
        if (digit >= 0 && digit <= 9)
          digits = digits * 10 + digit;
        else if (digit == '.' - '0')
          pointAt = at;
        else
          return JavaDoubleParser.parseDouble(bytes, start, end - start);
      }
      if (pointAt >= 0 || end - start <= EXACT_DIGITS_MAX) {
        double value = pointAt < 0 ? digits : digits / POWERS[end - pointAt - 1];
        return negative ? -value : value;
      }
    }
    return JavaDoubleParser.parseDouble(bytes, start, end - start);
  }

  /// Value of one to seven digits, a point and one to seven decimals, -1 for anything else.
  private static double quickValue(byte[] bytes, int at, int end) {
    if (at + 16 > bytes.length) return -1;
    int digits = Tokens.digitsIn(Tokens.word(bytes, at));
    int decimals = end - at - digits - 1;
    if (digits > 7 || decimals < 1 || decimals > 7 || bytes[at + digits] != '.'
        || Tokens.digitsIn(Tokens.word(bytes, at + digits + 1)) < decimals)
      return -1;
    long whole = Tokens.digitsValue(bytes, at, digits);
    long fraction = Tokens.digitsValue(bytes, at + digits + 1, decimals);
    double power = POWERS[decimals];
    return (whole * (long) power + fraction) / power;
  }

  /// The text of a number.
  public static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /// Whether the number is written without point and exponent.
  public static boolean isWhole(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      byte c = bytes[i];
      if (c == '.' || (c | 0x20) == 'e') return false;
    }
    return true;
  }

  /// What a number literal means: an integer is a [Long], else a [BigDecimal] of up to 38 digits, else a [Double]; one
  /// with point or exponent is a [Double]; one beyond the range of double stays the text it is, a [String].
  public static Object boxed(byte kind, byte[] bytes, int start, int end) {
    if (kind == JsonKind.INTEGER) return longValue(bytes, start, end);
    if (kind == JsonKind.NUMBER && isWhole(bytes, start, end)) {
      int digits = end - start - (bytes[start] == '-' ? 1 : 0);
      if (digits <= DECIMAL_DIGITS_MAX) return new BigDecimal(text(bytes, start, end));
    }
    double value = doubleValue(bytes, start, end);
    return Double.isInfinite(value) ? text(bytes, start, end) : (Object) value;
  }
}
