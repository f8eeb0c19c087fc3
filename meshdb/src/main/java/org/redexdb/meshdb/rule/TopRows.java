// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import org.redexdb.meshdb.plan.Plan;

/// `Limit(Sort(x))` → a sort that keeps only the rows wanted.
final class TopRows implements Rule {
  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Limit(Plan.Sort(var input, var keys, long sorted, long skipped), long limit, long offset))
        || sorted >= 0 || skipped > 0)
      return node;
    return new Plan.Sort(input, keys, limit, offset);
  }
}
