// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.util.Arrays;
import java.util.List;

/// Where a value sits in an event. `time:timestamp` and `a.b` are names of top-level fields, exactly as spelled; a path
/// that starts with `/` is a JSON pointer (RFC 6901), so that every name can be reached whatever it contains.
public record FieldPath(List<String> keys) {

  public FieldPath {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a field path needs at least one key");
    }
  }

  public static FieldPath of(String text) {
    if (!text.startsWith("/")) {
      return new FieldPath(List.of(text));
    }
    return new FieldPath(Arrays.stream(text.substring(1).split("/", -1))
        .map(key -> key.replace("~1", "/").replace("~0", "~")).toList());
  }

  String topLevelName() {
    return keys.getFirst();
  }

  boolean isTopLevel() {
    return keys.size() == 1;
  }

  @Override
  public String toString() {
    return isTopLevel() ? topLevelName() : "/" + String.join("/", keys);
  }
}
