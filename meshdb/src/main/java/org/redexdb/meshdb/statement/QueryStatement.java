// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.List;
import org.redexdb.grammar.tree.Query;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.bind.Bound;
import org.redexdb.meshdb.bind.Context;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.PlanTree;

/// A query.
final class QueryStatement implements Prepared {
  private final Engine engine;
  private final Query query;
  private final Context context;
  private final Bound bound;

  QueryStatement(Engine engine, Query query, Context context) {
    this.engine = engine;
    this.query = query;
    this.context = context;
    this.bound = Bound.of(query, context, null);
  }

  @Override
  public List<SqlType> parameterTypes() { return bound.parameterTypes(); }

  @Override
  public List<Column> columns() { return bound.columns(); }

  @Override
  public boolean current() { return bound.holds(engine.catalog(), engine.fields()); }

  @Override
  public SqlResult execute(Invocation invocation) { return new SqlResult.Rows(open(invocation)); }

  RowCursor open(Invocation invocation) {
    return engine.queries().open(plan(invocation), bound.columns(), invocation);
  }

  private Plan plan(Invocation invocation) {
    Plan plan = bound.valuesNeeded() ? Bound.of(query, context, invocation.parameters()).plan() : bound.plan();
    return engine.optimizer().optimize(PlanTree.mapExpressions(plan, invocation::substitute));
  }

  /// The plan that EXPLAIN shows: parameters stay what they are.
  Plan explained() { return engine.optimizer().optimize(bound.plan()); }
}
