// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// One XES attribute.
///
/// @param value null for `list` and `container`
/// @param children nested attributes; the entries, for a `list` or `container`
record XesAttribute(String kind, String key, @Nullable String value, List<XesAttribute> children) {

  XesAttribute withPrefix(String prefix) {
    return new XesAttribute(kind, prefix + key, value, children);
  }

  void writeTo(JsonGenerator out) {
    out.writeName(key);
    writeValue(out);
  }

  // A list may repeat a key, so its entries are objects of one key each; an attribute with attributes of its own keeps
  // both as pm4py does, under "value" and "children".
  private void writeValue(JsonGenerator out) {
    if (kind.equals("list")) {
      out.writeStartArray();
      for (var child : children) {
        out.writeStartObject();
        child.writeTo(out);
        out.writeEndObject();
      }
      out.writeEndArray();
    } else if (kind.equals("container")) {
      writeChildren(out);
    } else if (children.isEmpty()) {
      writeScalar(out);
    } else {
      out.writeStartObject();
      out.writeName("value");
      writeScalar(out);
      out.writeName("children");
      writeChildren(out);
      out.writeEndObject();
    }
  }

  private void writeChildren(JsonGenerator out) {
    out.writeStartObject();
    for (var child : children) {
      child.writeTo(out);
    }
    out.writeEndObject();
  }

  // What a number cannot be in JSON (NaN, INF, 007) is kept as its text rather than changed.
  private void writeScalar(JsonGenerator out) {
    var text = value == null ? "" : value;
    switch (kind) {
      case "int", "float" -> {
        if (JsonNumber.isExact(text)) {
          out.writeNumber(text);
        } else {
          out.writeString(text);
        }
      }
      case "boolean" -> {
        switch (text.toLowerCase(Locale.ROOT)) {
          case "true", "1" -> out.writeBoolean(true);
          case "false", "0" -> out.writeBoolean(false);
          default -> out.writeString(text);
        }
      }
      default -> out.writeString(text);
    }
  }
}
