// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Query;
import org.redexdb.grammar.tree.Span;
import org.redexdb.meshdb.api.SqlType;

/// LIMIT and OFFSET as numbers.
///
/// @param limit  rows, -1 for all
/// @param offset rows to leave out first
record RowLimit(long limit, long offset) {
  static final RowLimit NONE = new RowLimit(-1, 0);

  static RowLimit of(Query query, ParameterTypes parameters, Problems problems) {
    long limit = number(query.limit(), -1, "LIMIT", parameters, problems);
    long offset = number(query.offset(), 0, "OFFSET", parameters, problems);
    return new RowLimit(limit, offset);
  }

  boolean any() { return limit >= 0 || offset > 0; }

  static long number(@Nullable Expression expression, long absent, String clause, ParameterTypes parameters,
      Problems problems) {
    return switch (expression) {
      case null -> absent;
      case Expression.IntegerLiteral literal -> checked(literal.value(), clause, literal.span(), problems);
      case Expression.NullLiteral _ -> absent;
      case Expression.Parameter parameter -> {
        int index = parameter.number() - 1;
        parameters.infer(parameters.add(index), SqlType.BIGINT);
        var value = parameters.valueThatShapesThePlan(index);
        yield value == null
            ? absent
            : checked(whole(value, clause, parameter.span(), problems), clause,
                parameter.span(), problems);
      }
      default -> throw problems.invalid("42601", clause + " takes a whole number or ?", expression.span());
    };
  }

  private static BigInteger whole(Object value, String clause, Span at, Problems problems) {
    try {
      return new BigDecimal(value.toString()).toBigIntegerExact();
    } catch (ArithmeticException | NumberFormatException _) {
      throw problems.badValue("22023", clause + " takes a whole number, not " + value, at);
    }
  }

  private static long checked(BigInteger value, String clause, Span at, Problems problems) {
    if (value.signum() < 0) throw problems.badValue("22023", clause + " is at least 0, not " + value, at);
    return value.bitLength() < Long.SIZE ? value.longValue() : Long.MAX_VALUE;
  }
}
