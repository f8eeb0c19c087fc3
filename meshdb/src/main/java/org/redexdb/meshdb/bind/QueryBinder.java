// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Query;
import org.redexdb.grammar.tree.QueryBody;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;

/// Whole queries: WITH, what kind of body, ORDER BY and LIMIT around it.
final class QueryBinder {
  private final ParameterTypes parameters;
  private final Context context;
  private final List<ChannelRelation> used = new ArrayList<>();

  QueryBinder(ParameterTypes parameters, Context context) {
    this.parameters = parameters;
    this.context = context;
  }

  Problems problems() { return context.problems(); }

  /// Takes note of a channel that the statement reads.
  void used(ChannelRelation relation) { used.add(relation); }

  List<Dependency> dependencies() { return used.stream().map(ChannelRelation::dependency).toList(); }

  BoundRelation bind(Query query) { return bindNested(query, CommonTables.NONE); }

  BoundRelation bindNested(Query query, CommonTables outer) {
    var tables = query.with().isEmpty() ? outer : outer.with(query.with());
    // Also those that nobody uses: they must be right, and their parameters count.
    for (var table : query.with()) tables.bind(table.name(), this);
    var limit = RowLimit.of(query, parameters, context.problems());
    return switch (query.body()) {
      case QueryBody.Select select ->
        new SelectBinder(this, tables, parameters, context).bind(select, query.orderBy(), limit);
      case QueryBody.Values values -> ordered(values(values), query, limit);
      case QueryBody.Nested nested -> ordered(bindNested(nested.query(), tables), query, limit);
      case QueryBody.SetOperation operation ->
        throw context.problems().unsupported(operation.operator().name(), "run the queries one by one",
            operation.span());
    };
  }

  private BoundRelation ordered(BoundRelation query, Query clauses, RowLimit limit) {
    var plan = query.plan();
    if (!clauses.orderBy().isEmpty()) {
      var keys = new ArrayList<Plan.Sort.Key>();
      for (var item : clauses.orderBy()) {
        int column = OutputOrder.column(item.expression(), query.columns(), context.problems());
        keys.add(new Plan.Sort.Key(new Rex.Ref(column, query.columns().get(column).type()), item.descending(),
            item.nullsFirst()));
      }
      plan = new Plan.Sort(plan, keys, -1, 0);
    }
    return new BoundRelation(limit.any() ? new Plan.Limit(plan, limit.limit(), limit.offset()) : plan,
        query.columns());
  }

  private BoundRelation values(QueryBody.Values values) {
    var scope = new Scope(context.problems());
    var expressions = new ExpressionBinder(scope, parameters, context);
    int width = values.rows().getFirst().size();
    var rows = new ArrayList<List<Rex>>();
    for (var row : values.rows()) {
      if (row.size() != width)
        throw context.problems().invalid("42601", "the rows of VALUES have " + width + " and " + row.size()
            + " values", row.getFirst().span());
      var bound = new ArrayList<Rex>();
      for (Expression value : row) bound.add(expressions.bindIn("VALUES", value));
      rows.add(bound);
    }
    return columnsOf(rows, width, scope, expressions, values);
  }

  private BoundRelation columnsOf(List<List<Rex>> rows, int width, Scope scope, ExpressionBinder expressions,
      QueryBody.Values at) {
    var columns = new ArrayList<SourceColumn>();
    var types = new ArrayList<SqlType>();
    var operators = new OperatorBinder(scope, expressions.coercion(), context.problems());
    var unified = new ArrayList<ArrayList<Rex>>();
    for (int i = 0; i < rows.size(); i++) unified.add(new ArrayList<>());
    for (int column = 0; column < width; column++) {
      var values = new ArrayList<Rex>();
      for (var row : rows) values.add(row.get(column));
      SqlType type = operators.commonType(values, "a column of VALUES", at.span());
      var converted = expressions.coercion().unify(values, type);
      for (int i = 0; i < rows.size(); i++) unified.get(i).add(converted.get(i));
      types.add(type);
      columns.add(SourceColumn.computed("column" + (column + 1), type, values.stream().anyMatch(scope::nullable),
          type.kind() != SqlType.Kind.ANY));
    }
    return new BoundRelation(new Plan.Values(List.copyOf(unified), types), columns);
  }
}
