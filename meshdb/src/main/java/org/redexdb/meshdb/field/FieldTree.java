// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.json.JsonMembers;
import org.redexdb.meshdb.json.JsonScanner;
import org.redexdb.meshdb.json.JsonShape;

/// What is found out about the fields of a channel, event by event. An event whose shape was met before only has the kinds
/// of its values compared with those known for the shape; any other is walked through.
///
/// Confined to one thread at a time.
final class FieldTree {
  /// Fields below others, so that a few wide objects leave room for top-level ones.
  static final int NESTED_MAX = KnownFields.FIELDS_MAX / 2;
  /// Keys of fields that are told apart.
  static final int DEPTH_MAX = 8;

  final List<FieldNode> fields = new ArrayList<>();
  /// Events whose payload is no valid JSON.
  long invalidPayloads;
  /// Whether some field was left out.
  boolean incomplete;
  /// Whether something changed since this was last set to false.
  boolean changed;

  private final FieldNode root = new FieldNode(null, "");
  private final JsonScanner scanner = new JsonScanner(List.of());
  private final JsonMembers[] members = new JsonMembers[DEPTH_MAX];
  private int nested;
  private long walks;

  // The values of the event being walked through.
  private @Nullable FieldNode[] seenNode = new @Nullable FieldNode[32];
  private int[] seenType = new int[32];
  private int[] seenStart = new int[32];
  private int seen;

  FieldTree() {
    for (int i = 0; i < DEPTH_MAX; i++) members[i] = new JsonMembers();
  }

  /// Takes one event in.
  void add(byte[] bytes, int from, int to) {
    if (!scanner.scan(bytes, from, to)) {
      invalidPayloads++;
      changed = true;
      return;
    }
    JsonShape shape = scanner.shape();
    if (shape != null && shape.attachment instanceof ShapeFields known) {
      known.compare(shape, bytes);
      return;
    }
    walk(bytes, from, to);
    if (shape != null) shape.attachment = new ShapeFields(shape);
  }

  /// Puts back a field that was stored.
  void restore(List<String> path, int types, boolean collapsed) {
    FieldNode node = root;
    for (String name : path) {
      byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
      int key = node.keys.find(utf8, 0, utf8.length);
      if (key < 0) {
        key = node.keys.add(utf8, 0, utf8.length);
        node.members.add(new FieldNode(node, name));
      }
      node = node.members.get(key);
    }
    node.collapsed = collapsed;
    see(node, types);
  }

  private void walk(byte[] bytes, int from, int to) {
    seen = 0;
    walks++;
    JsonMembers top = members[0];
    if (!top.reset(bytes, from, to) || !top.isObject()) return;
    walkObject(root, bytes);
    for (int i = 0; i < seen; i++) {
      FieldNode node = seenNode[i];
      if (node != null) see(node, seenType[i]);
    }
  }

  private void walkObject(FieldNode object, byte[] bytes) {
    JsonMembers cursor = members[object.depth];
    while (cursor.next()) {
      FieldNode member = member(object, cursor);
      if (member == null) {
        if (object.collapsed) return;
        continue;
      }
      // The last of equal keys counts: what the earlier one showed is forgotten.
      if (member.walk == walks) forget(member);
      member.walk = walks;
      note(member, FieldNode.typeOf(cursor.kind(), bytes, cursor.start(), cursor.end()), cursor.start());
      if (cursor.kind() == JsonKind.OBJECT && member.depth < DEPTH_MAX && !member.collapsed) {
        members[member.depth].reset(bytes, cursor.start(), cursor.end());
        walkObject(member, bytes);
      }
    }
  }

  private @Nullable FieldNode member(FieldNode object, JsonMembers cursor) {
    int key = cursor.key(object.keys, false);
    if (key >= 0) return object.members.get(key);
    if (object != root && object.members.size() == KnownFields.OBJECT_KEYS_MAX) {
      collapse(object);
      return null;
    }
    if (fields.size() >= KnownFields.FIELDS_MAX || object.members.size() >= KnownFields.FIELDS_MAX
        || object != root && nested >= NESTED_MAX) {
      if (!incomplete) changed = true;
      incomplete = true;
      return null;
    }
    cursor.key(object.keys, true);
    FieldNode member = new FieldNode(object, cursor.name());
    object.members.add(member);
    return member;
  }

  /// The object becomes one JSON column.
  private void collapse(FieldNode object) {
    object.collapsed = true;
    changed = true;
    fields.removeIf(field -> field != object && field.isOrIsBelow(object));
    nested = (int) fields.stream().filter(field -> field.depth > 1).count();
    for (int i = 0; i < seen; i++) {
      FieldNode node = seenNode[i];
      if (node != null && node != object && node.isOrIsBelow(object)) seenNode[i] = null;
    }
  }

  private void note(FieldNode node, int type, int start) {
    if (seen == seenNode.length) {
      seenNode = Arrays.copyOf(seenNode, seen * 2);
      seenType = Arrays.copyOf(seenType, seen * 2);
      seenStart = Arrays.copyOf(seenStart, seen * 2);
    }
    seenNode[seen] = node;
    seenType[seen] = type;
    seenStart[seen++] = start;
  }

  private void forget(FieldNode member) {
    for (int i = 0; i < seen; i++) {
      FieldNode node = seenNode[i];
      if (node != null && node.isOrIsBelow(member)) seenNode[i] = null;
    }
  }

  private void see(FieldNode node, int types) {
    if (!node.listed) {
      // A remembered shape may still speak of what has been collapsed meanwhile.
      for (FieldNode above = node.parent; above != null; above = above.parent) if (above.collapsed) return;
      if (fields.size() >= KnownFields.FIELDS_MAX || node.depth > 1 && nested >= NESTED_MAX) {
        incomplete = true;
        changed = true;
        return;
      }
      node.listed = true;
      if (node.depth > 1) nested++;
      fields.add(node);
      changed = true;
    }
    if ((node.types | types) != node.types) {
      node.types |= types;
      changed = true;
    }
  }

  /// The fields of the values of one shape, and the kinds that are known for each.
  private final class ShapeFields {
    private final @Nullable FieldNode[] node;
    private final int[] kinds;

    /// From the event that was walked through just now.
    ShapeFields(JsonShape shape) {
      node = new @Nullable FieldNode[shape.values()];
      kinds = new int[shape.values()];
      int value = 0;
      for (int i = 0; i < seen; i++) {
        while (value < node.length && shape.start(value) < seenStart[i]) value++;
        if (value < node.length && shape.start(value) == seenStart[i]) node[value] = seenNode[i];
      }
    }

    void compare(JsonShape shape, byte[] bytes) {
      for (int value = 0; value < kinds.length; value++)
        if ((kinds[value] >>> shape.kind(value) & 1) == 0) learn(shape, value, bytes);
    }

    private void learn(JsonShape shape, int value, byte[] bytes) {
      byte kind = shape.kind(value);
      FieldNode field = node[value];
      // What a NUMBER is depends on its digits, so each is looked at.
      if (kind != JsonKind.NUMBER || field == null) kinds[value] |= 1 << kind;
      if (field != null) see(field, FieldNode.typeOf(kind, bytes, shape.start(value), shape.end(value)));
    }
  }
}
