// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.FromItem;
import org.redexdb.grammar.tree.FromItem.JoinKind;
import org.redexdb.grammar.tree.Latest;
import org.redexdb.grammar.tree.Span;
import org.redexdb.grammar.tree.TableAlias;
import org.redexdb.grammar.tree.Travel;

/// Sources of rows and their joins.
final class FromBuilder {
  private final StatementBuilder statement;
  private final ExpressionBuilder expressions;
  private final Depth depth;

  FromBuilder(StatementBuilder statement, ExpressionBuilder expressions, Depth depth) {
    this.statement = statement;
    this.expressions = expressions;
    this.depth = depth;
  }

  /// Commas are cross joins that bind weaker than JOIN.
  FromItem from(List<RqlParser.FromItemContext> contexts) {
    var commas = contexts.size() - 1;
    depth.enter(commas, contexts.getFirst());
    var left = item(contexts.getFirst());
    for (var context : contexts.subList(1, contexts.size())) {
      depth.leave(1);
      var right = item(context);
      left = new FromItem.Join(JoinKind.CROSS, left, right, null, List.of(), left.span().to(right.span()));
    }
    return left;
  }

  private FromItem item(RqlParser.FromItemContext context) {
    var tails = context.joinTail();
    depth.enter(tails.size(), context);
    var left = primary(context.fromPrimary());
    for (var tail : tails) {
      left = join(left, tail, Spans.of(context.getStart()).to(Spans.of(tail)));
      depth.leave(1);
    }
    return left;
  }

  private FromItem join(FromItem left, RqlParser.JoinTailContext context, Span span) {
    return switch (context) {
      case RqlParser.CrossJoinContext cross ->
        new FromItem.Join(JoinKind.CROSS, left, primary(cross.fromPrimary()), null, List.of(), span);
      case RqlParser.ConditionJoinContext join -> new FromItem.Join(kind(join), left, primary(join.fromPrimary()),
          expressions.optional(join.expr()), Names.list(join.nameList()), span);
      case RqlParser.AsofJoinContext join -> {
        var tolerance = join.windowLength();
        yield new FromItem.AsofJoin(join.LEFT() != null, left, primary(join.fromPrimary()),
            expressions.expression(join.expr()), tolerance == null ? null : length(tolerance), span);
      }
      default -> throw unknown(context);
    };
  }

  private static JoinKind kind(RqlParser.ConditionJoinContext join) {
    if (join.LEFT() != null) {
      return JoinKind.LEFT;
    }
    if (join.RIGHT() != null) {
      return JoinKind.RIGHT;
    }
    return join.FULL() != null ? JoinKind.FULL : JoinKind.INNER;
  }

  private FromItem primary(RqlParser.FromPrimaryContext context) {
    var span = Spans.of(context);
    return switch (context) {
      case RqlParser.ChannelSourceContext channel -> {
        var travel = channel.travel();
        var latest = channel.latest();
        yield new FromItem.Channel(Names.channel(channel.channelRef()), travel == null ? null : travel(travel),
            latest == null ? null : latest(latest), alias(channel.tableAlias()), span);
      }
      case RqlParser.DerivedTableContext derived ->
        new FromItem.Derived(statement.query(derived.query()), alias(derived.tableAlias()), span);
      case RqlParser.NestedFromContext nested -> item(nested.fromItem());
      case RqlParser.UnnestContext unnest -> new FromItem.Unnest(expressions.expression(unnest.expr()),
          unnest.ORDINALITY() != null, alias(unnest.tableAlias()), span);
      default -> throw unknown(context);
    };
  }

  private static @Nullable TableAlias alias(RqlParser.@Nullable TableAliasContext context) {
    if (context == null) {
      return null;
    }
    var name = context.AS() != null ? context.identifier().getStart() : context.bareAlias().getStart();
    return new TableAlias(Names.identifier(name), Names.list(context.nameList()), Spans.of(context));
  }

  private Travel travel(RqlParser.TravelContext context) {
    var span = Spans.of(context);
    return switch (context) {
      case RqlParser.AtSeqContext at -> new Travel.AtSeq(expressions.value(at.value()), span);
      case RqlParser.SeqRangeContext range -> new Travel.SeqRange(expressions.value(range.value(0)),
          expressions.value(range.value(1)), range.BETWEEN() != null, span);
      case RqlParser.TimeRangeContext range -> new Travel.TimeRange(expressions.value(range.value(0)),
          expressions.value(range.value(1)), range.BETWEEN() != null, span);
      case RqlParser.AsOfSeqContext asOf -> new Travel.AsOfSeq(expressions.value(asOf.value()), span);
      case RqlParser.AsOfTimestampContext asOf -> new Travel.AsOfTimestamp(expressions.value(asOf.value()), span);
      default -> throw unknown(context);
    };
  }

  private Latest latest(RqlParser.LatestContext context) {
    Expression count = null;
    if (context.count != null) {
      count = context.count.getType() == RqlParser.PARAMETER
          ? statement.parameter(context.count)
          : Literals.number(context.count, false, Spans.of(context.count));
    }
    return new Latest(count, expressions.values(context.value()), Spans.of(context));
  }

  /// A length of a window: an expression, or `10s`.
  Expression length(RqlParser.WindowLengthContext context) {
    return context.NUMBER_WITH_UNIT() != null
        ? Intervals.length(context.NUMBER_WITH_UNIT().getSymbol())
        : expressions.value(context.value());
  }

  private static IllegalStateException unknown(ParserRuleContext context) {
    return new IllegalStateException("the grammar has a form that the tree lacks: " + context.getClass());
  }
}
