// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Statement;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.bind.Context;
import org.redexdb.meshdb.plan.PlanText;

/// EXPLAIN: the plan as rows of text. The query is bound and not run; its parameters need no values.
final class ExplainStatement implements Prepared {
  private static final List<Column> COLUMNS = List.of(new Column("plan", SqlType.VARCHAR, false, null, null));

  private final QueryStatement query;

  ExplainStatement(Engine engine, Statement.Explain explain, Context context) {
    if (explain.analyze())
      throw context.problems().unsupported("EXPLAIN ANALYZE", "EXPLAIN shows the plan", explain.span());
    if (explain.format() == Statement.ExplainFormat.JSON)
      throw context.problems().unsupported("EXPLAIN FORMAT JSON", "leave FORMAT out", explain.span());
    query = new QueryStatement(engine, explain.query(), context);
  }

  @Override
  public List<Column> columns() { return COLUMNS; }

  @Override
  public boolean current() { return query.current(); }

  @Override
  public SqlResult execute(Invocation invocation) {
    var rows = new ArrayList<List<@Nullable Object>>();
    for (String line : PlanText.lines(query.explained())) rows.add(List.of(line));
    return new SqlResult.Rows(new ListCursor(COLUMNS, rows));
  }
}
