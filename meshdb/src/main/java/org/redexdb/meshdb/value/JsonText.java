// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;
import org.redexdb.storage.api.Limits;

/// Walks over JSON text (RFC 8259) without building a tree. For values that are already in hand; the scan of a channel has
/// its own reader over bytes.
///
/// Confined to one thread.
final class JsonText {
  /// Deeper nesting is refused, so that a hostile text cannot exhaust the stack.
  static final int DEPTH_MAX = Limits.JSON_DEPTH_MAX;

  private final String text;
  private int at;

  JsonText(String text) {
    this.text = text;
  }

  /// Whether the text is one valid JSON value.
  static boolean isValid(String text) {
    var reader = new JsonText(text);
    reader.space();
    if (!reader.skipValue(0)) return false;
    reader.space();
    return reader.at == text.length();
  }

  /// Whether the text is a JSON number and nothing else.
  static boolean isNumber(String text) {
    var reader = new JsonText(text);
    return reader.skipNumber() && reader.at == text.length();
  }

  /// The value that a JSON text stands for, boxed; null for JSON null and for invalid text.
  static @Nullable Object value(String json) {
    if (!isValid(json)) return null;
    String text = json.strip();
    return switch (text.charAt(0)) {
      case '{', '[' -> new Json(text);
      case '"' -> unescape(text, 1, text.length() - 1);
      case 't' -> true;
      case 'f' -> false;
      case 'n' -> null;
      default -> number(text);
    };
  }

  /// BIGINT, else DECIMAL to 38 digits, else DOUBLE; DOUBLE with a point or exponent; text when DOUBLE cannot hold it.
  private static Object number(String text) {
    boolean whole = text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
    if (whole) {
      if (text.length() <= 18) return Long.parseLong(text);
      if (text.length() <= Arithmetic.DECIMAL_DIGITS_MAX + 1) {
        var value = new BigInteger(text);
        if (value.bitLength() < Long.SIZE) return value.longValue();
        var decimal = new BigDecimal(value);
        if (decimal.precision() <= Arithmetic.DECIMAL_DIGITS_MAX) return decimal;
      }
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? text : (Object) value;
  }

  /// Text of the member, or null when the value is no object or has none; of duplicate keys the last.
  static @Nullable String member(String json, String key) {
    var reader = new JsonText(json);
    reader.space();
    if (!reader.accept('{')) return null;
    reader.space();
    if (reader.accept('}')) return null;
    String found = null;
    while (true) {
      reader.space();
      int keyFrom = reader.at + 1;
      if (!reader.skipString()) return null;
      boolean wanted = unescape(json, keyFrom, reader.at - 1).equals(key);
      reader.space();
      if (!reader.accept(':')) return null;
      reader.space();
      int from = reader.at;
      if (!reader.skipValue(0)) return null;
      if (wanted) found = json.substring(from, reader.at);
      reader.space();
      if (reader.accept('}')) return found;
      if (!reader.accept(',')) return null;
    }
  }

  /// Text of the element, or null when the value is no array or has none.
  static @Nullable String element(String json, long index) {
    var reader = new JsonText(json);
    return index < 0 ? null : reader.elements(index);
  }

  /// Number of elements, or -1 when the value is no array.
  static long arrayLength(String json) {
    var reader = new JsonText(json);
    reader.space();
    if (!reader.at('[')) return -1;
    reader.elements(Long.MAX_VALUE);
    return reader.count;
  }

  private long count;

  private @Nullable String elements(long wanted) {
    count = 0;
    space();
    if (!accept('[')) return null;
    space();
    if (accept(']')) return null;
    while (true) {
      space();
      int from = at;
      if (!skipValue(0)) return null;
      if (count++ == wanted) return text.substring(from, at);
      space();
      if (!accept(',')) return null;
    }
  }

  private boolean skipValue(int depth) {
    if (at >= text.length()) return false;
    return switch (text.charAt(at)) {
      case '{' -> depth < DEPTH_MAX && skipObject(depth);
      case '[' -> depth < DEPTH_MAX && skipArray(depth);
      case '"' -> skipString();
      case 't' -> skipWord("true");
      case 'f' -> skipWord("false");
      case 'n' -> skipWord("null");
      default -> skipNumber();
    };
  }

  private boolean skipObject(int depth) {
    at++;
    space();
    if (accept('}')) return true;
    while (true) {
      space();
      if (!skipString()) return false;
      space();
      if (!accept(':')) return false;
      space();
      if (!skipValue(depth + 1)) return false;
      space();
      if (accept('}')) return true;
      if (!accept(',')) return false;
    }
  }

  private boolean skipArray(int depth) {
    at++;
    space();
    if (accept(']')) return true;
    while (true) {
      space();
      if (!skipValue(depth + 1)) return false;
      space();
      if (accept(']')) return true;
      if (!accept(',')) return false;
    }
  }

  private boolean skipString() {
    if (!accept('"')) return false;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') return true;
      if (c < ' ') return false;
      if (c == '\\' && !skipEscape()) return false;
    }
    return false;
  }

  private boolean skipEscape() {
    if (at >= text.length()) return false;
    char c = text.charAt(at++);
    if (c != 'u') return "\"\\/bfnrt".indexOf(c) >= 0;
    for (int i = 0; i < 4; i++, at++)
      if (at >= text.length() || Character.digit(text.charAt(at), 16) < 0 || text.charAt(at) > 'f') return false;
    return true;
  }

  private boolean skipNumber() {
    accept('-');
    if (accept('0')) {
      if (digit()) return false;
    } else if (!skipDigits()) return false;
    if (accept('.') && !skipDigits()) return false;
    if (accept('e') || accept('E')) {
      if (!accept('+')) accept('-');
      return skipDigits();
    }
    return true;
  }

  private boolean skipDigits() {
    int from = at;
    while (digit()) at++;
    return at > from;
  }

  private boolean digit() { return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9'; }

  private boolean skipWord(String word) {
    if (!text.startsWith(word, at)) return false;
    at += word.length();
    return true;
  }

  private boolean accept(char c) {
    if (!at(c)) return false;
    at++;
    return true;
  }

  private boolean at(char c) { return at < text.length() && text.charAt(at) == c; }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) at++;
  }

  private static String unescape(String text, int from, int to) {
    if (text.indexOf('\\', from) < 0 || text.indexOf('\\', from) >= to) return text.substring(from, to);
    var out = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c != '\\') out.append(c);
      else {
        char escaped = text.charAt(++i);
        if (escaped == 'u') {
          out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
          i += 4;
        } else
          out.append(switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escaped;
          });
      }
    }
    return out.toString();
  }
}
