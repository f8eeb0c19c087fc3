// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

import java.nio.charset.StandardCharsets;

/// Text of validated JSON strings with escapes, and JSON strings of texts.
public final class JsonStrings {
  private JsonStrings() {}

  /// Writes the text of an escaped string as UTF-8; never longer than the range. Half a surrogate pair becomes U+FFFD.
  ///
  /// @return bytes written
  public static int unescape(byte[] bytes, int start, int end, byte[] target, int targetAt) {
    int to = targetAt;
    int at = start;
    while (at < end) {
      byte c = bytes[at];
      if (c != '\\') {
        target[to++] = c;
        at++;
      } else if (bytes[at + 1] != 'u') {
        target[to++] = plain(bytes[at + 1]);
        at += 2;
      } else {
        int unit = unit(bytes, at);
        at += 6;
        int codePoint = unit;
        if (unit >= 0xD800 && unit <= 0xDFFF) {
          codePoint = 0xFFFD;
          if (unit <= 0xDBFF && at + 6 <= end && bytes[at] == '\\' && bytes[at + 1] == 'u') {
            int second = unit(bytes, at);
            if (second >= 0xDC00 && second <= 0xDFFF) {
              codePoint = Character.toCodePoint((char) unit, (char) second);
              at += 6;
            }
          }
        }
        to = encode(codePoint, target, to);
      }
    }
    return to - targetAt;
  }

  /// Text of a range of the kind [JsonKind#STRING] or [JsonKind#ESCAPED].
  public static String text(byte kind, byte[] bytes, int start, int end) {
    if (kind == JsonKind.STRING) return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    byte[] text = new byte[end - start];
    return new String(text, 0, unescape(bytes, start, end, text, 0), StandardCharsets.UTF_8);
  }

  /// Appends a text as a JSON string.
  public static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\')
        json.append('\\').append(c);
      else if (c < ' ')
        json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
      else
        json.append(c);
    }
    json.append('"');
  }

  private static byte plain(byte escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escape;
    };
  }

  private static int unit(byte[] bytes, int at) {
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) unit = unit << 4 | Character.digit(bytes[i], 16);
    return unit;
  }

  private static int encode(int codePoint, byte[] target, int at) {
    int to = at;
    if (codePoint < 0x80) {
      target[to++] = (byte) codePoint;
      return to;
    }
    if (codePoint < 0x800)
      target[to++] = (byte) (0xC0 | codePoint >> 6);
    else {
      if (codePoint < 0x10000)
        target[to++] = (byte) (0xE0 | codePoint >> 12);
      else {
        target[to++] = (byte) (0xF0 | codePoint >> 18);
        target[to++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
      }
      target[to++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
    }
    target[to++] = (byte) (0x80 | codePoint & 0x3F);
    return to;
  }
}
