// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;

/// Functions over JSON values. A path that is not there is NULL, never an error, as it is for `payload.a[0]`.
public final class JsonFunctions {
  private JsonFunctions() {}

  /// One step into a value: a member for a text, an element for a whole number.
  ///
  /// @return the value as it is stored, boxed; null when missing or JSON null
  public static @Nullable Object get(Object value, Object step) {
    if (!(value instanceof Json(String json))) return null;
    return switch (step) {
      case String key -> JsonValues.member(json, key);
      case Long index -> JsonValues.element(json, index);
      default -> throw BadValue.wrongType("step into JSON by", step);
    };
  }

  /// `object`, `array`, `string`, `number`, `boolean`, or `null` for a JSON null asked for as JSON. Times, dates and the
  /// like, which JSON keeps as strings, are strings.
  public static String type(Object value) {
    return switch (Family.of(value)) {
      case BOOLEAN -> "boolean";
      case NUMBER -> "number";
      case JSON -> typeOfText(((Json) value).text());
      case TEXT, TIMESTAMP, DATE, INTERVAL, BINARY, UUID -> "string";
    };
  }

  private static String typeOfText(String json) {
    String text = json.strip();
    return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
      case '{' -> "object";
      case '[' -> "array";
      case '"' -> "string";
      case 't', 'f' -> "boolean";
      case 'n' -> "null";
      default -> "number";
    };
  }

  /// Elements of an array; NULL for anything else.
  public static @Nullable Long arrayLength(Object value) {
    if (!(value instanceof Json(String json))) return null;
    long length = JsonValues.arrayLength(json);
    return length < 0 ? null : length;
  }
}
