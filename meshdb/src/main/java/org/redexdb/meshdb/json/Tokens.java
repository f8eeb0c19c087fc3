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
      if (c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t') return p;
      p++;
    }
    return end;
  }

  /// Position of the closing quote of the string whose first byte is at `at`; its complement when the string has
  /// escapes; [#BAD] when there is no end, an unknown escape, a control character or malformed UTF-8.
  static int stringEnd(byte[] bytes, int at, int end) {
    int p = at;
    // Two words a turn: where a string of up to 15 bytes ends is then found without a branch that depends on it.
    int last = Math.min(end - 1, bytes.length - 16);
    while (p <= last) {
      long first = special(word(bytes, p));
      long second = special(word(bytes, p + 8));
      if ((first | second) == 0) {
        p += 16;
        continue;
      }
      int inFirst = Long.numberOfTrailingZeros(first) >>> 3;
      int inSecond = Long.numberOfTrailingZeros(second) >>> 3;
      p += inFirst + (inSecond & -(inFirst >>> 3));
      if (p >= end) return BAD;
      return bytes[p] == '"' ? p : slowStringEnd(bytes, p, end);
    }
    return p < end ? slowStringEnd(bytes, p, end) : BAD;
  }

  /// Flags the bytes that end a run of plain characters: quote, backslash, control characters, bytes above 0x7F. The
  /// lowest flag is exact; borrows only disturb the flags above it.
  private static long special(long x) {
    return ((x ^ QUOTES) - ONES | (x ^ BACKSLASHES) - ONES | x - SPACES | x) & HIGH;
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
      int digits = digitsIn(word(bytes, p));
      p += digits;
      if (digits < 8) return Math.min(p, end);
    }
    while (p < end && bytes[p] >= '0' && bytes[p] <= '9') p++;
    return Math.min(p, end);
  }

  /// Kind (high half) and end (low half) of the number at `at`, or a negative value when it is none.
  static long number(byte[] bytes, int at, int end) {
    if (at + 24 <= bytes.length) {
      // Up to 15 digits and seven decimals, the usual case; no branch depends on the sign or on how many there are.
      int digitsAt = at + ((bytes[at] & 0xFF ^ '-') - 1 >>> 31);
      int digits = digitsIn(word(bytes, digitsAt));
      if (digits == 8) digits += digitsIn(word(bytes, digitsAt + 8));
      int pointAt = digitsAt + digits;
      if (digits > 0 && digits < 16 && pointAt + 16 <= bytes.length && (digits == 1 || bytes[digitsAt] != '0')) {
        byte next = bytes[pointAt];
        if (next == '.') {
          int decimals = digitsIn(word(bytes, pointAt + 1));
          int stop = pointAt + 1 + decimals;
          if (decimals > 0 && decimals < 8 && stop <= end && (bytes[stop] | 0x20) != 'e')
            return (long) JsonKind.FRACTION << 32 | stop;
        } else if ((next | 0x20) != 'e' && pointAt <= end) return (long) JsonKind.INTEGER << 32 | pointAt;
      }
    }
    return longNumber(bytes, at, end);
  }

  /// Value of one to eight digits, which the caller knows to be in the array with whatever makes up eight bytes.
  static long digitsValue(byte[] bytes, int at, int digits) {
    // Shifted until the last digit is the highest byte; then pairs, fours and eights are added up side by side.
    long x = word(bytes, at) - ZEROS << (8 - digits << 3);
    x = x * 10 + (x >>> 8) & 0x00FF00FF00FF00FFL;
    x = x * 100 + (x >>> 16) & 0x0000FFFF0000FFFFL;
    return x * 10_000 + (x >>> 32) & 0xFFFFFFFFL;
  }

  /// Digits at the low end of a word.
  static int digitsIn(long word) {
    long x = word ^ ZEROS;
    return Long.numberOfTrailingZeros((x + 0x7676767676767676L | x) & HIGH) >>> 3;
  }

  private static long longNumber(byte[] bytes, int at, int end) {
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
