// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Expression.BinaryOperator;
import org.redexdb.grammar.tree.Expression.ComparisonOperator;
import org.redexdb.grammar.tree.Expression.LogicalOperator;
import org.redexdb.grammar.tree.Expression.UnaryOperator;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.grammar.tree.Path;

/// Conditions and values. Chains that lean left in the parse tree are walked in a loop, everything else recurses and is
/// bounded by [Nesting] before and [Depth] here.
final class ExpressionBuilder {
  private final StatementBuilder statement;
  private final Depth depth;

  ExpressionBuilder(StatementBuilder statement, Depth depth) {
    this.statement = statement;
    this.depth = depth;
  }

  List<Expression> expressions(List<RqlParser.ExprContext> contexts) {
    return Each.of(contexts, this::expression);
  }

  List<Expression> values(List<RqlParser.ValueContext> contexts) {
    return Each.of(contexts, this::value);
  }

  @Nullable
  Expression optional(RqlParser.@Nullable ExprContext context) {
    return context == null ? null : expression(context);
  }

  @Nullable
  Expression optionalValue(RqlParser.@Nullable ValueContext context) {
    return context == null ? null : value(context);
  }

  // Conditions --------------------------------------------------------------------------------------------------------

  Expression expression(RqlParser.ExprContext context) {
    if (context instanceof RqlParser.ConditionContext condition && condition.predicate() == null) {
      return value(condition.value());
    }
    depth.enter(1, context);
    var built = condition(context);
    depth.leave(1);
    return built;
  }

  private Expression condition(RqlParser.ExprContext context) {
    return switch (context) {
      case RqlParser.ConditionContext condition -> predicate(condition, condition.predicate());
      case RqlParser.NotContext not -> new Expression.Not(expression(not.expr()), Spans.of(not));
      case RqlParser.AndContext and -> logical(LogicalOperator.AND, and);
      case RqlParser.OrContext or -> logical(LogicalOperator.OR, or);
      default -> throw unknown(context);
    };
  }

  private Expression logical(LogicalOperator operator, RqlParser.ExprContext chain) {
    var operands = new ArrayDeque<RqlParser.ExprContext>();
    var at = chain;
    while (true) {
      if (operator == LogicalOperator.AND && at instanceof RqlParser.AndContext and) {
        operands.push(and.expr(1));
        at = and.expr(0);
      } else if (operator == LogicalOperator.OR && at instanceof RqlParser.OrContext or) {
        operands.push(or.expr(1));
        at = or.expr(0);
      } else {
        operands.push(at);
        return new Expression.Logical(operator, Each.of(List.copyOf(operands), this::expression), Spans.of(chain));
      }
    }
  }

  private Expression predicate(RqlParser.ConditionContext whole, RqlParser.PredicateContext context) {
    var span = Spans.of(whole);
    var left = value(whole.value());
    return switch (context) {
      case RqlParser.CompareContext compare ->
        new Expression.Comparison(comparison(compare.comparison()), left, value(compare.value()), span);
      case RqlParser.QuantifiedContext quantified ->
        new Expression.QuantifiedComparison(comparison(quantified.comparison()), left, quantified.ALL() != null,
            statement.query(quantified.query()), span);
      case RqlParser.BetweenContext between ->
        new Expression.Between(left, value(between.low), value(between.high), between.NOT() != null, span);
      case RqlParser.InQueryContext in ->
        new Expression.InQuery(left, statement.query(in.query()), in.NOT() != null, span);
      case RqlParser.InListContext in ->
        new Expression.InList(left, expressions(in.expr()), in.NOT() != null, span);
      case RqlParser.LikeContext like ->
        new Expression.Like(left, value(like.pattern), optionalValue(like.escape), like.NOT() != null, span);
      case RqlParser.IsNullContext is -> new Expression.IsNull(left, is.NOT() != null, span);
      case RqlParser.IsDistinctContext is ->
        new Expression.IsDistinct(left, value(is.value()), is.NOT() != null, span);
      case RqlParser.IsTruthContext is -> new Expression.IsTruth(left, truth(is.truth), is.NOT() != null, span);
      default -> throw unknown(context);
    };
  }

  private static @Nullable Boolean truth(Token word) {
    return word.getType() == RqlParser.UNKNOWN ? null : word.getType() == RqlParser.TRUE;
  }

  private static ComparisonOperator comparison(RqlParser.ComparisonContext context) {
    return switch (context.getStart().getType()) {
      case RqlParser.EQUAL -> ComparisonOperator.EQUAL;
      case RqlParser.NOT_EQUAL -> ComparisonOperator.NOT_EQUAL;
      case RqlParser.LESS -> ComparisonOperator.LESS;
      case RqlParser.LESS_OR_EQUAL -> ComparisonOperator.LESS_OR_EQUAL;
      case RqlParser.GREATER -> ComparisonOperator.GREATER;
      case RqlParser.GREATER_OR_EQUAL -> ComparisonOperator.GREATER_OR_EQUAL;
      default -> throw unknown(context);
    };
  }

  // Values ------------------------------------------------------------------------------------------------------------

  Expression value(RqlParser.ValueContext context) {
    return switch (context) {
      case RqlParser.PathContext path -> path(path);
      case RqlParser.NumberValueContext number -> Literals.number(number.getStart(), false, Spans.of(number));
      case RqlParser.StringValueContext string -> Literals.string(string.getStart());
      case RqlParser.BytesValueContext bytes -> Literals.bytes(bytes.getStart());
      case RqlParser.BooleanValueContext truth ->
        new Expression.BooleanLiteral(truth.TRUE() != null, Spans.of(truth));
      case RqlParser.NullValueContext nothing -> new Expression.NullLiteral(Spans.of(nothing));
      case RqlParser.ParameterValueContext parameter -> statement.parameter(parameter.getStart());
      case RqlParser.TimestampValueContext time ->
        new Expression.TimestampLiteral(Literals.unquoted(time.STRING().getSymbol()), Spans.of(time));
      case RqlParser.DateValueContext date ->
        new Expression.DateLiteral(Literals.unquoted(date.STRING().getSymbol()), Spans.of(date));
      case RqlParser.IntervalValueContext interval -> interval(interval);
      case RqlParser.ParenthesisedContext inside when inside.COMMA().isEmpty() -> expression(inside.expr(0));
      case RqlParser.CurrentTimeContext time -> call(Names.identifier(time.getStart()), List.of(), time);
      default -> {
        depth.enter(1, context);
        var built = compound(context);
        depth.leave(1);
        yield built;
      }
    };
  }

  private Expression compound(RqlParser.ValueContext context) {
    var span = Spans.of(context);
    return switch (context) {
      case RqlParser.ArithmeticContext arithmetic -> chain(arithmetic);
      case RqlParser.CastToContext cast -> chain(cast);
      case RqlParser.SignContext sign -> sign(sign);
      case RqlParser.CaseContext choice -> choice(choice);
      case RqlParser.CastContext cast ->
        new Expression.Cast(expression(cast.expr()), DataTypes.of(cast.dataType()), span);
      case RqlParser.ExtractContext extract ->
        new Expression.Extract(Names.identifier(extract.identifier()), expression(extract.expr()), span);
      case RqlParser.SubstringContext substring ->
        call(Names.identifier(substring.getStart()), values(substring.value()), substring);
      case RqlParser.PositionContext position ->
        call(Names.identifier(position.getStart()), values(position.value()), position);
      case RqlParser.ExistsContext exists -> new Expression.Exists(statement.query(exists.query()), span);
      case RqlParser.SubqueryContext subquery -> new Expression.Subquery(statement.query(subquery.query()), span);
      case RqlParser.ParenthesisedContext row -> new Expression.Row(expressions(row.expr()), span);
      case RqlParser.CallContext call -> call(call);
      default -> throw unknown(context);
    };
  }

  /// Arithmetic, `||` and `::` lean left; the loop keeps `1 + 1 + …` off the Java stack.
  private Expression chain(RqlParser.ValueContext top) {
    var spine = new ArrayDeque<RqlParser.ValueContext>();
    var at = top;
    while (true) {
      if (at instanceof RqlParser.ArithmeticContext arithmetic) {
        spine.push(at);
        at = arithmetic.value(0);
      } else if (at instanceof RqlParser.CastToContext cast) {
        spine.push(at);
        at = cast.value();
      } else {
        break;
      }
    }
    // The top was counted by whoever called.
    depth.enter(spine.size() - 1, top);
    var left = value(at);
    while (true) {
      var node = spine.pop();
      left = node instanceof RqlParser.ArithmeticContext arithmetic
          ? new Expression.Binary(operator(arithmetic.operator), left, value(arithmetic.value(1)), Spans.of(node))
          : new Expression.Cast(left, DataTypes.of(((RqlParser.CastToContext) node).dataType()), Spans.of(node));
      if (spine.isEmpty()) {
        return left;
      }
      depth.leave(1);
    }
  }

  private static BinaryOperator operator(Token symbol) {
    return switch (symbol.getType()) {
      case RqlParser.PLUS -> BinaryOperator.ADD;
      case RqlParser.MINUS -> BinaryOperator.SUBTRACT;
      case RqlParser.STAR -> BinaryOperator.MULTIPLY;
      case RqlParser.SLASH -> BinaryOperator.DIVIDE;
      case RqlParser.PERCENT -> BinaryOperator.MODULO;
      case RqlParser.CONCAT -> BinaryOperator.CONCAT;
      default -> throw new IllegalStateException("not an operator: " + symbol);
    };
  }

  /// `-5` is a literal, so that the smallest BIGINT can be written.
  private Expression sign(RqlParser.SignContext context) {
    var negative = context.operator.getType() == RqlParser.MINUS;
    var span = Spans.of(context);
    return context.value() instanceof RqlParser.NumberValueContext number
        ? Literals.number(number.getStart(), negative, span)
        : new Expression.Unary(negative ? UnaryOperator.MINUS : UnaryOperator.PLUS, value(context.value()), span);
  }

  private static Expression interval(RqlParser.IntervalValueContext context) {
    var unit = context.intervalUnit();
    return Intervals.interval(context.STRING().getSymbol(), unit == null ? null : unit.getStart(), Spans.of(context));
  }

  private Expression choice(RqlParser.CaseContext context) {
    var branches = new ArrayList<Expression.When>();
    for (var branch : context.whenBranch()) {
      branches.add(new Expression.When(expression(branch.condition), expression(branch.result)));
    }
    return new Expression.Case(optional(context.operand), branches, optional(context.otherwise), Spans.of(context));
  }

  // Calls and paths ---------------------------------------------------------------------------------------------------

  private static Expression call(Identifier name, List<Expression> arguments, RqlParser.ValueContext context) {
    return new Expression.FunctionCall(name, arguments, false, false, List.of(), null, null, Spans.of(context));
  }

  private Expression call(RqlParser.CallContext context) {
    var name = Names.identifier(context.functionName().getStart());
    var arguments = expressions(context.arguments);
    if (name.isWord("has")) {
      return has(context, arguments);
    }
    var over = context.over();
    return new Expression.FunctionCall(name, arguments, context.STAR() != null, context.DISTINCT() != null,
        statement.queries().sortItems(context.sortItem()), optional(context.filter),
        over == null ? null : statement.queries().over(over), Spans.of(context));
  }

  private static Expression has(RqlParser.CallContext context, List<Expression> arguments) {
    var plain = context.DISTINCT() == null && context.FILTER() == null && context.over() == null;
    if (plain && arguments.size() == 1 && arguments.getFirst() instanceof Path path) {
      return new Expression.Has(path, Spans.of(context));
    }
    throw new Rejection("HAS takes one path, as in HAS(payload.user.id)", Spans.of(context),
        context.getStart().getText());
  }

  private static Path path(RqlParser.PathContext context) {
    var steps = new ArrayList<Path.Step>();
    steps.add(new Path.Name(Names.identifier(context.identifier())));
    for (var step : context.pathStep()) {
      steps.add(switch (step) {
        case RqlParser.NameStepContext name -> new Path.Name(Names.field(name.DOT(), name.fieldName()));
        case RqlParser.IndexStepContext index ->
          new Path.Index(Literals.smallNumber(index.INTEGER_NUMBER().getSymbol()), Spans.of(index));
        case RqlParser.KeyStepContext key ->
          new Path.Key(Literals.unquoted(((TerminalNode) key.getChild(1)).getSymbol()), Spans.of(key));
        default -> throw unknown(step);
      });
    }
    return new Path(steps, Spans.of(context));
  }

  private static IllegalStateException unknown(ParserRuleContext context) {
    return new IllegalStateException("the grammar has a form that the tree lacks: " + context.getClass());
  }
}
