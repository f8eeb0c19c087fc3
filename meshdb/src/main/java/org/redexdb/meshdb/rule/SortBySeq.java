// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.ScanColumn;

/// A scan comes in seq order and no seq comes twice: sorting by seq first, ascending, does nothing, and sorting by seq
/// forgets every order before it.
final class SortBySeq implements Rule {
  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Sort sort) || sort.keys().isEmpty()) return node;
    var key = sort.keys().getFirst();
    if (sort.input() instanceof Plan.Sort(var input, _, long limit, long offset) && limit < 0 && offset == 0
        && seq(input, key.value()))
      return new Plan.Sort(input, sort.keys(), sort.limit(), sort.offset());
    if (key.descending() || !seq(sort.input(), key.value())) return node;
    return sort.limit() < 0 && sort.offset() == 0
        ? sort.input()
        : new Plan.Limit(sort.input(), sort.limit(), sort.offset());
  }

  private static boolean seq(Plan plan, Rex key) {
    if (!(key instanceof Rex.Ref(int column, _))) return false;
    return switch (plan) {
      case Plan.Scan scan -> scan.columns().get(column).equals(
          new ScanColumn.Intrinsic(ScanColumn.Intrinsic.Kind.SEQ));
      case Plan.Filter(var input, _) -> seq(input, key);
      case Plan.Limit(var input, _, _) -> seq(input, key);
      case Plan.Distinct(var input) -> seq(input, key);
      case Plan.Project(var input, var expressions) -> seq(input, expressions.get(column));
      case Plan.Values _,Plan.Aggregate _,Plan.Sort _,Plan.Join _ -> false;
    };
  }
}
