// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.util.ArrayList;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.RexTree;

/// The scan tests conditions itself, unless it already stops after a number of rows.
final class FilterIntoScan implements Rule {
  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Filter(Plan.Scan scan, var predicate)) || scan.limit() >= 0) return node;
    var parts = new ArrayList<>(RexTree.conjuncts(scan.predicate()));
    parts.addAll(RexTree.conjuncts(predicate));
    return new Plan.Scan(scan.channel(), scan.travel(), scan.columns(), RexTree.and(parts), -1);
  }
}
