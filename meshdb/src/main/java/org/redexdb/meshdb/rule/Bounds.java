// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;

/// What the conditions of a scan say about one column whose values are whole numbers, as a half-open range.
///
/// @param from first number that meets the conditions
/// @param to   first number that no longer does
/// @param rest conditions that say something else
/// @param any  whether a condition was taken up
record Bounds(BigInteger from, BigInteger to, List<Rex> rest, boolean any) {
  /// @param column   number of the column
  /// @param constant the whole number that a constant stands for, null when it is none
  static Bounds of(@Nullable Rex predicate, int column, BigInteger from, BigInteger to,
      Function<Rex.Literal, @Nullable BigInteger> constant) {
    var bounds = new Bounds(from, to, new ArrayList<>(), false);
    for (Rex part : RexTree.conjuncts(predicate)) bounds = bounds.narrowed(part, column, constant);
    return bounds;
  }

  boolean empty() { return from.compareTo(to) >= 0; }

  private Bounds narrowed(Rex part, int column, Function<Rex.Literal, @Nullable BigInteger> constant) {
    if (part instanceof Rex.Call(Op op, var sides, _, _) && sides.size() == 2) {
      var value = side(sides.get(0), sides.get(1), column, constant);
      var narrowed = value == null ? null : by(op, value);
      if (narrowed != null) return narrowed;
      var reversed = side(sides.get(1), sides.get(0), column, constant);
      narrowed = reversed == null ? null : by(mirrored(op), reversed);
      if (narrowed != null) return narrowed;
    }
    rest.add(part);
    return this;
  }

  private static @Nullable BigInteger side(Rex reference, Rex value, int column,
      Function<Rex.Literal, @Nullable BigInteger> constant) {
    return reference instanceof Rex.Ref ref && ref.column() == column && value instanceof Rex.Literal literal
        ? constant.apply(literal)
        : null;
  }

  private @Nullable Bounds by(Op op, BigInteger value) {
    var next = value.add(BigInteger.ONE);
    return switch (op) {
      case EQUAL -> new Bounds(from.max(value), to.min(next), rest, true);
      case GREATER_OR_EQUAL -> new Bounds(from.max(value), to, rest, true);
      case GREATER -> new Bounds(from.max(next), to, rest, true);
      case LESS -> new Bounds(from, to.min(value), rest, true);
      case LESS_OR_EQUAL -> new Bounds(from, to.min(next), rest, true);
      default -> null;
    };
  }

  private static Op mirrored(Op op) {
    return switch (op) {
      case GREATER_OR_EQUAL -> Op.LESS_OR_EQUAL;
      case GREATER -> Op.LESS;
      case LESS -> Op.GREATER;
      case LESS_OR_EQUAL -> Op.GREATER_OR_EQUAL;
      default -> op;
    };
  }
}
