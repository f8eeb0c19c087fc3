// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.ChannelRef;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.FromItem;
import org.redexdb.grammar.tree.Latest;
import org.redexdb.grammar.tree.TableAlias;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.schema.SchemaText;
import org.redexdb.meshdb.schema.TableSchema;

/// FROM: channels, queries in parentheses, common tables, and how they are joined.
final class SourceBinder {
  private final QueryBinder queries;
  private final CommonTables commonTables;
  private final ParameterTypes parameters;
  private final Context context;
  private final Problems problems;
  private final Scope scope;

  SourceBinder(QueryBinder queries, CommonTables commonTables, ParameterTypes parameters, Context context,
      Scope scope) {
    this.queries = queries;
    this.commonTables = commonTables;
    this.parameters = parameters;
    this.context = context;
    this.problems = context.problems();
    this.scope = scope;
  }

  JoinTree bind(FromItem item) {
    return switch (item) {
      case FromItem.Channel channel -> leaf(channelRelation(channel), channel);
      case FromItem.Derived derived -> leaf(derivedRelation(derived), derived);
      case FromItem.Join join -> join(join);
      case FromItem.Unnest unnest -> throw problems.unsupported("UNNEST", "", unnest.span());
      case FromItem.AsofJoin join -> throw problems.unsupported("ASOF JOIN", "", join.span());
    };
  }

  private JoinTree leaf(Relation relation, FromItem at) {
    scope.add(relation, at.span());
    return new JoinTree.Leaf(scope.relations().size() - 1);
  }

  private JoinTree join(FromItem.Join join) {
    switch (join.kind()) {
      case INNER, CROSS -> {
      }
      case LEFT, RIGHT, FULL ->
        throw problems.unsupported(join.kind() + " JOIN", "INNER, CROSS and comma joins are", join.span());
    }
    if (!join.using().isEmpty())
      throw problems.unsupported("USING", "write ON a." + join.using().getFirst().text() + " = b."
          + join.using().getFirst().text(), join.using().getFirst().span());
    var left = bind(join.left());
    var right = bind(join.right());
    return new JoinTree.Pair(left, right, join.on() == null ? null : on(left.first(), join.on()));
  }

  private Rex on(int first, Expression condition) {
    int hidden = scope.hideBefore(first);
    try {
      return new ExpressionBinder(scope, parameters, context).conditionIn("ON", condition);
    } finally {
      scope.hideBefore(hidden);
    }
  }

  private Relation channelRelation(FromItem.Channel source) {
    var common = commonTable(source);
    if (common != null) return common;
    long latest = latest(source.latest());
    var alias = source.alias();
    refuseColumnNames(alias, "a channel");
    var channel = ChannelLookup.require(source.channel(), context);
    @Nullable
    TableSchema schema = SchemaText.of(channel);
    var travel = new TravelBinder(parameters, context).bind(source.travel());
    var relation = new ChannelRelation(alias == null ? channel.name() : alias.name().folded(), channel, travel, latest,
        schema,
        context.fields(), problems);
    queries.used(relation);
    return relation;
  }

  /// Rows of `LATEST n`, -1 when it was not written.
  private long latest(@Nullable Latest latest) {
    if (latest == null) return -1;
    if (!latest.keys().isEmpty()) throw problems.unsupported("LATEST BY", "", latest.span());
    return RowLimit.number(latest.count(), 1, "LATEST", parameters, problems);
  }

  private @Nullable Relation commonTable(FromItem.Channel source) {
    if (!(source.channel() instanceof ChannelRef.Named named) || named.schema() != null) return null;
    var query = commonTables.bind(named.name(), queries);
    if (query == null) return null;
    var alias = source.alias();
    refuseColumnNames(alias, "a common table here; name them after WITH");
    if (source.travel() != null || source.latest() != null)
      throw problems.invalid("42601", "only a channel has a history to travel in; \"" + named.name().text()
          + "\" is a common table", source.span());
    return new DerivedRelation(alias == null ? named.name().folded() : alias.name().folded(), query, problems);
  }

  private void refuseColumnNames(@Nullable TableAlias alias, String what) {
    if (alias != null && !alias.columns().isEmpty())
      throw problems.unsupported("naming the columns of " + what, "", alias.span());
  }

  private Relation derivedRelation(FromItem.Derived derived) {
    var query = queries.bindNested(derived.query(), commonTables);
    var alias = derived.alias();
    if (alias == null) return new DerivedRelation("query " + (scope.relations().size() + 1), query, problems);
    return new DerivedRelation(alias.name().folded(), CommonTables.renamed(query, alias.columns(), alias.span(),
        problems), problems);
  }
}
