// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.util.ArrayList;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.RexTree;

/// The filter over an inner join is part of its condition; [JoinConditions] then takes it apart.
final class FilterIntoJoin implements Rule {
  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Filter(Plan.Join join, var predicate))) return node;
    var parts = new ArrayList<>(RexTree.conjuncts(join.residual()));
    parts.addAll(RexTree.conjuncts(predicate));
    return new Plan.Join(join.left(), join.right(), join.leftKeys(), join.rightKeys(), RexTree.and(parts));
  }
}
