// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.util.ArrayList;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;

/// Conditions on nothing but group keys are tested before grouping. Without keys there is one group even over no rows,
/// so nothing can go below.
final class FilterBelowAggregate implements Rule {
  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Filter(Plan.Aggregate(var input, var keys, var calls), var predicate))
        || keys.isEmpty())
      return node;
    var below = new ArrayList<Rex>();
    var above = new ArrayList<Rex>();
    for (Rex part : RexTree.conjuncts(predicate)) {
      if (RexTree.columns(part).length() <= keys.size()) below.add(Filters.inline(part, keys));
      else
        above.add(part);
    }
    if (below.isEmpty()) return node;
    return Filters.over(new Plan.Aggregate(Filters.over(input, below), keys, calls), above);
  }
}
