// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Ways to walk and rebuild plans. A plan in which nothing changes comes back as the same instance.
// An instance that comes back unchanged is the sign that nothing had to be done.
@SuppressWarnings("ReferenceEquality")
public final class PlanTree {
  private PlanTree() {}

  /// The nodes directly below.
  public static List<Plan> inputs(Plan plan) {
    return switch (plan) {
      case Plan.Scan _,Plan.Values _ -> List.of();
      case Plan.Filter filter -> List.of(filter.input());
      case Plan.Project project -> List.of(project.input());
      case Plan.Aggregate aggregate -> List.of(aggregate.input());
      case Plan.Sort sort -> List.of(sort.input());
      case Plan.Limit limit -> List.of(limit.input());
      case Plan.Distinct distinct -> List.of(distinct.input());
      case Plan.Join join -> List.of(join.left(), join.right());
    };
  }

  /// The node with every input replaced by what `change` gives for it.
  public static Plan rebuild(Plan plan, UnaryOperator<Plan> change) {
    if (plan instanceof Plan.Join join) {
      Plan left = change.apply(join.left());
      Plan right = change.apply(join.right());
      return left == join.left() && right == join.right()
          ? join
          : new Plan.Join(left, right, join.leftKeys(), join.rightKeys(), join.residual());
    }
    var inputs = inputs(plan);
    if (inputs.isEmpty()) return plan;
    Plan input = change.apply(inputs.getFirst());
    return input == inputs.getFirst() ? plan : withInput(plan, input);
  }

  private static Plan withInput(Plan plan, Plan input) {
    return switch (plan) {
      case Plan.Scan _,Plan.Values _,Plan.Join _ -> throw new IllegalArgumentException("not one input: " + plan);
      case Plan.Filter filter -> new Plan.Filter(input, filter.predicate());
      case Plan.Project project -> new Plan.Project(input, project.expressions());
      case Plan.Aggregate aggregate -> new Plan.Aggregate(input, aggregate.keys(), aggregate.calls());
      case Plan.Sort sort -> new Plan.Sort(input, sort.keys(), sort.limit(), sort.offset());
      case Plan.Limit limit -> new Plan.Limit(input, limit.limit(), limit.offset());
      case Plan.Distinct _ -> new Plan.Distinct(input);
    };
  }

  /// Applies `change` to every node, inputs first.
  public static Plan bottomUp(Plan plan, UnaryOperator<Plan> change) {
    return change.apply(rebuild(plan, input -> bottomUp(input, change)));
  }

  /// The plan with every expression of every node replaced.
  public static Plan mapExpressions(Plan plan, UnaryOperator<Rex> change) {
    return bottomUp(plan, node -> mapOwn(node, change));
  }

  /// The node with its own expressions replaced, its inputs left alone.
  public static Plan mapOwn(Plan plan, UnaryOperator<Rex> change) {
    return switch (plan) {
      case Plan.Scan scan -> new Plan.Scan(scan.channel(), map(scan.travel(), change), scan.columns(),
          mapNullable(scan.predicate(), change), scan.limit());
      case Plan.Values values ->
        new Plan.Values(values.rows().stream().map(row -> map(row, change)).toList(), values.types());
      case Plan.Filter filter -> new Plan.Filter(filter.input(), change.apply(filter.predicate()));
      case Plan.Project project -> new Plan.Project(project.input(), map(project.expressions(), change));
      case Plan.Aggregate aggregate -> new Plan.Aggregate(aggregate.input(), map(aggregate.keys(), change),
          aggregate.calls().stream().map(call -> new Plan.AggregateCall(call.function(),
              mapNullable(call.argument(), change), call.distinct(), mapNullable(call.filter(), change), call.type(),
              call.place()))
              .toList());
      case Plan.Sort sort -> new Plan.Sort(sort.input(), sort.keys().stream()
          .map(key -> new Plan.Sort.Key(change.apply(key.value()), key.descending(), key.nullsFirst())).toList(),
          sort.limit(), sort.offset());
      case Plan.Limit _,Plan.Distinct _ -> plan;
      case Plan.Join join -> new Plan.Join(join.left(), join.right(), map(join.leftKeys(), change),
          map(join.rightKeys(), change), mapNullable(join.residual(), change));
    };
  }

  private static Travel map(Travel travel, UnaryOperator<Rex> change) {
    return switch (travel) {
      case Travel.All all -> all;
      case Travel.AtSeq(Rex seq) -> new Travel.AtSeq(change.apply(seq));
      case Travel.SeqRange(Rex from, Rex to) -> new Travel.SeqRange(change.apply(from), change.apply(to));
      case Travel.AsOfSeq(Rex seq) -> new Travel.AsOfSeq(change.apply(seq));
      case Travel.AsOfTime(Rex time) -> new Travel.AsOfTime(change.apply(time));
      case Travel.TimeRange(Rex from, Rex to, boolean inclusive) ->
        new Travel.TimeRange(change.apply(from), change.apply(to), inclusive);
    };
  }

  private static List<Rex> map(List<Rex> expressions, UnaryOperator<Rex> change) {
    return expressions.stream().map(change).toList();
  }

  private static @Nullable Rex mapNullable(@Nullable Rex rex, UnaryOperator<Rex> change) {
    return rex == null ? null : change.apply(rex);
  }
}
