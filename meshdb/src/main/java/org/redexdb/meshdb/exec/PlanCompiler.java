// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.eval.Evaluator;
import org.redexdb.meshdb.eval.ExpressionCompiler;
import org.redexdb.meshdb.eval.LocatedExpressions;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.PlanText;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.api.DamagedRange;

/// Turns a plan into running operators, for one execution. Nothing is read before the first batch is asked for, except
/// the bounds of time travel.
public final class PlanCompiler {
  private final ExecContext context;
  private final ExpressionCompiler expressions;

  private PlanCompiler(ExecContext context) {
    this.context = context;
    this.expressions = new ExpressionCompiler(context.expressions());
  }

  /// @return the root operator; close it
  public static Operator open(Plan plan, ExecContext context) { return new PlanCompiler(context).compile(plan); }

  private Operator compile(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan -> scan(scan);
      case Plan.Values(List<List<Rex>> rows, var types) ->
        new ValuesOperator(rows, types, over(plan), context.cancellation());
      case Plan.Filter(Plan input, Rex predicate) -> {
        var condition = over(input).condition(predicate);
        yield new FilterOperator(compile(input), condition, context.cancellation());
      }
      case Plan.Project(Plan input, List<Rex> list) -> {
        List<Evaluator> evaluators = over(input).compileAll(list);
        int[] sources = list.stream().mapToInt(rex -> RexTree.columns(rex).nextSetBit(0)).toArray();
        yield new ProjectOperator(compile(input), evaluators, sources, context.cancellation());
      }
      case Plan.Aggregate aggregate -> aggregate(aggregate);
      case Plan.Sort sort -> sort(sort);
      case Plan.Limit(Plan input, long limit, long offset) -> new LimitOperator(compile(input), limit, offset);
      case Plan.Distinct(Plan input) -> {
        int columns = input.types().size();
        yield new DistinctOperator(compile(input), columns, context.cancellation(),
            context.memory().account("DISTINCT"));
      }
      case Plan.Join join -> join(join);
    };
  }

  private Operator scan(Plan.Scan scan) {
    ScanRange range = ScanRange.of(scan, context.snapshot(), expressions, context);
    var condition = scan.predicate() == null ? null : over(scan).condition(scan.predicate());
    Operator source = range.seqs().count() == 0
        ? new EmptyOperator()
        : context.scans().open(scan.channel(), range.seqs(), scan.columns(), range.fromNanos(), range.toNanos(),
            context.cancellation()::check);
    if (condition != null) source = new FilterOperator(source, condition, context.cancellation());
    return scan.limit() < 0 ? source : new LimitOperator(source, scan.limit(), 0);
  }

  private Operator aggregate(Plan.Aggregate aggregate) {
    Operator known = countOfSeqs(aggregate);
    if (known != null) return known;
    MemoryBudget.Account account = context.memory().account("GROUP BY");
    LocatedExpressions input = over(aggregate.input());
    List<Evaluator> keys = input.compileAll(aggregate.keys());
    var columns = new ArrayList<AggregateColumn>();
    for (Plan.AggregateCall call : aggregate.calls())
      columns.add(new AggregateColumn(call, input, accumulator(call.function(), account), account));
    return new AggregateOperator(compile(aggregate.input()), keys, columns, context.cancellation(), account);
  }

  private static Accumulator accumulator(Plan.AggregateCall.Function function, MemoryBudget.Account account) {
    return switch (function) {
      case COUNT -> new CountAccumulator(account);
      case SUM -> new SumAccumulator(false, account);
      case AVG -> new SumAccumulator(true, account);
      case MIN -> new ExtremeAccumulator(false, account);
      case MAX -> new ExtremeAccumulator(true, account);
    };
  }

  /// `count(*)` over all events of a range of seqs, which has no gaps but those that a repair has left.
  private @Nullable Operator countOfSeqs(Plan.Aggregate aggregate) {
    if (!aggregate.keys().isEmpty() || aggregate.calls().isEmpty()) return null;
    for (Plan.AggregateCall call : aggregate.calls())
      if (call.function() != Plan.AggregateCall.Function.COUNT || call.argument() != null || call.filter() != null)
        return null;
    Plan input = aggregate.input();
    // Columns do not change how many rows there are; what they would have raised is not asked for.
    while (input instanceof Plan.Project(Plan below, List<Rex> list)
        && list.stream().allMatch(Rex.Ref.class::isInstance))
      input = below;
    if (!(input instanceof Plan.Scan scan) || scan.predicate() != null) return null;
    ScanRange range = ScanRange.of(scan, context.snapshot(), expressions, context);
    if (!range.allTimes() || hasLost(scan.channel(), range.seqs())) return null;
    long count = range.seqs().count();
    return new CountOperator(scan.limit() < 0 ? count : Math.min(count, scan.limit()), aggregate.calls().size());
  }

  /// A lost event keeps its seq and is no row.
  private static boolean hasLost(Channel channel, SeqRange seqs) {
    for (DamagedRange range : channel.damage())
      if (range.kind() == DamagedRange.Kind.LOST && range.from() < seqs.to() && range.to() > seqs.from()) return true;
    return false;
  }

  private Operator sort(Plan.Sort sort) {
    if (sort.keys().isEmpty()) return new LimitOperator(compile(sort.input()), sort.limit(), sort.offset());
    List<Evaluator> keys = over(sort.input()).compileAll(sort.keys().stream().map(Plan.Sort.Key::value).toList());
    return new SortOperator(compile(sort.input()), sort.types().size(), keys, SortOrder.of(sort.keys()), sort.limit(),
        sort.offset(), context.cancellation(), context.memory());
  }

  private Operator join(Plan.Join join) {
    List<Evaluator> leftKeys = over(join.left()).compileAll(join.leftKeys());
    List<Evaluator> rightKeys = over(join.right()).compileAll(join.rightKeys());
    var residual = join.residual() == null ? null : over(join).condition(join.residual());
    Operator left = compile(join.left());
    try {
      return new JoinOperator(new JoinOperator.Side(left, join.left().types().size(), leftKeys),
          new JoinOperator.Side(compile(join.right()), join.right().types().size(), rightKeys), residual,
          context.cancellation(), context.memory().account("JOIN"));
    } catch (Throwable t) {
      left.close();
      throw t;
    }
  }

  /// Expressions over the columns of a node.
  private LocatedExpressions over(Plan input) {
    return new LocatedExpressions(expressions, () -> PlanText.names(input));
  }
}
