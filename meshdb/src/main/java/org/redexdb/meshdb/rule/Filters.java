// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.util.List;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;

/// A plan under conditions.
final class Filters {
  private Filters() {}

  static Plan over(Plan input, List<Rex> conditions) {
    Rex predicate = RexTree.and(conditions);
    return predicate == null ? input : new Plan.Filter(input, predicate);
  }

  /// The expression with columns of a projection replaced by what computes them.
  static Rex inline(Rex rex, List<Rex> expressions) {
    return RexTree.replaceRefs(rex, ref -> expressions.get(ref.column()));
  }

  static Rex shift(Rex rex, int by) {
    return by == 0 ? rex : RexTree.replaceRefs(rex, ref -> new Rex.Ref(ref.column() + by, ref.type()));
  }
}
