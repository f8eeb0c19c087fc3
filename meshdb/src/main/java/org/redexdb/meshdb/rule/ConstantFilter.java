// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.util.List;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;

/// `Filter(x, TRUE)` → `x`; `Filter(x, FALSE)` and `Filter(x, NULL)` → no rows.
final class ConstantFilter implements Rule {
  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Filter(var input, Rex.Literal(var value, _)))) return node;
    return Boolean.TRUE.equals(value) ? input : new Plan.Values(List.of(), input.types());
  }
}
