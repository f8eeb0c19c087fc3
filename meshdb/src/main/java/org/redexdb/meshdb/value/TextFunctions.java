// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.util.Locale;
import org.redexdb.meshdb.api.Json;

/// Functions of texts. Positions and lengths count code points, from 1. JSON values count as their text; other values are
/// refused with 22018, except by [#concat], which prints them.
public final class TextFunctions {
  private TextFunctions() {}

  /// The text of a VARCHAR or JSON value.
  public static String text(String task, Object value) {
    return switch (value) {
      case String text -> text;
      case Json json -> json.text();
      default -> throw BadValue.wrongType(task, value);
    };
  }

  public static String concat(Object a, Object b) { return Casts.print(a) + Casts.print(b); }

  /// Code points; bytes of a VARBINARY.
  public static long length(Object value) {
    if (value instanceof byte[] bytes) return bytes.length;
    String text = text("take the length of", value);
    return text.codePointCount(0, text.length());
  }

  public static long octetLength(Object value) {
    return value instanceof byte[] bytes ? bytes.length : Ordering.utf8(text("take the length of", value)).length;
  }

  public static String lower(Object value) { return text("lower", value).toLowerCase(Locale.ROOT); }

  public static String upper(Object value) { return text("upper", value).toUpperCase(Locale.ROOT); }

  /// Takes characters of the set `characters` away at the ends asked for.
  public static String trim(Object value, Object characters, boolean left, boolean right) {
    String text = text("trim", value);
    String set = text("trim by", characters);
    int from = 0;
    int to = text.length();
    while (left && from < to && set.indexOf(text.codePointAt(from)) >= 0) from = text.offsetByCodePoints(from, 1);
    while (right && to > from && set.indexOf(text.codePointBefore(to)) >= 0) to = text.offsetByCodePoints(to, -1);
    return text.substring(from, to);
  }

  /// As SQL has it: positions before the first count towards the length and give nothing.
  public static String substring(Object value, Object from, Object length) {
    String text = text("take a part of", value);
    long start = NumberCasts.whole(from);
    long count = NumberCasts.whole(length);
    if (count < 0) throw BadValue.domain("22011", "negative length of a substring");
    // Saturates: no text is that long.
    long end = start + count < start ? Long.MAX_VALUE : start + count;
    return slice(text, start - 1, end - 1);
  }

  /// To the end of the text.
  public static String substring(Object value, Object from) {
    return slice(text("take a part of", value), NumberCasts.whole(from) - 1, Long.MAX_VALUE);
  }

  /// The first characters; a negative count leaves out that many at the end.
  public static String left(Object value, Object count) {
    String text = text("take a part of", value);
    long n = NumberCasts.whole(count);
    return slice(text, 0, n >= 0 ? n : text.codePointCount(0, text.length()) + n);
  }

  /// The last characters; a negative count leaves out that many at the start.
  public static String right(Object value, Object count) {
    String text = text("take a part of", value);
    long n = NumberCasts.whole(count);
    return slice(text, n >= 0 ? text.codePointCount(0, text.length()) - n : -n, Long.MAX_VALUE);
  }

  /// Code points `[from, to)`, cut to what is there.
  private static String slice(String text, long from, long to) {
    int points = text.codePointCount(0, text.length());
    int first = Math.clamp(from, 0, points);
    int last = Math.clamp(to, first, points);
    int start = text.offsetByCodePoints(0, first);
    return text.substring(start, text.offsetByCodePoints(start, last - first));
  }

  public static String replace(Object value, Object search, Object replacement) {
    String searched = text("replace in", search);
    String text = text("replace in", value);
    return searched.isEmpty() ? text : text.replace(searched, text("replace in", replacement));
  }

  /// Where `needle` first is in `haystack`, 0 when nowhere.
  public static long position(Object needle, Object haystack) {
    String text = text("search", haystack);
    int at = text.indexOf(text("search for", needle));
    return at < 0 ? 0 : text.codePointCount(0, at) + 1L;
  }

  public static boolean startsWith(Object value, Object prefix) {
    return text("search", value).startsWith(text("search for", prefix));
  }
}
