// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.grammar.tree.Path;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Place;
import org.redexdb.meshdb.plan.Rex;

/// Values and conditions: one case per kind of expression, the work being with the binder of that concern.
final class ExpressionBinder {
  /// Names of the SELECT list, where they count.
  interface Aliases {
    /// The value behind the alias, or null when there is none of that name.
    @Nullable
    Rex find(Identifier name);
  }

  private static final Aliases NO_ALIASES = _ -> null;

  private final Scope scope;
  private final Problems problems;
  private final ParameterTypes parameters;
  private final LiteralBinder literals;
  private final Coercion coercion;
  private final OperatorBinder operators;
  private final FunctionBinder functions;
  private @Nullable AggregateCollector aggregates;
  private String clause = "here";
  private Aliases aliases = NO_ALIASES;

  ExpressionBinder(Scope scope, ParameterTypes parameters, Context context) {
    this.scope = scope;
    this.parameters = parameters;
    this.problems = context.problems();
    this.literals = new LiteralBinder(context.zone(), problems);
    this.coercion = new Coercion(scope, parameters, literals);
    this.operators = new OperatorBinder(scope, coercion, problems);
    this.functions = new FunctionBinder(this, coercion, operators, scope, problems);
  }

  Coercion coercion() { return coercion; }

  /// Binds in a clause without aggregates and aliases.
  Rex bindIn(String clauseName, Expression expression) {
    return bindIn(clauseName, expression, null, NO_ALIASES);
  }

  /// @param collector takes the aggregates; null where they are not allowed
  Rex bindIn(String clauseName, Expression expression, @Nullable AggregateCollector collector, Aliases visible) {
    var outerAggregates = aggregates;
    var outerClause = clause;
    var outerAliases = aliases;
    aggregates = collector;
    clause = clauseName;
    aliases = visible;
    try {
      return bind(expression);
    } finally {
      aggregates = outerAggregates;
      clause = outerClause;
      aliases = outerAliases;
    }
  }

  Rex conditionIn(String clauseName, Expression expression, @Nullable AggregateCollector collector, Aliases visible) {
    return operators.condition(bindIn(clauseName, expression, collector, visible), clauseName, expression.span());
  }

  Rex conditionIn(String clauseName, Expression expression) {
    return conditionIn(clauseName, expression, null, NO_ALIASES);
  }

  Rex bind(Expression expression) {
    return bound(expression).at(Place.of(problems.source(), expression.span()));
  }

  private Rex bound(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> literals.bind(literal);
      case Expression.Parameter parameter -> parameters.add(parameter.number() - 1);
      case Path path -> path(path);
      case Expression.Has has -> scope.resolveHas(has.path());
      case Expression.Unary unary -> unary(unary);
      case Expression.Binary binary ->
        operators.binary(binary.operator(), bind(binary.left()), bind(binary.right()), binary.span());
      case Expression.Comparison comparison -> compare(OperatorBinder.comparison(comparison.operator()),
          comparison.left(), comparison.right());
      case Expression.IsDistinct distinct -> compare(distinct.negated() ? Op.IS_NOT_DISTINCT : Op.IS_DISTINCT,
          distinct.left(), distinct.right());
      case Expression.Logical logical -> logical(logical);
      case Expression.Not not -> OperatorBinder.not(condition(not.operand(), "NOT"));
      case Expression.Between between -> between(between);
      case Expression.InList in -> inList(in);
      case Expression.Like like -> like(like);
      case Expression.IsNull isNull ->
        new Rex.Call(isNull.negated() ? Op.IS_NOT_NULL : Op.IS_NULL, List.of(bind(isNull.value())), SqlType.BOOLEAN);
      case Expression.IsTruth isTruth -> isTruth(isTruth);
      case Expression.Case choice -> choice(choice);
      case Expression.Cast cast -> cast(cast);
      case Expression.Extract extract -> functions.extract(extract);
      case Expression.FunctionCall call ->
        AggregateCollector.isAggregate(call) ? aggregate(call) : functions.bind(call);
      case Expression.DefaultValue value ->
        throw problems.invalid("42601", "DEFAULT stands only in the rows of an INSERT", value.span());
      case Expression.Row row -> throw problems.unsupported("a row of values", "compare the values one by one with AND",
          row.span());
      case Expression.Subquery query -> throw problems.unsupported("a subquery as a value",
          "join it as a source: FROM …, (SELECT …) AS x", query.span());
      case Expression.Exists query -> throw problems.unsupported("EXISTS", "write a join", query.span());
      case Expression.InQuery query -> throw problems.unsupported("IN (SELECT …)",
          "write a join with (SELECT DISTINCT …) AS x", query.span());
      case Expression.QuantifiedComparison query ->
        throw problems.unsupported("a comparison with ANY or ALL of a query", "write a join", query.span());
    };
  }

  private Rex path(Path path) {
    if (path.isBareName()) {
      Rex aliased = aliases.find(path.head());
      if (aliased != null) return aliased;
    }
    return scope.resolve(path);
  }

  private Rex unary(Expression.Unary unary) {
    Rex value = bind(unary.operand());
    return unary.operator() == Expression.UnaryOperator.PLUS ? value : operators.negate(value, unary.span());
  }

  private Rex compare(Op op, Expression left, Expression right) {
    return operators.compare(op, bind(left), bind(right), left.span(), right.span());
  }

  private Rex condition(Expression expression, String construct) {
    return operators.condition(bind(expression), construct, expression.span());
  }

  private Rex logical(Expression.Logical logical) {
    var op = logical.operator() == Expression.LogicalOperator.AND ? Op.AND : Op.OR;
    var operands = new ArrayList<Rex>(logical.operands().size());
    for (var operand : logical.operands()) operands.add(condition(operand, op.name()));
    return new Rex.Call(op, operands, SqlType.BOOLEAN);
  }

  private Rex between(Expression.Between between) {
    Rex value = bind(between.value());
    var at = between.value().span();
    Rex low = operators.compare(Op.GREATER_OR_EQUAL, value, bind(between.low()), at, between.low().span());
    Rex high = operators.compare(Op.LESS_OR_EQUAL, value, bind(between.high()), at, between.high().span());
    Rex both = new Rex.Call(Op.AND, List.of(low, high), SqlType.BOOLEAN);
    return between.negated() ? OperatorBinder.not(both) : both;
  }

  private Rex inList(Expression.InList in) {
    Rex value = bind(in.value());
    var elements = new ArrayList<Rex>(in.elements().size());
    for (var element : in.elements()) {
      Rex bound = coercion.toward(bind(element), value, element.span());
      elements.add(bound);
      value = coercion.toward(value, bound, in.value().span());
    }
    Rex bound = new Rex.In(value, elements);
    return in.negated() ? OperatorBinder.not(bound) : bound;
  }

  private Rex like(Expression.Like like) {
    var arguments = new ArrayList<Rex>();
    arguments.add(text(like.value()));
    arguments.add(text(like.pattern()));
    if (like.escape() != null) arguments.add(text(like.escape()));
    Rex bound = new Rex.Call(Op.LIKE, arguments, SqlType.BOOLEAN);
    return like.negated() ? OperatorBinder.not(bound) : bound;
  }

  private Rex text(Expression expression) {
    Rex value = coercion.wanted(bind(expression), SqlType.VARCHAR, expression.span());
    if (!FunctionTable.Family.TEXT.takes(value.type()) && scope.certain(value))
      throw problems.invalid("42804", "LIKE takes text, not " + value.type(), expression.span());
    return value;
  }

  private Rex isTruth(Expression.IsTruth isTruth) {
    Rex value = condition(isTruth.value(), "IS");
    Boolean truth = isTruth.truth();
    if (truth == null)
      return new Rex.Call(isTruth.negated() ? Op.IS_NOT_NULL : Op.IS_NULL, List.of(value), SqlType.BOOLEAN);
    Rex bound = new Rex.Call(truth ? Op.IS_TRUE : Op.IS_FALSE, List.of(value), SqlType.BOOLEAN);
    return isTruth.negated() ? OperatorBinder.not(bound) : bound;
  }

  private Rex choice(Expression.Case choice) {
    @Nullable
    Rex operand = choice.operand() == null ? null : bind(choice.operand());
    var conditions = new ArrayList<Rex>();
    var results = new ArrayList<Rex>();
    for (var branch : choice.branches()) {
      conditions.add(operand == null || choice.operand() == null
          ? condition(branch.condition(), "WHEN")
          : operators.compare(Op.EQUAL, operand, bind(branch.condition()), choice.operand().span(),
              branch.condition().span()));
      results.add(bind(branch.result()));
    }
    results.add(choice.otherwise() == null ? new Rex.Literal(null, SqlType.NULL) : bind(choice.otherwise()));
    SqlType common = operators.commonType(results, "CASE", choice.span());
    var unified = coercion.unify(results, common);
    var branches = new ArrayList<Rex.When>();
    for (int i = 0; i < conditions.size(); i++) branches.add(new Rex.When(conditions.get(i), unified.get(i)));
    return new Rex.Case(branches, unified.getLast(), common);
  }

  private Rex cast(Expression.Cast cast) {
    SqlType type = DataTypes.of(cast.type(), problems);
    Rex value = bind(cast.operand());
    if (value instanceof Rex.Parameter parameter) return new Rex.Cast(parameters.infer(parameter, type), type);
    if (!TypeRules.castable(value.type(), type) && scope.certain(value))
      throw problems.invalid("42846", value.type() + " cannot be cast to " + type, cast.span());
    return value.type().equals(type) && scope.certain(value) ? value : new Rex.Cast(value, type);
  }

  private Rex aggregate(Expression.FunctionCall call) {
    String name = call.name().folded();
    if (call.over() != null) throw problems.unsupported("OVER (window functions)", "", call.span());
    if (!call.orderBy().isEmpty())
      throw problems.invalid("42809", name + " takes no WITHIN GROUP", call.span());
    var collector = aggregates;
    if (collector == null)
      throw problems.invalid("42803", "the aggregate " + name + " cannot stand " + place(), call.span());
    if (call.arguments().size() > 1)
      throw problems.invalid("42883", name + " takes 1 argument, not " + call.arguments().size(), call.span());
    @Nullable
    Rex argument = call.arguments().isEmpty()
        ? null
        : bindIn("an aggregate", call.arguments().getFirst());
    @Nullable
    Rex filter = call.filter() == null ? null : conditionIn("FILTER", call.filter());
    return collector.add(call, argument, filter);
  }

  private String place() {
    return switch (clause) {
      case "WHERE" -> "in WHERE; use HAVING";
      case "an aggregate", "FILTER" -> "inside another aggregate";
      default -> "in " + clause;
    };
  }
}
