// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

/// What was found at a path, one byte per value. Ordered so that a set of them fits an int as bits.
public final class JsonKind {
  public static final byte MISSING = 0;
  public static final byte NULL = 1;
  public static final byte FALSE = 2;
  public static final byte TRUE = 3;
  /// Integer literal that fits a `long`.
  public static final byte INTEGER = 4;
  /// Number with a point, without an exponent, of at most [Tokens#PLAIN_BYTES_MAX] bytes: surely finite.
  public static final byte FRACTION = 5;
  /// Any other number: an integer beyond `long`, an exponent, or very long. [JsonNumbers#boxed] decides.
  public static final byte NUMBER = 6;
  /// String whose bytes are its text; the range has no quotes.
  public static final byte STRING = 7;
  /// String with escapes; the range has no quotes.
  public static final byte ESCAPED = 8;
  /// The range has the braces.
  public static final byte OBJECT = 9;
  /// The range has the brackets.
  public static final byte ARRAY = 10;

  private JsonKind() {}

  public static boolean isText(byte kind) { return kind == STRING || kind == ESCAPED; }

  public static boolean isNumber(byte kind) { return kind >= INTEGER && kind <= NUMBER; }

  public static boolean isContainer(byte kind) { return kind >= OBJECT; }
}
