// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// JSON texts as producers and fools write them, from a seed.
public final class RandomJson {
  private static final String[] KEYS = {"a", "b", "c", "temp", "device", "a.b", "", "ключ", "long key of many bytes",
      "quote\\\"d", "\\u00aa", "loc"};
  private static final String[] STRINGS = {"", "d1", "sensor-0001", "eight by", "eight byt", "ünï", "日本語", "😀",
      "\\n", "tab\\tbed", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "\\udc00x", "\\\\", "a\\/b", "end\\\\\\\"", "\u007f",
      "a somewhat longer text, longer than a few words of eight bytes each"};
  private static final String[] NUMBERS = {"0", "-0", "1", "42", "-7", "20.5", "0.1", "-0.0", "1e3", "1E-5", "1.5e+10",
      "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
      "1763640000000000000", "99999999999999999999999999999999999999", "100000000000000000000000000000000000000",
      "1e400", "-1e400", "123456789012345678.123456789012345678", "4.9e-324", "1.7976931348623157e308",
      "0.000001234567890123456789", "1e-400"};

  private final Random random;
  private final int space;

  public RandomJson(long seed) {
    random = new Random(seed);
    space = random.nextInt(3);
  }

  public String object(int depth) {
    var text = new StringBuilder();
    space(text);
    object(text, depth);
    space(text);
    return text.toString();
  }

  private void value(StringBuilder text, int depth) {
    int choice = random.nextInt(depth <= 0 ? 7 : 10);
    switch (choice) {
      case 0, 1, 2 -> text.append('"').append(pick(STRINGS)).append('"');
      case 3 -> text.append(pick(NUMBERS));
      case 4 -> text.append(random.nextInt(100_000) / (random.nextBoolean() ? 1 : 100.0));
      case 5 -> text.append(random.nextBoolean());
      case 6 -> text.append("null");
      case 7, 8 -> object(text, depth - 1);
      default -> array(text, depth - 1);
    }
  }

  private void object(StringBuilder text, int depth) {
    text.append('{');
    int members = random.nextInt(6);
    for (int i = 0; i < members; i++) {
      if (i > 0) text.append(',');
      space(text);
      text.append('"').append(pick(KEYS)).append('"');
      space(text);
      text.append(':');
      space(text);
      value(text, depth);
      space(text);
    }
    if (members == 0) space(text);
    text.append('}');
  }

  private void array(StringBuilder text, int depth) {
    text.append('[');
    int elements = random.nextInt(4);
    for (int i = 0; i < elements; i++) {
      if (i > 0) text.append(',');
      space(text);
      value(text, depth);
      space(text);
    }
    if (elements == 0) space(text);
    text.append(']');
  }

  private void space(StringBuilder text) {
    switch (space) {
      case 0 -> {}
      case 1 -> text.append(' ');
      default -> text.append(pick(new String[]{"", "", " ", "\n", "\t\r\n "}));
    }
  }

  /// The same text with values changed in place, so that the shape often stays.
  public String changed(String json) {
    var text = new StringBuilder(json);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '1' && c <= '9' && random.nextInt(3) == 0) text.setCharAt(i, (char) ('1' + random.nextInt(9)));
    }
    return text.toString();
  }

  /// Bytes of the text with one place broken (sometimes harmlessly).
  public byte[] broken(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) return bytes;
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(4)) {
      case 0 -> {
        return java.util.Arrays.copyOf(bytes, at);
      }
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> bytes[at] = (byte) "\"\\{}[],:0-+.eE tfn".charAt(random.nextInt(18));
      default -> {
        byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = (byte) "}],x\" ".charAt(random.nextInt(6));
        return longer;
      }
    }
    return bytes;
  }

  private String pick(String[] from) { return from[random.nextInt(from.length)]; }
}
