// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.api.SqlType.Kind;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.value.Arithmetic;

/// Which type comes out of which.
final class TypeRules {
  /// Digits of a BIGINT.
  private static final int LONG_DIGITS = 19;

  private TypeRules() {}

  /// The type that values of both have in common, or null when there is none.
  static @Nullable SqlType common(SqlType a, SqlType b) {
    if (a.kind() == Kind.NULL || a.equals(b)) return b;
    if (b.kind() == Kind.NULL) return a;
    if (a.kind() == Kind.ANY || b.kind() == Kind.ANY) return SqlType.ANY;
    if (a.kind().numeric() && b.kind().numeric()) return widerNumber(a, b);
    if (a.kind() == Kind.VARCHAR && b.kind() == Kind.VARCHAR)
      return a.precision() == 0 || b.precision() == 0
          ? SqlType.VARCHAR
          : SqlType.varchar(Math.max(a.precision(), b.precision()));
    if (temporal(a) && temporal(b)) return SqlType.TIMESTAMP;
    return null;
  }

  static @Nullable SqlType common(List<SqlType> types) {
    @Nullable
    SqlType common = SqlType.NULL;
    for (SqlType type : types) {
      if (common != null) common = common(common, type);
    }
    return common;
  }

  static boolean temporal(SqlType type) { return type.kind() == Kind.TIMESTAMP || type.kind() == Kind.DATE; }

  static boolean whole(SqlType type) { return type.kind() == Kind.INTEGER || type.kind() == Kind.BIGINT; }

  private static SqlType widerNumber(SqlType a, SqlType b) {
    if (a.kind() == Kind.DOUBLE || b.kind() == Kind.DOUBLE) return SqlType.DOUBLE;
    if (a.kind() != Kind.DECIMAL && b.kind() != Kind.DECIMAL) return SqlType.BIGINT;
    if (a.equals(SqlType.DECIMAL) || b.equals(SqlType.DECIMAL)) return SqlType.DECIMAL;
    int scale = Math.max(a.scale(), b.scale());
    int whole = Math.max(wholeDigits(a), wholeDigits(b));
    return decimal(whole + scale, scale);
  }

  private static int wholeDigits(SqlType type) {
    return type.kind() == Kind.DECIMAL ? type.precision() - type.scale() : LONG_DIGITS;
  }

  private static SqlType decimal(int precision, int scale) {
    return SqlType.decimal(Math.clamp(precision, 1, Arithmetic.DECIMAL_DIGITS_MAX),
        Math.min(scale, Arithmetic.DECIMAL_DIGITS_MAX));
  }

  /// Type of `a op b`.
  ///
  /// @return null when the operator does not go with these families
  static @Nullable SqlType arithmetic(Op op, SqlType a, SqlType b) {
    if (a.kind() == Kind.NULL) return b.kind() == Kind.NULL ? SqlType.NULL : arithmetic(op, b, b);
    if (b.kind() == Kind.NULL) return arithmetic(op, a, a);
    if (a.kind() == Kind.ANY || b.kind() == Kind.ANY) return SqlType.ANY;
    if (a.kind().numeric() && b.kind().numeric()) return numberArithmetic(op, a, b);
    return timeArithmetic(op, a, b);
  }

  private static SqlType numberArithmetic(Op op, SqlType a, SqlType b) {
    SqlType wider = widerNumber(a, b);
    if (op == Op.DIVIDE && wider.kind() != Kind.DECIMAL) return SqlType.DOUBLE;
    if (wider.kind() != Kind.DECIMAL) return wider.kind() == Kind.DOUBLE ? SqlType.DOUBLE : SqlType.BIGINT;
    if (wider.equals(SqlType.DECIMAL)) return wider;
    return switch (op) {
      case ADD, SUBTRACT -> decimal(wider.precision() + 1, wider.scale());
      case MULTIPLY -> decimal(wholeDigits(a) + wholeDigits(b) + a.scale() + b.scale(), a.scale() + b.scale());
      case DIVIDE -> SqlType.DECIMAL;
      default -> wider;
    };
  }

  private static @Nullable SqlType timeArithmetic(Op op, SqlType a, SqlType b) {
    boolean intervalRight = b.kind() == Kind.INTERVAL;
    return switch (op) {
      case ADD -> {
        if (temporal(a) && intervalRight || a.kind() == Kind.INTERVAL && temporal(b)) yield SqlType.TIMESTAMP;
        yield a.kind() == Kind.INTERVAL && intervalRight ? SqlType.INTERVAL : null;
      }
      case SUBTRACT -> {
        if (temporal(a) && intervalRight) yield SqlType.TIMESTAMP;
        if (temporal(a) && temporal(b)) yield SqlType.INTERVAL;
        yield a.kind() == Kind.INTERVAL && intervalRight ? SqlType.INTERVAL : null;
      }
      default -> null;
    };
  }

  /// Whether a CAST between the families can ever succeed.
  static boolean castable(SqlType from, SqlType to) {
    Kind source = from.kind();
    Kind target = to.kind();
    if (source == target || source == Kind.NULL || source == Kind.ANY || target == Kind.ANY) return true;
    if (source == Kind.VARCHAR || target == Kind.VARCHAR || source == Kind.JSON || target == Kind.JSON)
      return true;
    if (source.numeric()) return target.numeric() || target == Kind.BOOLEAN;
    return switch (source) {
      case BOOLEAN -> target.numeric();
      case TIMESTAMP -> target == Kind.DATE;
      case DATE -> target == Kind.TIMESTAMP;
      default -> false;
    };
  }
}
