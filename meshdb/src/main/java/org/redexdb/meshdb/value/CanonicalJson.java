// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.json.JsonMembers;
import org.redexdb.meshdb.json.JsonNumbers;
import org.redexdb.meshdb.json.JsonScanner;
import org.redexdb.meshdb.json.JsonStrings;

/// One text for all JSON texts of the same value: no white space, keys in order, of a key that comes twice the last, numbers
/// by value (1 is 1.0), strings without needless escapes. JSON values are equal and ordered by it; what is shown is always
/// the text that was stored.
public final class CanonicalJson {
  private CanonicalJson() {}

  public static String of(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new String(of(bytes, 0, bytes.length), StandardCharsets.UTF_8);
  }

  /// A text that is no valid JSON is only equal to itself.
  public static byte[] of(byte[] bytes, int at, int length) {
    var scanner = new JsonScanner(List.of(List.of()), false);
    var out = new StringBuilder(length);
    if (scanner.scan(bytes, at, at + length)) write(out, bytes, scanner.kind(0), scanner.start(0), scanner.end(0));
    else
      out.append(new String(bytes, at, length, StandardCharsets.UTF_8));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(StringBuilder out, byte[] bytes, byte kind, int start, int end) {
    switch (kind) {
      case JsonKind.NULL -> out.append("null");
      case JsonKind.FALSE -> out.append(false);
      case JsonKind.TRUE -> out.append(true);
      case JsonKind.STRING, JsonKind.ESCAPED -> JsonStrings.quote(out, JsonStrings.text(kind, bytes, start, end));
      case JsonKind.OBJECT -> object(out, bytes, start, end);
      case JsonKind.ARRAY -> array(out, bytes, start, end);
      default -> {
        Object number = JsonNumbers.boxed(kind, bytes, start, end);
        // A number beyond DOUBLE stays the text it is.
        out.append(number instanceof String text ? text : NumberOrder.canonical(number));
      }
    }
  }

  private record Member(byte kind, int start, int end) {
  }

  private static void object(StringBuilder out, byte[] bytes, int start, int end) {
    var cursor = new JsonMembers();
    cursor.reset(bytes, start, end);
    var members = new TreeMap<String, Member>();
    while (cursor.next()) members.put(cursor.name(), new Member(cursor.kind(), cursor.start(), cursor.end()));
    out.append('{');
    String comma = "";
    for (var entry : members.entrySet()) {
      out.append(comma);
      JsonStrings.quote(out, entry.getKey());
      out.append(':');
      write(out, bytes, entry.getValue().kind, entry.getValue().start, entry.getValue().end);
      comma = ",";
    }
    out.append('}');
  }

  private static void array(StringBuilder out, byte[] bytes, int start, int end) {
    var cursor = new JsonMembers();
    cursor.reset(bytes, start, end);
    out.append('[');
    String comma = "";
    while (cursor.next()) {
      out.append(comma);
      write(out, bytes, cursor.kind(), cursor.start(), cursor.end());
      comma = ",";
    }
    out.append(']');
  }
}
