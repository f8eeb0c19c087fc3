// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import org.antlr.v4.runtime.ParserRuleContext;

/// Bounds the depth of the tree that is built, so that whoever walks it may recurse. `a + b + c` leans left and is two
/// deep although nothing in it is nested; `a AND b AND c` is one.
final class Depth {
  /// Most operators, joins and set operations on the way from the root of a statement to a leaf.
  static final int TREE_DEPTH_MAX = 500;

  private int levels;

  void enter(int count, ParserRuleContext at) {
    levels += count;
    if (levels > TREE_DEPTH_MAX) {
      var problem = "more than " + TREE_DEPTH_MAX + " operators within each other: split the statement";
      throw new Rejection(problem, Spans.of(at.getStart()), at.getStart().getText());
    }
  }

  void leave(int count) {
    levels -= count;
  }
}
