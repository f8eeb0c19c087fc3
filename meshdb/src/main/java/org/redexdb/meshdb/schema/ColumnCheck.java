// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.value.TimeText;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Whether one value of a payload is one of its column, so that reading it later cannot fail.
final class ColumnCheck {
  /// More digits than any column holds; also keeps a number with a huge exponent from being written out.
  private static final int EXPONENT_MAX = 400;

  /// What is wrong, with its SQLState.
  record Wrong(String sqlState, String why) {
  }

  private ColumnCheck() {}

  /// @param json stands on the first token of the value; stands on its last one afterwards
  /// @return null when the value is good
  static @Nullable Wrong check(TableColumn column, JsonParser json) {
    var token = json.currentToken();
    if (token == JsonToken.VALUE_NULL)
      return column.notNull() ? new Wrong("23502", "NULL in column " + column.name() + ", which is NOT NULL") : null;
    var wrong = switch (column.type().kind()) {
      case JSON -> {
        json.skipChildren();
        yield null;
      }
      case BOOLEAN -> token.isBoolean() ? null : new Wrong("22018", "no BOOLEAN");
      case INTEGER, BIGINT, DECIMAL, DOUBLE -> token.isNumeric()
          ? number(column, json)
          : new Wrong("22018",
              "no " + column.type());
      case VARCHAR, TIMESTAMP, DATE, UUID, VARBINARY ->
        token == JsonToken.VALUE_STRING ? text(column, json.getString()) : new Wrong("22018", "no " + column.type());
      case NULL, ANY, INTERVAL -> throw new IllegalStateException("a column of type " + column.type());
    };
    if (wrong == null) return null;
    json.skipChildren();
    return new Wrong(wrong.sqlState(), "column " + column.name() + " " + column.type() + ": " + wrong.why());
  }

  private static @Nullable Wrong number(TableColumn column, JsonParser json) {
    BigDecimal value = new BigDecimal(json.getString());
    boolean huge = Math.abs((long) value.precision() - value.scale()) > EXPONENT_MAX;
    return switch (column.type().kind()) {
      case INTEGER -> huge ? tooLarge() : whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> huge ? tooLarge() : whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
      case DECIMAL -> huge && value.signum() != 0 ? tooLarge() : decimal(column, value);
      default -> Double.isInfinite(value.doubleValue()) ? tooLarge() : null;
    };
  }

  private static Wrong tooLarge() { return new Wrong("22003", "the number is out of range"); }

  private static @Nullable Wrong whole(BigDecimal value, long least, long most) {
    if (value.stripTrailingZeros().scale() > 0) return new Wrong("22018", "the number is not whole");
    return value.compareTo(BigDecimal.valueOf(least)) < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0
        ? tooLarge()
        : null;
  }

  private static @Nullable Wrong decimal(TableColumn column, BigDecimal value) {
    int scale = column.type().scale();
    if (value.stripTrailingZeros().scale() > scale)
      return new Wrong("22003", "the number has more than " + scale + " digits after the point");
    return value.setScale(scale, RoundingMode.UNNECESSARY).precision() > column.type().precision() ? tooLarge() : null;
  }

  private static @Nullable Wrong text(TableColumn column, String text) {
    return switch (column.type().kind()) {
      case VARCHAR -> {
        int most = column.type().precision();
        yield most > 0 && text.codePointCount(0, text.length()) > most
            ? new Wrong("22001", "the text has more than " + most + " characters")
            : null;
      }
      case TIMESTAMP -> TimeText.parseTimestamp(text, ZoneOffset.UTC) == null
          ? new Wrong("22018", "no time such as 2026-01-31T12:00:00Z")
          : null;
      case DATE -> TimeText.parseDate(text) == null ? new Wrong("22018", "no date such as 2026-01-31") : null;
      case UUID -> text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
          ? null
          : new Wrong("22018", "no UUID");
      default -> base64(text) ? null : new Wrong("22018", "no bytes in base64");
    };
  }

  private static boolean base64(String text) {
    try {
      Base64.getDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
