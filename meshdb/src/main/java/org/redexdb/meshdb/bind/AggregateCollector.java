// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Span;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.api.SqlType.Kind;
import org.redexdb.meshdb.plan.Place;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Plan.AggregateCall.Function;
import org.redexdb.meshdb.plan.Rex;

/// The aggregates of one SELECT, each once, however often it is written.
final class AggregateCollector {
  static final Set<String> NAMES = Set.of("count", "sum", "avg", "min", "max");

  private final List<Plan.AggregateCall> calls = new ArrayList<>();
  private final List<SourceColumn> columns = new ArrayList<>();
  private final Scope scope;
  private final Problems problems;

  AggregateCollector(Scope scope, Problems problems) {
    this.scope = scope;
    this.problems = problems;
    scope.aggregateColumns(columns::get);
  }

  static boolean isAggregate(Expression.FunctionCall call) { return NAMES.contains(call.name().folded()); }

  List<Plan.AggregateCall> calls() { return calls; }

  /// @param argument bound argument, null for `*`
  /// @param filter   bound FILTER, or null
  Rex add(Expression.FunctionCall call, @Nullable Rex argument, @Nullable Rex filter) {
    var function = Function.valueOf(call.name().folded().toUpperCase(Locale.ROOT));
    if (call.star() != (argument == null) || call.star() && function != Function.COUNT)
      throw problems.invalid("42883", call.name().folded() + " takes 1 argument", call.span());
    SqlType type = argument == null ? SqlType.BIGINT : type(function, argument, call.span());
    boolean certain = argument == null || function == Function.COUNT || function == Function.AVG
        || scope.certain(argument);
    boolean distinct = call.distinct() && function != Function.MIN && function != Function.MAX;
    var bound = new Plan.AggregateCall(function, argument, distinct, filter, type,
        Place.of(problems.source(), call.span()));
    int known = calls.indexOf(bound);
    if (known < 0) {
      known = calls.size();
      calls.add(bound);
      columns.add(SourceColumn.computed(call.name().folded(), type, function != Function.COUNT, certain));
    }
    return Slots.ref(Slots.AGGREGATES, known, type);
  }

  private SqlType type(Function function, Rex argument, Span at) {
    SqlType type = argument.type();
    return switch (function) {
      case COUNT -> SqlType.BIGINT;
      case MIN, MAX -> type;
      case SUM, AVG -> {
        if (!type.kind().numeric() && type.kind() != Kind.ANY && type.kind() != Kind.NULL && scope.certain(argument))
          throw problems.invalid("42804", function.name().toLowerCase(Locale.ROOT) + " takes numbers, not " + type, at);
        yield function == Function.AVG ? SqlType.DOUBLE : sum(type);
      }
    };
  }

  private static SqlType sum(SqlType type) {
    return switch (type.kind()) {
      case INTEGER, BIGINT -> SqlType.decimal(38, 0);
      case DECIMAL -> type.precision() == 0 ? type : SqlType.decimal(38, type.scale());
      case DOUBLE -> SqlType.DOUBLE;
      default -> SqlType.ANY;
    };
  }
}
