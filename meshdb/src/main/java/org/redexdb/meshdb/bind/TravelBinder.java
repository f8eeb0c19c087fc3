// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.Travel;

/// The part of a channel that a source reads. Bounds may use constants, parameters and now(), no columns.
final class TravelBinder {
  private final ExpressionBinder expressions;
  private final Problems problems;

  TravelBinder(ParameterTypes parameters, Context context) {
    this.problems = context.problems();
    this.expressions = new ExpressionBinder(new Scope(problems), parameters, context);
  }

  Travel bind(org.redexdb.grammar.tree.@Nullable Travel travel) {
    return switch (travel) {
      case null -> new Travel.All();
      case org.redexdb.grammar.tree.Travel.AtSeq at -> new Travel.AtSeq(seq(at.seq()));
      case org.redexdb.grammar.tree.Travel.SeqRange range ->
        new Travel.SeqRange(seq(range.from()), range.toIncluded() ? after(seq(range.to())) : seq(range.to()));
      case org.redexdb.grammar.tree.Travel.AsOfSeq asOf -> new Travel.AsOfSeq(seq(asOf.seq()));
      case org.redexdb.grammar.tree.Travel.AsOfTimestamp asOf -> new Travel.AsOfTime(time(asOf.time()));
      case org.redexdb.grammar.tree.Travel.TimeRange range ->
        new Travel.TimeRange(time(range.from()), time(range.to()), range.toIncluded());
    };
  }

  private static Rex after(Rex seq) {
    if (seq instanceof Rex.Literal(Long value, _))
      return new Rex.Literal(value == Long.MAX_VALUE ? value : value + 1, SqlType.BIGINT);
    return new Rex.Call(Op.ADD, List.of(seq, new Rex.Literal(1L, SqlType.BIGINT)), SqlType.BIGINT);
  }

  private Rex seq(Expression expression) {
    Rex value = expressions.coercion().wanted(expressions.bindIn("a bound of FOR SEQ", expression), SqlType.BIGINT,
        expression.span());
    if (!TypeRules.whole(value.type()))
      throw problems.invalid("42804", "a seq is a whole number, not " + value.type(), expression.span());
    return value;
  }

  private Rex time(Expression expression) {
    Rex value = expressions.coercion().wanted(expressions.bindIn("a bound in time", expression), SqlType.TIMESTAMP,
        expression.span());
    return switch (value.type().kind()) {
      case TIMESTAMP -> value;
      case DATE -> new Rex.Cast(value, SqlType.TIMESTAMP);
      default ->
        throw problems.invalid("42804", "a bound in time is a TIMESTAMP, not " + value.type(), expression.span());
    };
  }
}
