// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.json.JsonNumbers;
import org.redexdb.meshdb.json.KeyTable;

/// A place in the payloads of a channel: a field, or the top of the payload, which has no parent.
final class FieldNode {
  // Types of the values met. These numbers are stored (FieldText).
  static final int BOOLEAN = 1;
  static final int BIGINT = 2;
  static final int DECIMAL = 4;
  static final int DOUBLE = 8;
  static final int TEXT = 16;
  static final int JSON = 32;
  static final int ALL = 63;
  private static final int NUMBERS = BIGINT | DECIMAL | DOUBLE;

  final @Nullable FieldNode parent;
  final String name;
  final int depth;
  final KeyTable keys = new KeyTable();
  final List<FieldNode> members = new ArrayList<>();
  /// Types met, of those above; 0 when only null was.
  int types;
  /// Whether it is in the list of fields.
  boolean listed;
  /// Whether its members are no fields, because there are too many.
  boolean collapsed;
  /// Number of the last walk that came here.
  long walk = -1;

  FieldNode(@Nullable FieldNode parent, String name) {
    this.parent = parent;
    this.name = name;
    depth = parent == null ? 0 : parent.depth + 1;
  }

  boolean isOrIsBelow(FieldNode other) {
    for (FieldNode node = this; node != null; node = node.parent) if (node == other) return true;
    return false;
  }

  List<String> path() {
    Deque<String> path = new ArrayDeque<>();
    for (FieldNode node = this; node.parent != null; node = node.parent) path.addFirst(node.name);
    return List.copyOf(path);
  }

  /// The type that a value adds.
  static int typeOf(byte kind, byte[] bytes, int start, int end) {
    return switch (kind) {
      case JsonKind.FALSE, JsonKind.TRUE -> BOOLEAN;
      case JsonKind.INTEGER -> BIGINT;
      case JsonKind.FRACTION -> DOUBLE;
      case JsonKind.NUMBER -> switch (JsonNumbers.boxed(kind, bytes, start, end)) {
        case Double _ -> DOUBLE;
        case String _ -> TEXT;
        default -> DECIMAL;
      };
      case JsonKind.STRING, JsonKind.ESCAPED -> TEXT;
      case JsonKind.OBJECT, JsonKind.ARRAY -> JSON;
      default -> 0;
    };
  }

  boolean drifted() { return types != 0 && (types & ~NUMBERS) != 0 && Integer.bitCount(types) > 1; }

  SqlType type() {
    if (types == 0) return SqlType.ANY;
    if (drifted()) return SqlType.VARCHAR;
    return switch (Integer.highestOneBit(types)) {
      case BOOLEAN -> SqlType.BOOLEAN;
      case BIGINT -> SqlType.BIGINT;
      case DECIMAL -> SqlType.decimal(38, 0);
      case DOUBLE -> SqlType.DOUBLE;
      case TEXT -> SqlType.VARCHAR;
      default -> SqlType.JSON;
    };
  }
}
