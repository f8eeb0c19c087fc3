// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.TokenStream;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.CommonTable;
import org.redexdb.grammar.tree.EventWindow;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Over;
import org.redexdb.grammar.tree.Query;
import org.redexdb.grammar.tree.QueryBody;
import org.redexdb.grammar.tree.QueryBody.SetOperator;
import org.redexdb.grammar.tree.SelectItem;
import org.redexdb.grammar.tree.SortItem;

/// Queries, their clauses, and the windows of analytic functions.
final class QueryBuilder {
  private final StatementBuilder statement;
  private final ExpressionBuilder expressions;
  private final FromBuilder sources;
  private final Depth depth;
  private final TokenStream tokens;

  QueryBuilder(StatementBuilder statement, ExpressionBuilder expressions, Depth depth, TokenStream tokens) {
    this.statement = statement;
    this.expressions = expressions;
    this.depth = depth;
    this.tokens = tokens;
    sources = new FromBuilder(statement, expressions, depth);
  }

  Query query(RqlParser.QueryContext context) {
    var limits = new Limits();
    context.limit().forEach(limits::add);
    return new Query(Each.of(context.commonTable(), this::commonTable), body(context.body()),
        sortItems(context.sortItem()), limits.limit, limits.offset, Spans.of(context));
  }

  private CommonTable commonTable(RqlParser.CommonTableContext context) {
    return new CommonTable(Names.identifier(context.identifier()), Names.list(context.nameList()),
        statement.query(context.query()), Spans.of(context));
  }

  /// LIMIT, OFFSET and FETCH in any order, each kind once.
  private final class Limits {
    @Nullable
    Expression limit;
    @Nullable
    Expression offset;
    private boolean limited;

    void add(RqlParser.LimitContext context) {
      var repeated = context instanceof RqlParser.OffsetRowsContext ? offset != null : limited;
      if (repeated) {
        var word = context.getStart();
        var problem = word.getType() == RqlParser.OFFSET
            ? "OFFSET is given twice"
            : "the number of rows is limited twice";
        throw new Rejection(problem, Spans.of(word), word.getText());
      }
      switch (context) {
        case RqlParser.OffsetRowsContext rows -> offset = expressions.value(rows.value());
        case RqlParser.LimitRowsContext rows -> limit = expressions.optionalValue(rows.value());
        case RqlParser.FetchRowsContext rows -> limit = fetched(rows);
        default -> throw unknown(context);
      }
      limited |= !(context instanceof RqlParser.OffsetRowsContext);
    }

    /// FETCH FIRST ROW ONLY means one.
    private Expression fetched(RqlParser.FetchRowsContext context) {
      if (context.PARAMETER() != null) {
        return statement.parameter(context.PARAMETER().getSymbol());
      }
      var span = Spans.of(context);
      return context.INTEGER_NUMBER() == null
          ? new Expression.IntegerLiteral(BigInteger.ONE, span)
          : Literals.number(context.INTEGER_NUMBER().getSymbol(), false, span);
    }
  }

  // Bodies ------------------------------------------------------------------------------------------------------------

  private QueryBody body(RqlParser.BodyContext context) {
    return switch (context) {
      case RqlParser.SelectContext select -> select(select);
      case RqlParser.ValuesContext values ->
        new QueryBody.Values(Each.of(values.row(), this::row), Spans.of(values));
      case RqlParser.NestedQueryContext nested ->
        new QueryBody.Nested(statement.query(nested.query()), Spans.of(nested));
      case RqlParser.SetOperationContext operation -> setOperations(operation);
      default -> throw unknown(context);
    };
  }

  /// `a UNION b UNION …` leans left; the loop keeps it off the Java stack.
  private QueryBody setOperations(RqlParser.SetOperationContext top) {
    var spine = new ArrayDeque<RqlParser.SetOperationContext>();
    RqlParser.BodyContext at = top;
    while (at instanceof RqlParser.SetOperationContext operation) {
      spine.push(operation);
      at = operation.body(0);
    }
    depth.enter(spine.size(), top);
    var left = body(at);
    for (var node : spine) {
      var operator = node.UNION() != null
          ? SetOperator.UNION
          : node.EXCEPT() != null ? SetOperator.EXCEPT : SetOperator.INTERSECT;
      left = new QueryBody.SetOperation(operator, node.ALL() != null, left, body(node.body(1)), Spans.of(node));
      depth.leave(1);
    }
    return left;
  }

  private List<Expression> row(RqlParser.RowContext context) {
    return Each.of(context.rowValue(), value -> value.DEFAULT() != null
        ? new Expression.DefaultValue(Spans.of(value))
        : expressions.expression(value.expr()));
  }

  private QueryBody select(RqlParser.SelectContext context) {
    var window = context.eventWindow();
    return new QueryBody.Select(context.DISTINCT() != null, items(context.selectItem()),
        context.fromItem().isEmpty() ? null : sources.from(context.fromItem()), expressions.optional(context.where),
        window == null ? null : window(window), expressions.expressions(context.group),
        expressions.optional(context.having), Spans.of(context));
  }

  // Items and keys ----------------------------------------------------------------------------------------------------

  List<SelectItem> items(List<RqlParser.SelectItemContext> contexts) {
    return Each.of(contexts, this::item);
  }

  private SelectItem item(RqlParser.SelectItemContext context) {
    var span = Spans.of(context);
    return switch (context) {
      case RqlParser.AllItemContext ignored -> new SelectItem.All(span);
      case RqlParser.AllOfItemContext all -> new SelectItem.AllOf(Names.identifier(all.identifier()), span);
      case RqlParser.ComputedItemContext computed -> {
        var alias = computed.AS() != null
            ? computed.identifier().getStart()
            : computed.bareAlias() != null ? computed.bareAlias().getStart() : null;
        yield new SelectItem.Computed(expressions.expression(computed.expr()),
            alias == null ? null : Names.identifier(alias), sourceText(computed.expr()), span);
      }
      default -> throw unknown(context);
    };
  }

  /// The text between the tokens is blanks and comments; one space stands for it.
  private String sourceText(RqlParser.ExprContext context) {
    var text = new StringBuilder();
    var end = context.getStart().getStartIndex();
    for (var i = context.getStart().getTokenIndex(); i <= context.getStop().getTokenIndex(); i++) {
      var token = tokens.get(i);
      text.append(token.getStartIndex() > end ? " " : "").append(token.getText());
      end = token.getStopIndex() + 1;
    }
    return text.toString();
  }

  List<SortItem> sortItems(List<RqlParser.SortItemContext> contexts) {
    return Each.of(contexts, this::sortItem);
  }

  private SortItem sortItem(RqlParser.SortItemContext context) {
    var descending = context.DESC() != null;
    var nullsFirst = context.NULLS() == null ? descending : context.FIRST() != null;
    return new SortItem(expressions.expression(context.expr()), descending, nullsFirst, Spans.of(context));
  }

  // Windows -----------------------------------------------------------------------------------------------------------

  private EventWindow window(RqlParser.EventWindowContext context) {
    var span = Spans.of(context);
    return switch (context) {
      case RqlParser.TumbleContext tumble ->
        new EventWindow.Tumble(axis(tumble.axis()), length(tumble.size), optionalLength(tumble.shift), span);
      case RqlParser.HopContext hop -> new EventWindow.Hop(axis(hop.axis()), length(hop.size), length(hop.slide),
          optionalLength(hop.shift), span);
      case RqlParser.SessionContext session ->
        new EventWindow.Session(axis(session.axis()), length(session.gap), span);
      default -> throw unknown(context);
    };
  }

  private static EventWindow.Axis axis(RqlParser.AxisContext context) {
    return context.SEQ() != null ? EventWindow.Axis.SEQ : EventWindow.Axis.TS;
  }

  private Expression length(RqlParser.WindowLengthContext context) {
    return sources.length(context);
  }

  private @Nullable Expression optionalLength(RqlParser.@Nullable WindowLengthContext context) {
    return context == null ? null : sources.length(context);
  }

  Over over(RqlParser.OverContext context) {
    var frame = context.frame();
    return new Over(expressions.expressions(context.expr()), sortItems(context.sortItem()),
        frame == null ? null : frame(frame), Spans.of(context));
  }

  private Over.Frame frame(RqlParser.FrameContext context) {
    return new Over.Frame(context.ROWS() != null, bound(context.first),
        context.last == null ? new Over.Bound.CurrentRow() : bound(context.last));
  }

  private Over.Bound bound(RqlParser.FrameBoundContext context) {
    return switch (context) {
      case RqlParser.UnboundedBoundContext unbounded -> new Over.Bound.Unbounded(unbounded.FOLLOWING() != null);
      case RqlParser.CurrentRowBoundContext ignored -> new Over.Bound.CurrentRow();
      case RqlParser.DistanceBoundContext distance ->
        new Over.Bound.Distance(expressions.value(distance.value()), distance.FOLLOWING() != null);
      default -> throw unknown(context);
    };
  }

  private static IllegalStateException unknown(ParserRuleContext context) {
    return new IllegalStateException("the grammar has a form that the tree lacks: " + context.getClass());
  }
}
