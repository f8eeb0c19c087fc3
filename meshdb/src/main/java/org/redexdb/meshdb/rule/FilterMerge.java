// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.util.ArrayList;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.RexTree;

/// `Filter(Filter(x, a), b)` → `Filter(x, a AND b)`.
final class FilterMerge implements Rule {
  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Filter(Plan.Filter(var input, var inner), var outer))) return node;
    var parts = new ArrayList<>(RexTree.conjuncts(inner));
    parts.addAll(RexTree.conjuncts(outer));
    return Filters.over(input, parts);
  }
}
