// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.grammar.tree.Span;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Rex;

/// Calls of scalar functions: which one, whether the arguments fit, what comes out.
final class FunctionBinder {
  private static final Set<String> TRUNCATION_UNITS = Set.of("year", "quarter", "month", "week", "day", "hour",
      "minute", "second", "millisecond", "microsecond");
  private static final Set<String> EXTRACTION_UNITS = Set.of("year", "quarter", "month", "week", "day", "hour",
      "minute", "second", "millisecond", "microsecond", "dow", "doy", "epoch");
  private static final Set<String> SPECIAL = Set.of("coalesce", "nullif", "greatest", "least", "concat", "mod",
      "date_trunc", "now", "current_timestamp", "current_date");

  private final ExpressionBinder expressions;
  private final Coercion coercion;
  private final OperatorBinder operators;
  private final Scope scope;
  private final Problems problems;

  FunctionBinder(ExpressionBinder expressions, Coercion coercion, OperatorBinder operators, Scope scope,
      Problems problems) {
    this.expressions = expressions;
    this.coercion = coercion;
    this.operators = operators;
    this.scope = scope;
    this.problems = problems;
  }

  Rex bind(Expression.FunctionCall call) {
    String name = call.name().folded();
    refuseAggregateClauses(call, name);
    var entry = FunctionTable.find(name);
    if (entry != null) return fromTable(call, name, entry);
    var arguments = call.arguments();
    return switch (name) {
      case "now", "current_timestamp" -> {
        count(call, 0, 0);
        yield new Rex.Now();
      }
      case "current_date" -> {
        count(call, 0, 0);
        yield new Rex.Cast(new Rex.Now(), SqlType.DATE);
      }
      case "concat" -> {
        count(call, 1, Integer.MAX_VALUE);
        yield operators.concat(bindAll(arguments));
      }
      case "mod" -> {
        count(call, 2, 2);
        yield operators.arithmetic(Op.MODULO, "mod", expressions.bind(arguments.get(0)),
            expressions.bind(arguments.get(1)), call.span());
      }
      case "coalesce" -> choice(call, Op.COALESCE, 1);
      case "greatest" -> choice(call, Op.GREATEST, 1);
      case "least" -> choice(call, Op.LEAST, 1);
      case "nullif" -> nullIf(call);
      case "date_trunc" -> {
        count(call, 2, 2);
        yield new Rex.Call(Op.DATE_TRUNC, List.of(truncationUnit(arguments.get(0)), time(arguments.get(1), name)),
            SqlType.TIMESTAMP);
      }
      default -> throw unknown(call.name());
    };
  }

  private void refuseAggregateClauses(Expression.FunctionCall call, String name) {
    if (call.over() != null)
      throw problems.unsupported("OVER (window functions)", "", call.span());
    if (FunctionTable.LATER.contains(name)) throw problems.unsupported("the function " + name, "", call.span());
    if (call.star() || call.distinct() || call.filter() != null || !call.orderBy().isEmpty()) {
      if (!known().contains(name)) throw unknown(call.name());
      throw problems.invalid("42809", name + " is no aggregate: *, DISTINCT, FILTER and WITHIN GROUP do not go with it",
          call.span());
    }
  }

  private static SortedSet<String> known() {
    var known = new TreeSet<>(FunctionTable.names());
    known.addAll(SPECIAL);
    known.addAll(AggregateCollector.NAMES);
    return known;
  }

  private RuntimeException unknown(Identifier name) {
    return problems.invalid("42883", "no function \"" + name.text() + "\"" + NameHint.of(name.text(), known()),
        name.span());
  }

  private Rex fromTable(Expression.FunctionCall call, String name, FunctionTable.Entry entry) {
    if (!entry.takes(call.arguments().size())) count(call, entry.required(), entry.families().size());
    var bound = new ArrayList<Rex>();
    for (int i = 0; i < call.arguments().size(); i++) {
      var argument = call.arguments().get(i);
      var family = entry.family(i);
      bound.add(check(coercion.wanted(expressions.bind(argument), family.parameter(), argument.span()), family, name,
          argument.span()));
    }
    return new Rex.Call(entry.op(), bound, entry.result().of(bound.getFirst().type()));
  }

  private Rex check(Rex argument, FunctionTable.Family family, String function, Span at) {
    if (!family.takes(argument.type()) && scope.certain(argument))
      throw problems.invalid("42804", function + " takes "
          + family.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " here, not " + argument.type(), at);
    return argument;
  }

  private void count(Expression.FunctionCall call, int least, int most) {
    int given = call.arguments().size();
    if (given >= least && given <= most) return;
    String wanted = most == Integer.MAX_VALUE
        ? "at least " + least
        : least == most ? "" + least : least + " to " + most;
    throw problems.invalid("42883", call.name().folded() + " takes " + wanted + (most == 1 ? " argument" : " arguments")
        + ", not " + given, call.span());
  }

  private List<Rex> bindAll(List<Expression> arguments) {
    var bound = new ArrayList<Rex>(arguments.size());
    for (var argument : arguments) bound.add(expressions.bind(argument));
    return bound;
  }

  private Rex choice(Expression.FunctionCall call, Op op, int least) {
    count(call, least, Integer.MAX_VALUE);
    var values = bindAll(call.arguments());
    SqlType common = operators.commonType(values, call.name().folded(), call.span());
    return new Rex.Call(op, coercion.unify(values, common), common);
  }

  private Rex nullIf(Expression.FunctionCall call) {
    count(call, 2, 2);
    Rex value = expressions.bind(call.arguments().get(0));
    Rex other = coercion.toward(expressions.bind(call.arguments().get(1)), value, call.arguments().get(1).span());
    return new Rex.Call(Op.NULLIF, List.of(value, other), value.type());
  }

  Rex extract(Expression.Extract extract) {
    String unit = extract.unit().text().toLowerCase(Locale.ROOT);
    if (!EXTRACTION_UNITS.contains(unit)) throw unknownUnit("EXTRACT", unit, EXTRACTION_UNITS, extract.unit().span());
    return new Rex.Call(Op.EXTRACT, List.of(new Rex.Literal(unit, SqlType.VARCHAR), time(extract.source(), "extract")),
        unit.equals("epoch") ? SqlType.DOUBLE : SqlType.BIGINT);
  }

  private Rex time(Expression argument, String function) {
    Rex value = coercion.wanted(expressions.bind(argument), SqlType.TIMESTAMP, argument.span());
    return check(value, FunctionTable.Family.TIME, function, argument.span());
  }

  private Rex truncationUnit(Expression unit) {
    @Nullable
    String text = unit instanceof Expression.StringLiteral literal ? literal.value().toLowerCase(Locale.ROOT) : null;
    if (text == null) throw problems.invalid("42601", "the unit of date_trunc is a constant: 'day'", unit.span());
    if (!TRUNCATION_UNITS.contains(text)) throw unknownUnit("date_trunc", text, TRUNCATION_UNITS, unit.span());
    return new Rex.Literal(text, SqlType.VARCHAR);
  }

  private RuntimeException unknownUnit(String function, String unit, Set<String> units, Span at) {
    return problems.invalid("22023", function + " knows no unit \"" + unit + "\"; there are "
        + String.join(", ", new TreeSet<>(units)), at);
  }
}
