// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;

/// A value as an error shows it to whoever asked for it: short, on one line, and no more of a payload than the value that
/// does not fit.
public final class ShownValue {
  static final int CHARS_MAX = 40;

  private ShownValue() {}

  public static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case String text -> "'" + shortened(text) + "'";
      case Json json -> shortened(json.text());
      case byte[] bytes -> bytes.length + " bytes";
      case BigDecimal number -> shortened(number.toString());
      default -> shortened(value.toString());
    };
  }

  private static String shortened(String text) {
    int end = text.length() <= CHARS_MAX ? text.length() : CHARS_MAX;
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) end--;
    var shown = new StringBuilder(end + 1);
    // Control characters would break the line or move the terminal.
    text.chars().limit(end).forEach(c -> shown.append(Character.isISOControl(c) ? '�' : (char) c));
    return end < text.length() ? shown.append('…').toString() : shown.toString();
  }
}
