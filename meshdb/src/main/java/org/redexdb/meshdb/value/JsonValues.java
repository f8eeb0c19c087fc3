// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.json.JsonMembers;
import org.redexdb.meshdb.json.JsonNumbers;
import org.redexdb.meshdb.json.JsonScanner;
import org.redexdb.meshdb.json.JsonStrings;

/// JSON values already in hand, read by the rules and with the parts of the scan: a text that is invalid anywhere has no
/// value, no members and no elements.
public final class JsonValues {
  private JsonValues() {}

  /// Whether the text is one valid JSON value.
  static boolean isValid(String text) { return new Found(text).kind != JsonKind.MISSING; }

  /// Whether the text is a JSON number and nothing else.
  static boolean isNumber(String text) {
    var found = new Found(text);
    return JsonKind.isNumber(found.kind) && found.start == 0 && found.end == found.bytes.length;
  }

  /// The value that a JSON text stands for, boxed; null for JSON null and for invalid text.
  static @Nullable Object value(String json) {
    var found = new Found(json);
    return boxed(found.bytes, found.kind, found.start, found.end);
  }

  /// The member, boxed; null when the value is no object, has none, or JSON null; of duplicate keys the last.
  static @Nullable Object member(String json, String key) {
    var members = new Found(json).members(JsonKind.OBJECT);
    if (members == null) return null;
    Object value = null;
    while (members.next())
      if (members.name().equals(key)) value = boxed(members);
    return value;
  }

  /// The element, boxed; null when the value is no array or has none.
  static @Nullable Object element(String json, long index) {
    var elements = new Found(json).members(JsonKind.ARRAY);
    if (elements == null || index < 0) return null;
    for (long i = 0; elements.next(); i++)
      if (i == index) return boxed(elements);
    return null;
  }

  /// Number of elements, or -1 when the value is no array.
  static long arrayLength(String json) {
    var elements = new Found(json).members(JsonKind.ARRAY);
    if (elements == null) return -1;
    long count = 0;
    while (elements.next()) count++;
    return count;
  }

  private static @Nullable Object boxed(JsonMembers at) { return boxed(at.bytes(), at.kind(), at.start(), at.end()); }

  /// A value of which the scan has found kind and place; null for JSON null and where there is none.
  public static @Nullable Object boxed(byte[] bytes, byte kind, int start, int end) {
    return switch (kind) {
      case JsonKind.MISSING, JsonKind.NULL -> null;
      case JsonKind.FALSE -> false;
      case JsonKind.TRUE -> true;
      case JsonKind.STRING, JsonKind.ESCAPED -> JsonStrings.text(kind, bytes, start, end);
      case JsonKind.OBJECT, JsonKind.ARRAY -> new Json(new String(bytes, start, end - start, StandardCharsets.UTF_8));
      default -> JsonNumbers.boxed(kind, bytes, start, end);
    };
  }

  /// A whole text: what it is, without white space around.
  private static final class Found {
    private final byte[] bytes;
    private final byte kind;
    private final int start;
    private final int end;

    Found(String text) {
      bytes = text.getBytes(StandardCharsets.UTF_8);
      // The empty path leads to the value as a whole.
      var scanner = new JsonScanner(List.of(List.of()), false);
      scanner.scan(bytes, 0, bytes.length);
      kind = scanner.kind(0);
      start = scanner.start(0);
      end = scanner.end(0);
    }

    /// @return null when the value is of another kind
    @Nullable
    JsonMembers members(byte wanted) {
      if (kind != wanted) return null;
      var members = new JsonMembers();
      members.reset(bytes, start, end);
      return members;
    }
  }
}
