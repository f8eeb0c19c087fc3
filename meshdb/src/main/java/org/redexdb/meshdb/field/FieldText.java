// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.json.JsonMembers;
import org.redexdb.meshdb.json.JsonNumbers;
import org.redexdb.meshdb.json.JsonScanner;
import org.redexdb.meshdb.json.JsonStrings;
import org.redexdb.meshdb.plan.PathStep;

/// Known fields as they are stored with the channel:
///
/// ```
/// {"v":1,"end":1000,"invalid":0,"incomplete":false,"fields":[{"path":["loc","lat"],"types":8,"collapsed":false},…]}
/// ```
/// `types` is the sum of the numbers in [FieldNode]. Advisory: a text that this version cannot read means that the
/// channel is read again from its first event.
final class FieldText {
  private static final int VERSION = 1;
  private static final List<List<PathStep>> HEAD = keys("v", "end", "invalid", "incomplete", "fields");
  private static final List<List<PathStep>> FIELD = keys("path", "types", "collapsed");

  /// What was stored.
  record Stored(FieldTree tree, long end) {
  }

  private FieldText() {}

  private static List<List<PathStep>> keys(String... names) {
    return Arrays.stream(names).<List<PathStep>>map(name -> List.of(new PathStep.Key(name))).toList();
  }

  static String write(FieldTree tree, long end) {
    var text = new StringBuilder("{\"v\":").append(VERSION).append(",\"end\":").append(end).append(",\"invalid\":")
        .append(tree.invalidPayloads).append(",\"incomplete\":").append(tree.incomplete).append(",\"fields\":[");
    String comma = "";
    for (FieldNode field : tree.fields) {
      text.append(comma).append("{\"path\":[");
      List<String> path = field.path();
      for (int i = 0; i < path.size(); i++) {
        if (i > 0) text.append(',');
        JsonStrings.quote(text, path.get(i));
      }
      text.append("],\"types\":").append(field.types).append(",\"collapsed\":").append(field.collapsed).append('}');
      comma = ",";
    }
    return text.append("]}").toString();
  }

  /// @return null when the text is not of this version
  static @Nullable Stored read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var head = new JsonScanner(HEAD, false);
    if (!head.scan(bytes, 0, bytes.length) || number(head, 0, bytes) != VERSION || number(head, 1, bytes) < 0
        || number(head, 2, bytes) < 0 || head.kind(4) != JsonKind.ARRAY)
      return null;
    var tree = new FieldTree();
    tree.invalidPayloads = number(head, 2, bytes);
    tree.incomplete = head.kind(3) == JsonKind.TRUE;
    var fields = new JsonMembers();
    fields.reset(bytes, head.start(4), head.end(4));
    var field = new JsonScanner(FIELD, false);
    while (fields.next()) {
      if (!field.scan(bytes, fields.start(), fields.end()) || field.kind(0) != JsonKind.ARRAY) return null;
      long types = number(field, 1, bytes);
      List<String> path = path(bytes, field.start(0), field.end(0));
      if (path.isEmpty() || path.size() > FieldTree.DEPTH_MAX || types < 0 || types > FieldNode.ALL) return null;
      tree.restore(path, (int) types, field.kind(2) == JsonKind.TRUE);
    }
    tree.changed = false;
    return new Stored(tree, number(head, 1, bytes));
  }

  private static List<String> path(byte[] bytes, int from, int to) {
    var path = new ArrayList<String>();
    var keys = new JsonMembers();
    keys.reset(bytes, from, to);
    while (keys.next()) {
      if (!JsonKind.isText(keys.kind())) return List.of();
      path.add(JsonStrings.text(keys.kind(), bytes, keys.start(), keys.end()));
    }
    return path;
  }

  private static long number(JsonScanner scanner, int slot, byte[] bytes) {
    return scanner.kind(slot) == JsonKind.INTEGER
        ? JsonNumbers.longValue(bytes, scanner.start(slot), scanner.end(slot))
        : -1;
  }
}
