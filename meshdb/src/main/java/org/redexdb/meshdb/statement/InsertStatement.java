// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Query;
import org.redexdb.grammar.tree.QueryBody;
import org.redexdb.grammar.tree.Statement;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.bind.ChannelLookup;
import org.redexdb.meshdb.bind.ConstantBinder;
import org.redexdb.meshdb.bind.Context;
import org.redexdb.meshdb.bind.Problems;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.schema.SchemaText;
import org.redexdb.meshdb.schema.TableSchema;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.Event;

/// INSERT: all rows are one atomic append, whatever their number.
final class InsertStatement implements Prepared {
  private final Engine engine;
  private final Channel channel;
  private final @Nullable String schemaText;
  private final @Nullable TableSchema schema;
  private final List<InsertTarget> targets;
  private final Rows rows;

  /// Where the rows come from.
  private sealed interface Rows {
    List<SqlType> parameterTypes();

    /// @param values null where DEFAULT stands
    record Constants(List<List<@Nullable Rex>> values, List<SqlType> parameterTypes) implements Rows {
    }

    record Selected(QueryStatement query) implements Rows {
      @Override
      public List<SqlType> parameterTypes() { return query.parameterTypes(); }
    }
  }

  InsertStatement(Engine engine, Statement.Insert insert, Context context) {
    var problems = context.problems();
    if (!insert.returning().isEmpty())
      throw problems.unsupported("RETURNING", "the result says which seqs were given",
          insert.returning().getFirst().span());
    this.engine = engine;
    this.channel = ChannelLookup.require(insert.channel(), context);
    this.schemaText = channel.attribute(TableSchema.ATTRIBUTE).orElse(null);
    this.schema = SchemaText.of(channel);
    this.targets = InsertTarget.of(insert.columns(), schema, insert.channel().span(), problems);
    this.rows = rows(insert.source(), context, problems);
  }

  private Rows rows(Query source, Context context, Problems problems) {
    if (source.body() instanceof QueryBody.Values values && source.orderBy().isEmpty() && source.limit() == null
        && source.offset() == null) {
      for (var row : values.rows()) {
        if (row.size() != targets.size())
          throw problems.invalid("42601", row.size() + (row.size() == 1 ? " value for " : " values for ")
              + targets.size() + (targets.size() == 1 ? " column" : " columns"), row.getFirst().span());
      }
      var binder = new ConstantBinder(context);
      var bound = binder.rows(values.rows(), targets.stream().map(InsertTarget::type).toList());
      return new Rows.Constants(bound, binder.parameterTypes());
    }
    var query = new QueryStatement(engine, source, context);
    if (query.columns().size() != targets.size())
      throw problems.invalid("42601", "the query gives " + query.columns().size() + " columns for " + targets.size(),
          source.span());
    return new Rows.Selected(query);
  }

  @Override
  public List<SqlType> parameterTypes() { return rows.parameterTypes(); }

  @Override
  public boolean current() {
    var now = engine.catalog().find(channel.name()).orElse(null);
    return now != null && now.uuid().equals(channel.uuid())
        && Objects.equals(schemaText, now.attribute(TableSchema.ATTRIBUTE).orElse(null))
        && (!(rows instanceof Rows.Selected(var query)) || query.current());
  }

  @Override
  public SqlResult execute(Invocation invocation) {
    engine.requireWritable();
    var builder = new EventBuilder(channel, schema, targets, engine.ids(), invocation.now(), invocation.zone());
    var events = new ArrayList<Event>();
    switch (rows) {
      case Rows.Constants(var values, _) -> {
        for (var row : values) events.add(builder.event(evaluated(row, invocation)));
      }
      case Rows.Selected(var query) -> selected(query, builder, events, invocation);
    }
    return Appending.result(events.isEmpty() ? null : channel.appendBatch(events));
  }

  private List<@Nullable Object> evaluated(List<@Nullable Rex> row, Invocation invocation) {
    var values = new ArrayList<@Nullable Object>(row.size());
    for (Rex rex : row) values.add(rex == null ? EventBuilder.DEFAULT : evaluated(rex, invocation));
    return values;
  }

  /// Constants, parameters and now() are values already; anything else is a query of one row.
  private @Nullable Object evaluated(Rex rex, Invocation invocation) {
    Rex substituted = invocation.substitute(rex);
    if (substituted instanceof Rex.Literal literal) return literal.value();
    var plan = new Plan.Values(List.of(List.of(substituted)), List.of(substituted.type()));
    try (var cursor = engine.queries().open(plan, List.of(), invocation)) {
      cursor.next();
      return cursor.value(0);
    }
  }

  private void selected(QueryStatement query, EventBuilder builder, List<Event> events, Invocation invocation) {
    try (var cursor = query.open(invocation)) {
      while (cursor.next()) {
        var row = new ArrayList<@Nullable Object>(targets.size());
        for (int i = 0; i < targets.size(); i++) row.add(cursor.value(i));
        events.add(builder.event(row));
      }
    }
  }
}
