// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Ends of strings and numbers in UTF-8 bytes, eight bytes at a time, with validation.
///
/// A word may be read past the `end` that a caller gives, never past the array; what is found there never counts.
final class Tokens {
  /// Result of a method that met an invalid token.
  static final int BAD = Integer.MIN_VALUE;
  /// Longest number without exponent that [JsonKind#FRACTION] may stand for: below 1e308 whatever its digits are.
  static final int PLAIN_BYTES_MAX = 256;

  private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;
  private static final long ZEROS = '0' * ONES;
  private static final byte[] LONG_MAX = {'9', '2', '2', '3', '3', '7', '2', '0', '3', '6', '8', '5', '4', '7', '7',
      '5', '8', '0', '7'};

  private Tokens() {}

  /// Eight bytes, the first in the lowest bits; the caller knows that they are in the array.
  static long word(byte[] bytes, int at) { return (long) WORDS.get(bytes, at); }

  /// The bytes of a range of up to eight, padded with zeros; of a longer one the first eight.
  static long head(byte[] bytes, int at, int length) {
    if (at + 8 <= bytes.length) {
      long word = word(bytes, at);
      return length >= 8 ? word : word & (1L << (length << 3)) - 1;
    }
    long word = 0;
    for (int i = Math.min(8, length) - 1; i >= 0; i--) word = word << 8 | bytes[at + i] & 0xFF;
    return word;
  }

  /// First position at or after `at` that is no white space, or `end`.
  static int skipSpace(byte[] bytes, int at, int end) {
    int p = at;
    while (p < end) {
      byte c = bytes[p];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return p;
      p++;
    }
    return end;
  }

  /// Position of the closing quote of the string whose first byte is at `at`; its complement when the string has
  /// escapes; [#BAD] when there is no end, an unknown escape, a control character or malformed UTF-8.
  static int stringEnd(byte[] bytes, int at, int end) {
    int p = at;
    int last = Math.min(end - 1, bytes.length - 8);
    while (p <= last) {
      long x = word(bytes, p);
      // The lowest flag is exact: quote, backslash, control character or a byte above 0x7F. Borrows only disturb the
      // flags above it.
      long hit = ((x ^ QUOTES) - ONES | (x ^ BACKSLASHES) - ONES | x - SPACES | x) & HIGH;
      if (hit == 0) {
        p += 8;
        continue;
      }
      p += Long.numberOfTrailingZeros(hit) >>> 3;
      if (p >= end) return BAD;
      return bytes[p] == '"' ? p : slowStringEnd(bytes, p, end);
    }
    return p < end ? slowStringEnd(bytes, p, end) : BAD;
  }

  private static int slowStringEnd(byte[] bytes, int at, int end) {
    boolean escaped = false;
    int p = at;
    while (p < end) {
      byte c = bytes[p];
      if (c == '"') return escaped ? ~p : p;
      if (c == '\\') {
        escaped = true;
        p = escapeEnd(bytes, p, end);
      } else if (c >= ' ')
        p++;
      else
        p = c < 0 ? sequenceEnd(bytes, p, end) : BAD;
      if (p < 0) return BAD;
    }
    return BAD;
  }

  private static int escapeEnd(byte[] bytes, int at, int end) {
    if (at + 1 >= end) return BAD;
    return switch (bytes[at + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
      case 'u' -> at + 6 <= end && areHex(bytes, at + 2, at + 6) ? at + 6 : BAD;
      default -> BAD;
    };
  }

  private static boolean areHex(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) if (Character.digit(bytes[i], 16) < 0) return false;
    return true;
  }

  /// End of the well-formed UTF-8 sequence of two to four bytes at `at` (Unicode, table 3-7), else [#BAD].
  private static int sequenceEnd(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > end) return BAD;
    int second = bytes[at + 1] & 0xFF;
    int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) return BAD;
    for (int i = at + 2; i < at + length; i++) if ((bytes[i] & 0xC0) != 0x80) return BAD;
    return at + length;
  }

  /// End of the run of digits at `at`.
  private static int digitsEnd(byte[] bytes, int at, int end) {
    int p = at;
    int last = Math.min(end - 1, bytes.length - 8);
    while (p <= last) {
      long x = word(bytes, p) ^ ZEROS;
      int digits = Long.numberOfTrailingZeros((x + 0x7676767676767676L | x) & HIGH) >>> 3;
      p += digits;
      if (digits < 8) return Math.min(p, end);
    }
    while (p < end && bytes[p] >= '0' && bytes[p] <= '9') p++;
    return Math.min(p, end);
  }

  /// Kind (high half) and end (low half) of the number at `at`, or a negative value when it is none.
  static long number(byte[] bytes, int at, int end) {
    int p = at;
    if (bytes[p] == '-') p++;
    int digitsAt = p;
    p = digitsEnd(bytes, p, end);
    int digits = p - digitsAt;
    if (digits == 0 || digits > 1 && bytes[digitsAt] == '0') return -1;
    byte kind = digits < 19 || digits == 19 && fitsLong(bytes, digitsAt, at != digitsAt)
        ? JsonKind.INTEGER
        : JsonKind.NUMBER;
    if (p < end && bytes[p] == '.') {
      int fractionAt = p + 1;
      p = digitsEnd(bytes, fractionAt, end);
      if (p <= fractionAt) return -1;
      kind = p - at <= PLAIN_BYTES_MAX ? JsonKind.FRACTION : JsonKind.NUMBER;
    }
    if (p < end && (bytes[p] | 0x20) == 'e') {
      int exponentAt = p + 1;
      if (exponentAt < end && (bytes[exponentAt] == '+' || bytes[exponentAt] == '-')) exponentAt++;
      p = digitsEnd(bytes, exponentAt, end);
      if (p <= exponentAt) return -1;
      kind = JsonKind.NUMBER;
    }
    return (long) kind << 32 | p;
  }

  private static boolean fitsLong(byte[] bytes, int at, boolean negative) {
    for (int i = 0; i < LONG_MAX.length; i++) {
      int difference = bytes[at + i] - LONG_MAX[i];
      if (i == LONG_MAX.length - 1 && negative) difference--;
      if (difference != 0) return difference < 0;
    }
    return true;
  }

  /// Kind of the literal `null`, `true` or `false` at `at`, or [JsonKind#MISSING] when it is none of them.
  static byte literal(byte[] bytes, int at, int end) {
    if (at + 4 <= end) {
      long word = head(bytes, at, 4);
      if (word == 0x6c6c756eL) return JsonKind.NULL;
      if (word == 0x65757274L) return JsonKind.TRUE;
      if (word == 0x736c6166L && at + 5 <= end && bytes[at + 4] == 'e') return JsonKind.FALSE;
    }
    return JsonKind.MISSING;
  }

  static int literalBytes(byte kind) { return kind == JsonKind.FALSE ? 5 : 4; }
}
