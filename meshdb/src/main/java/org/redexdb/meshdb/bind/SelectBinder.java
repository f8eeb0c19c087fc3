// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.QueryBody;
import org.redexdb.grammar.tree.SortItem;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;

/// One SELECT: binds its clauses in the order in which names come into being (FROM, WHERE, list, GROUP BY, HAVING, ORDER
/// BY) and stacks the plan.
final class SelectBinder {
  private final QueryBinder queries;
  private final CommonTables commonTables;
  private final ParameterTypes parameters;
  private final Context context;
  private final Scope scope;
  private final ExpressionBinder expressions;
  private final AggregateCollector aggregates;
  private final SelectList list;

  SelectBinder(QueryBinder queries, CommonTables commonTables, ParameterTypes parameters, Context context) {
    this.queries = queries;
    this.commonTables = commonTables;
    this.parameters = parameters;
    this.context = context;
    this.scope = new Scope(context.problems());
    this.expressions = new ExpressionBinder(scope, parameters, context);
    this.aggregates = new AggregateCollector(scope, context.problems());
    this.list = new SelectList(scope, context.problems());
  }

  BoundRelation bind(QueryBody.Select select, List<SortItem> orderBy, RowLimit limit) {
    if (select.window() != null)
      throw context.problems().unsupported("WINDOW", "group by date_trunc(…) or by seq / n", select.window().span());
    @Nullable
    JoinTree from = select.from() == null
        ? null
        : new SourceBinder(queries, commonTables, parameters, context, scope).bind(select.from());
    @Nullable
    Rex where = select.where() == null ? null : expressions.conditionIn("WHERE", select.where());
    list.bind(select.items(), expressions, aggregates);
    var grouping = new Grouping(scope, context.problems());
    grouping.bind(select.groupBy(), expressions, list);
    @Nullable
    Rex having = select.having() == null
        ? null
        : expressions.conditionIn("HAVING", select.having(), aggregates, list);
    var order = new SelectOrder(list, expressions, aggregates, context.problems());
    order.bind(orderBy, select.distinct());

    var layout = new Layout(scope.relations());
    Plan plan = from == null ? new Plan.Values(List.of(List.of()), List.of()) : layout.plan(from);
    if (where != null) plan = new Plan.Filter(plan, layout.place(where));
    UnaryOperator<Rex> place = layout::place;
    if (select.having() != null || !select.groupBy().isEmpty() || !aggregates.calls().isEmpty()) {
      plan = aggregate(plan, grouping, layout);
      place = rex -> grouping.over(rex, select.span());
      if (having != null) plan = new Plan.Filter(plan, place.apply(having));
    }
    return finish(plan, place, select.distinct(), order, limit);
  }

  private Plan aggregate(Plan input, Grouping grouping, Layout layout) {
    var keys = grouping.keys().stream().map(layout::place).toList();
    var calls = aggregates.calls().stream().map(call -> new Plan.AggregateCall(call.function(),
        layout.placeOrNull(call.argument()), call.distinct(), layout.placeOrNull(call.filter()), call.type(),
        call.place())).toList();
    return new Plan.Aggregate(input, keys, calls);
  }

  /// Computes the columns of the result and, behind them, what only ORDER BY needs; sorts, cuts, and drops the latter.
  private BoundRelation finish(Plan input, UnaryOperator<Rex> place, boolean distinct, SelectOrder order,
      RowLimit limit) {
    var values = new ArrayList<Rex>();
    for (var output : list.outputs()) values.add(place.apply(output.value()));
    for (Rex extra : order.extras()) values.add(place.apply(extra));
    Plan plan = new Plan.Project(input, values);
    if (distinct) plan = new Plan.Distinct(plan);
    if (!order.keys().isEmpty()) plan = new Plan.Sort(plan, order.keys(), -1, 0);
    if (limit.any()) plan = new Plan.Limit(plan, limit.limit(), limit.offset());
    int width = list.outputs().size();
    if (!order.extras().isEmpty()) {
      var kept = new ArrayList<Rex>();
      for (int i = 0; i < width; i++) kept.add(new Rex.Ref(i, values.get(i).type()));
      plan = new Plan.Project(plan, kept);
    }
    return new BoundRelation(plan, list.outputs().stream().map(SelectList.Output::column).toList());
  }
}
