// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.value.BadValue;
import org.redexdb.meshdb.value.Ordering;

/// Comparisons of boxed values.
final class Comparisons {
  private Comparisons() {}

  static boolean isComparison(Op op) {
    return switch (op) {
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
      default -> false;
    };
  }

  /// The operation with its sides changed.
  static Op mirrored(Op op) {
    return switch (op) {
      case LESS -> Op.GREATER;
      case LESS_OR_EQUAL -> Op.GREATER_OR_EQUAL;
      case GREATER -> Op.LESS;
      case GREATER_OR_EQUAL -> Op.LESS_OR_EQUAL;
      default -> op;
    };
  }

  /// What a comparison answers for the sign of the order.
  static boolean holds(Op op, int order) {
    return switch (op) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      default -> throw new IllegalArgumentException("no comparison: " + op);
    };
  }

  /// @return null for UNKNOWN
  static @Nullable Boolean compare(Op op, Object a, Object b, boolean strict) {
    if (!Ordering.comparable(a, b)) {
      if (strict) throw BadValue.wrongTypes("compare", a, b);
      return null;
    }
    return holds(op, Ordering.compare(a, b));
  }
}
