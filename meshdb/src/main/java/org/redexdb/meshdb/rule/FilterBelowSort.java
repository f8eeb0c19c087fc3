// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import org.redexdb.meshdb.plan.Plan;

/// A filter goes below a sort that keeps all rows, and below DISTINCT.
final class FilterBelowSort implements Rule {
  @Override
  public Plan apply(Plan node) {
    return switch (node) {
      case Plan.Filter(Plan.Sort(var input, var keys, long limit, long offset), var predicate) when limit < 0
          && offset == 0 ->
        new Plan.Sort(new Plan.Filter(input, predicate), keys, limit, offset);
      case Plan.Filter(Plan.Distinct(var input), var predicate) ->
        new Plan.Distinct(new Plan.Filter(input, predicate));
      default -> node;
    };
  }
}
