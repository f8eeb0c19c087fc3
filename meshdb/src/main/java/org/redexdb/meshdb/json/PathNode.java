// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.plan.PathStep;

/// A place in a JSON value that some path leads to or through.
final class PathNode {
  /// Number of the path that ends here, or -1.
  int slot = -1;
  /// Slots of the paths that go on from here: they are forgotten when the place is met again.
  int[] below = {};
  /// Whether [#element] can find something.
  boolean indexed;
  private final KeyTable keys = new KeyTable();
  private final List<PathNode> members = new ArrayList<>();
  private final List<PathStep.Index> indexes = new ArrayList<>();
  private final List<PathNode> elements = new ArrayList<>();

  /// @throws IllegalArgumentException when a path comes twice
  static PathNode compile(List<List<PathStep>> paths) {
    var root = new PathNode();
    for (int slot = 0; slot < paths.size(); slot++) {
      PathNode node = root;
      for (PathStep step : paths.get(slot)) {
        node.below = Arrays.copyOf(node.below, node.below.length + 1);
        node.below[node.below.length - 1] = slot;
        node = node.child(step);
      }
      if (node.slot >= 0) throw new IllegalArgumentException("path twice: " + paths.get(slot));
      node.slot = slot;
    }
    return root;
  }

  private PathNode child(PathStep step) {
    switch (step) {
      case PathStep.Key(String name) -> {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        int key = keys.find(utf8, 0, utf8.length);
        if (key < 0) {
          key = keys.add(utf8, 0, utf8.length);
          members.add(new PathNode());
        }
        return members.get(key);
      }
      case PathStep.Index index -> {
        int at = indexes.indexOf(index);
        if (at < 0) {
          at = indexes.size();
          indexes.add(index);
          elements.add(new PathNode());
          indexed = true;
        }
        return elements.get(at);
      }
    }
  }

  @Nullable
  PathNode member(byte[] bytes, int at, int length) {
    int key = keys.find(bytes, at, length);
    return key < 0 ? null : members.get(key);
  }

  @Nullable
  PathNode element(int index) {
    for (int i = 0; i < indexes.size(); i++) if (indexes.get(i).index() == index) return elements.get(i);
    return null;
  }
}
