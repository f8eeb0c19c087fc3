// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.util.ArrayList;
import java.util.List;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;

/// Takes the condition of a join apart: what concerns one side goes below it, equality of both sides becomes a key, the
/// rest stays.
final class JoinConditions implements Rule {
  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Join join) || join.residual() == null) return node;
    int width = join.left().types().size();
    var left = new ArrayList<Rex>();
    var right = new ArrayList<Rex>();
    var leftKeys = new ArrayList<>(join.leftKeys());
    var rightKeys = new ArrayList<>(join.rightKeys());
    var rest = new ArrayList<Rex>();
    for (Rex part : RexTree.conjuncts(join.residual())) {
      if (onLeft(part, width)) left.add(part);
      else if (onRight(part, width)) right.add(Filters.shift(part, -width));
      else if (!key(part, width, leftKeys, rightKeys)) rest.add(part);
    }
    return new Plan.Join(Filters.over(join.left(), left), Filters.over(join.right(), right), leftKeys, rightKeys,
        RexTree.and(rest));
  }

  private static boolean key(Rex part, int width, List<Rex> leftKeys, List<Rex> rightKeys) {
    if (!(part instanceof Rex.Call(Op op, var sides, _, _)) || op != Op.EQUAL) return false;
    Rex first = sides.get(0);
    Rex second = sides.get(1);
    if (onLeft(first, width) && strictlyRight(second, width)) {
      leftKeys.add(first);
      rightKeys.add(Filters.shift(second, -width));
      return true;
    }
    if (onLeft(second, width) && strictlyRight(first, width)) {
      leftKeys.add(second);
      rightKeys.add(Filters.shift(first, -width));
      return true;
    }
    return false;
  }

  private static boolean onLeft(Rex rex, int width) { return RexTree.columns(rex).length() <= width; }

  private static boolean onRight(Rex rex, int width) { return RexTree.columns(rex).nextSetBit(0) >= width; }

  private static boolean strictlyRight(Rex rex, int width) {
    return !RexTree.columns(rex).isEmpty() && onRight(rex, width);
  }
}
