// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import org.redexdb.meshdb.plan.Plan;

/// `Limit(Project(x))` → `Project(Limit(x))`: rows that are not wanted are not computed.
final class LimitBelowProject implements Rule {
  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Limit(Plan.Project(var input, var expressions), long limit, long offset))) return node;
    return new Plan.Project(new Plan.Limit(input, limit, offset), expressions);
  }
}
