// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import org.redexdb.meshdb.plan.Plan;

/// `Filter(Project(x, e), p)` → `Project(Filter(x, p over e), e)`.
final class FilterBelowProject implements Rule {
  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Filter(Plan.Project(var input, var expressions), var predicate))) return node;
    return new Plan.Project(new Plan.Filter(input, Filters.inline(predicate, expressions)), expressions);
  }
}
