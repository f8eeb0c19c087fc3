// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.value.Casts;

/// Values as they stand in payloads: numbers and truth values as such, JSON as it is, bytes in base64, everything else as
/// text; times in UTC. Half of a surrogate pair stays as it is: whoever makes bytes of it refuses it, because an escape would
/// be read back as another character.
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private JsonWriter() {}

  /// @throws SqlException.Data 22003 JSON has no infinity and no NaN
  static void value(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Boolean truth -> out.append(truth.booleanValue());
      case Long number -> out.append(number.longValue());
      case BigDecimal number -> out.append(number.toPlainString());
      case Double number -> {
        if (!Double.isFinite(number)) throw new SqlException.Data("22003", "JSON has no number " + number);
        out.append(number.doubleValue());
      }
      case Json json -> out.append(json.text());
      case byte[] bytes -> out.append('"').append(Base64.getEncoder().encodeToString(bytes)).append('"');
      case String text -> text(out, text);
      case Instant _,LocalDate _,UUID _,Interval _ -> text(out, Casts.print(value));
      default -> throw new IllegalStateException("no SQL value: " + value.getClass());
    }
  }

  static void text(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') escaped(out, c);
          else
            out.append(c);
        }
      }
    }
    out.append('"');
  }

  private static void escaped(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) out.append(HEX.charAt(c >> shift & 15));
  }
}
