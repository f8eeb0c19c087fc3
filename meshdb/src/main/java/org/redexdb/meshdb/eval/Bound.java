// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.redexdb.meshdb.plan.Op;

/// A comparison with a constant number, translated once into the domain of a column of longs and into that of a column of
/// doubles, so that no value of the column is ever converted: `a < 2.5` over longs is `a <= 2`.
///
/// @param verdict whether the constant decides alone
record Bound(Verdict verdict, CompareForm form, long longBound, double doubleBound) {
  /// Whether rows matter.
  enum Verdict {
    BY_ROW, ALWAYS, NEVER
  }

  private static final CompareForm NONE = CompareForm.of(Op.EQUAL);
  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  /// For a column of whole numbers.
  static Bound overLongs(Op op, Object constant) {
    if (constant instanceof Long value) return longs(op, value);
    if (constant instanceof Double value && (value.isNaN() || value.isInfinite()))
      return beyond(op, !(value == Double.NEGATIVE_INFINITY));
    BigDecimal exact = constant instanceof Double value ? new BigDecimal(value) : (BigDecimal) constant;
    if (exact.compareTo(LONG_MAX) > 0) return beyond(op, true);
    if (exact.compareTo(LONG_MIN) < 0) return beyond(op, false);
    BigDecimal floor = exact.setScale(0, RoundingMode.FLOOR);
    if (floor.compareTo(exact) == 0) return longs(op, floor.longValue());
    return switch (op) {
      case EQUAL -> decided(false);
      case NOT_EQUAL -> decided(true);
      case LESS, LESS_OR_EQUAL -> longs(Op.LESS_OR_EQUAL, floor.longValue());
      case GREATER, GREATER_OR_EQUAL -> longs(Op.GREATER, floor.longValue());
      default -> throw new IllegalArgumentException("no comparison: " + op);
    };
  }

  /// For a column of doubles.
  static Bound overDoubles(Op op, Object constant) {
    if (constant instanceof Double value) return doubles(op, value);
    BigDecimal exact = constant instanceof Long value ? BigDecimal.valueOf(value) : (BigDecimal) constant;
    double nearest = exact.doubleValue();
    int side = Double.isInfinite(nearest) ? nearest > 0 ? 1 : -1 : new BigDecimal(nearest).compareTo(exact);
    if (side == 0) return doubles(op, nearest);
    return switch (op) {
      case EQUAL -> decided(false);
      case NOT_EQUAL -> decided(true);
      case LESS, LESS_OR_EQUAL -> doubles(side > 0 ? Op.LESS : Op.LESS_OR_EQUAL, nearest);
      case GREATER, GREATER_OR_EQUAL -> doubles(side > 0 ? Op.GREATER_OR_EQUAL : Op.GREATER, nearest);
      default -> throw new IllegalArgumentException("no comparison: " + op);
    };
  }

  private static Bound longs(Op op, long bound) { return new Bound(Verdict.BY_ROW, CompareForm.of(op), bound, 0); }

  private static Bound doubles(Op op, double bound) {
    return new Bound(Verdict.BY_ROW, CompareForm.of(op), 0, bound);
  }

  private static Bound decided(boolean answer) {
    return new Bound(answer ? Verdict.ALWAYS : Verdict.NEVER, NONE, 0, 0);
  }

  /// The constant is greater (or else less) than every value.
  private static Bound beyond(Op op, boolean greater) {
    return decided(Comparisons.holds(op, greater ? -1 : 1));
  }
}
