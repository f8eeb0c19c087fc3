// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.PlanTree;
import org.redexdb.meshdb.plan.Rex;

/// Applies all rules until none changes anything. Columns are pruned once before and once after, because it is the one
/// rewrite that looks at the whole plan.
public final class Optimizer {
  /// Every rule moves work down or makes the plan smaller, so rounds end by themselves; the bound is for a bug.
  private static final int ROUNDS_MAX = 100;

  private final List<Rule> rules;

  /// @param evaluator value of an expression without references, parameters and now(); null when computing it fails,
  ///                  which then happens again where and when a row needs it
  public Optimizer(Function<Rex, Rex.@Nullable Literal> evaluator) {
    rules = List.of(new ConstantFolding(evaluator), new FilterMerge(), new ConstantFilter(), new FilterBelowProject(),
        new FilterBelowSort(), new FilterBelowAggregate(), new FilterIntoJoin(), new JoinConditions(),
        new FilterIntoScan(), new SeqBounds(), new TimeBounds(), new ProjectMerge(), new SortBySeq(),
        new LimitBelowProject(), new TopRows(), new LastEvents(), new LimitIntoScan());
  }

  public Plan optimize(Plan plan) {
    Plan now = PruneColumns.of(rewrite(plan));
    return rewrite(now);
  }

  private Plan rewrite(Plan plan) {
    Plan now = plan;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      Plan before = now;
      for (var rule : rules) now = PlanTree.bottomUp(now, rule::apply);
      if (now.equals(before)) return now;
    }
    throw new IllegalStateException("the rules do not come to an end");
  }
}
