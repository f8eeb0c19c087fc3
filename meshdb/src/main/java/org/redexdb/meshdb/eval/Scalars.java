// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.value.Arithmetic;
import org.redexdb.meshdb.value.BadValue;
import org.redexdb.meshdb.value.Casts;
import org.redexdb.meshdb.value.JsonFunctions;
import org.redexdb.meshdb.value.LikePattern;
import org.redexdb.meshdb.value.MathFunctions;
import org.redexdb.meshdb.value.Ordering;
import org.redexdb.meshdb.value.TextFunctions;
import org.redexdb.meshdb.value.TimeUnits;
import org.redexdb.meshdb.value.Times;

/// Every operation as a function of boxed values. The definition of what an operation means: kernels agree with it.
final class Scalars {
  private Scalars() {}

  /// Whether the function is to see NULLs; of the others a NULL argument makes the result NULL.
  static boolean takesNulls(Op op) {
    return switch (op) {
      case IS_DISTINCT, IS_NOT_DISTINCT, GREATEST, LEAST, NULLIF -> true;
      default -> false;
    };
  }

  /// @param type promised by the expression; decides whether DIVIDE gives DECIMAL
  static RowCall.RowFunction function(Op op, SqlType type, EvalContext context) {
    return switch (op) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, DIVIDE_TRUNCATING, MODULO -> calculation(op, type, context);
      case NEGATE -> a -> of(a, 0) instanceof Interval interval ? Times.negate(interval) : Arithmetic.negate(of(a, 0));
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
        a -> Comparisons.compare(op, of(a, 0), of(a, 1), context.strict());
      case IS_DISTINCT -> a -> !same(a[0], a[1]);
      case IS_NOT_DISTINCT -> a -> same(a[0], a[1]);
      case LIKE -> a -> Like.matches(a[0], pattern(of(a, 1), a.length > 2 ? of(a, 2) : ""), context.strict());
      case ABS, CEIL, FLOOR, ROUND, POWER, SQRT, SIGN, LN, EXP -> mathematics(op);
      case CONCAT, LENGTH, OCTET_LENGTH, LOWER, UPPER, TRIM, LTRIM, RTRIM, SUBSTR, REPLACE, POSITION, LEFT, RIGHT,
          STARTS_WITH ->
        text(op);
      case NULLIF -> a -> nullIf(a[0], a[1], context.strict());
      case GREATEST -> a -> extreme(a, 1, type);
      case LEAST -> a -> extreme(a, -1, type);
      case DATE_TRUNC, EXTRACT, TO_TIMESTAMP -> time(op, type, context);
      case JSON_GET -> Scalars::jsonGet;
      case JSON_TYPE -> a -> JsonFunctions.type(of(a, 0));
      case JSON_ARRAY_LENGTH -> a -> JsonFunctions.arrayLength(of(a, 0));
      case AND, OR, NOT, IS_NULL, IS_NOT_NULL, IS_TRUE, IS_FALSE, COALESCE ->
        throw new IllegalArgumentException(op + " is not a function of one row's values");
    };
  }

  /// An argument of a function that never sees NULL.
  private static Object of(@Nullable Object[] arguments, int index) {
    Object value = arguments[index];
    if (value == null) throw new IllegalStateException("NULL argument " + index);
    return value;
  }

  private static RowCall.RowFunction calculation(Op op, SqlType type, EvalContext context) {
    return arguments -> {
      Object a = of(arguments, 0);
      Object b = of(arguments, 1);
      if (!Arithmetic.isNumber(a) || !Arithmetic.isNumber(b)) {
        Object result = switch (op) {
          case ADD -> Times.add(a, b, context.zone());
          case SUBTRACT -> Times.subtract(a, b, context.zone());
          case MULTIPLY -> Times.multiply(a, b);
          default -> null;
        };
        // A DATE is a TIMESTAMP where the binder promised one.
        if (result instanceof LocalDate date && type.kind() == SqlType.Kind.TIMESTAMP)
          return Times.startOf(date, context.zone());
        if (result != null) return result;
      }
      return switch (op) {
        case ADD -> Arithmetic.add(a, b);
        case SUBTRACT -> Arithmetic.subtract(a, b);
        case MULTIPLY -> Arithmetic.multiply(a, b);
        case DIVIDE -> type.kind() == SqlType.Kind.DECIMAL ? Arithmetic.divideDecimal(a, b) : Arithmetic.divide(a, b);
        case DIVIDE_TRUNCATING -> Arithmetic.divideTruncating(a, b);
        case MODULO -> Arithmetic.modulo(a, b);
        default -> throw new IllegalArgumentException("no calculation: " + op);
      };
    };
  }

  private static RowCall.RowFunction mathematics(Op op) {
    return switch (op) {
      case ABS -> a -> MathFunctions.abs(of(a, 0));
      case CEIL -> a -> MathFunctions.ceil(of(a, 0));
      case FLOOR -> a -> MathFunctions.floor(of(a, 0));
      case ROUND -> a -> MathFunctions.round(of(a, 0), a.length > 1 ? of(a, 1) : (Object) 0L);
      case POWER -> a -> MathFunctions.power(of(a, 0), of(a, 1));
      case SQRT -> a -> MathFunctions.sqrt(of(a, 0));
      case SIGN -> a -> MathFunctions.sign(of(a, 0));
      case LN -> a -> MathFunctions.ln(of(a, 0));
      case EXP -> a -> MathFunctions.exp(of(a, 0));
      default -> throw new IllegalArgumentException("no function of numbers: " + op);
    };
  }

  private static RowCall.RowFunction text(Op op) {
    return switch (op) {
      case CONCAT -> a -> {
        Object joined = of(a, 0);
        for (int i = 1; i < a.length; i++) joined = TextFunctions.concat(joined, of(a, i));
        return a.length == 1 ? Casts.print(joined) : joined;
      };
      case LENGTH -> a -> TextFunctions.length(of(a, 0));
      case OCTET_LENGTH -> a -> TextFunctions.octetLength(of(a, 0));
      case LOWER -> a -> TextFunctions.lower(of(a, 0));
      case UPPER -> a -> TextFunctions.upper(of(a, 0));
      case TRIM -> a -> TextFunctions.trim(of(a, 0), a.length > 1 ? of(a, 1) : " ", true, true);
      case LTRIM -> a -> TextFunctions.trim(of(a, 0), a.length > 1 ? of(a, 1) : " ", true, false);
      case RTRIM -> a -> TextFunctions.trim(of(a, 0), a.length > 1 ? of(a, 1) : " ", false, true);
      case SUBSTR -> a -> a.length > 2
          ? TextFunctions.substring(of(a, 0), of(a, 1), of(a, 2))
          : TextFunctions.substring(of(a, 0), of(a, 1));
      case REPLACE -> a -> TextFunctions.replace(of(a, 0), of(a, 1), of(a, 2));
      case POSITION -> a -> TextFunctions.position(of(a, 0), of(a, 1));
      case LEFT -> a -> TextFunctions.left(of(a, 0), of(a, 1));
      case RIGHT -> a -> TextFunctions.right(of(a, 0), of(a, 1));
      case STARTS_WITH -> a -> TextFunctions.startsWith(of(a, 0), of(a, 1));
      default -> throw new IllegalArgumentException("no function of texts: " + op);
    };
  }

  private static RowCall.RowFunction time(Op op, SqlType type, EvalContext context) {
    return switch (op) {
      case DATE_TRUNC -> a -> switch (of(a, 1)) {
        case Instant time -> unit(a).truncate(time, context.zone());
        case LocalDate date when type.kind() == SqlType.Kind.TIMESTAMP ->
          Times.startOf(unit(a).truncate(date), context.zone());
        case LocalDate date -> unit(a).truncate(date);
        case Object other -> throw BadValue.wrongType("truncate the time of", other);
      };
      case EXTRACT -> a -> switch (of(a, 1)) {
        case Instant time -> unit(a).extract(time, context.zone());
        case LocalDate date -> unit(a).extract(date);
        case Object other -> throw BadValue.wrongType("extract a part of the time of", other);
      };
      case TO_TIMESTAMP -> a -> Arithmetic.isNumber(of(a, 0))
          ? Times.ofSeconds(of(a, 0))
          : Casts.cast(of(a, 0), SqlType.TIMESTAMP, context.zone());
      default -> throw new IllegalArgumentException("no function of times: " + op);
    };
  }

  private static TimeUnits unit(@Nullable Object[] arguments) {
    return TimeUnits.of(TextFunctions.text("name a unit of time by", of(arguments, 0)));
  }

  static LikePattern pattern(Object pattern, Object escape) {
    return LikePattern.compile(TextFunctions.text("match with LIKE", pattern),
        TextFunctions.text("escape LIKE by", escape));
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) return a == null && b == null;
    return Ordering.equal(a, b);
  }

  private static @Nullable Object nullIf(@Nullable Object a, @Nullable Object b, boolean strict) {
    if (a == null || b == null) return a;
    return Boolean.TRUE.equals(Comparisons.compare(Op.EQUAL, a, b, strict)) ? null : a;
  }

  private static @Nullable Object extreme(@Nullable Object[] values, int sign, SqlType type) {
    Object best = null;
    for (Object value : values)
      if (value != null && (best == null || Ordering.compare(value, best) * sign > 0)) best = value;
    return Casts.widen(best, type);
  }

  private static @Nullable Object jsonGet(@Nullable Object[] arguments) {
    Object value = of(arguments, 0);
    for (int i = 1; i < arguments.length; i++) {
      Object next = JsonFunctions.get(value, of(arguments, i));
      if (next == null) return null;
      value = next;
    }
    return value;
  }
}
