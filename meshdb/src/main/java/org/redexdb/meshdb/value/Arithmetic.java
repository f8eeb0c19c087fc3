// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Arithmetic of numbers. Whole with whole is BIGINT, with a DECIMAL it is DECIMAL, with a DOUBLE it is DOUBLE; what does
/// not fit is 22003, never a silent change of kind. A text is no number (22018), with one exception: a text that is a JSON
/// number too large for DOUBLE gives 22003, because that is how such a number is stored.
public final class Arithmetic {
  /// Digits of a DECIMAL.
  public static final int DECIMAL_DIGITS_MAX = 38;

  private static final MathContext DECIMAL = new MathContext(DECIMAL_DIGITS_MAX, RoundingMode.HALF_UP);
  private static final long EXACT_DOUBLE_MAX = 1L << 53;

  private Arithmetic() {}

  public static Object add(Object a, Object b) {
    numbers("add", a, b);
    if (a instanceof Long x && b instanceof Long y) return addExact(x, y);
    if (a instanceof Double || b instanceof Double) return finite(toDouble(a) + toDouble(b));
    return fit(toDecimal(a).add(toDecimal(b)));
  }

  public static Object subtract(Object a, Object b) {
    numbers("subtract", a, b);
    if (a instanceof Long x && b instanceof Long y) return subtractExact(x, y);
    if (a instanceof Double || b instanceof Double) return finite(toDouble(a) - toDouble(b));
    return fit(toDecimal(a).subtract(toDecimal(b)));
  }

  public static Object multiply(Object a, Object b) {
    numbers("multiply", a, b);
    if (a instanceof Long x && b instanceof Long y) return multiplyExact(x, y);
    if (a instanceof Double || b instanceof Double) return finite(toDouble(a) * toDouble(b));
    return fit(toDecimal(a).multiply(toDecimal(b)));
  }

  /// Gives DOUBLE.
  public static double divide(Object a, Object b) {
    numbers("divide", a, b);
    if (isZero(b)) throw BadValue.divisionByZero();
    if (!(a instanceof Double || b instanceof Double) && (inexact(a) || inexact(b)))
      return finite(toDecimal(a).divide(toDecimal(b), new MathContext(60)).doubleValue());
    return finite(toDouble(a) / toDouble(b));
  }

  /// Gives DECIMAL with up to 38 digits, or DOUBLE when a side is one.
  public static Object divideDecimal(Object a, Object b) {
    numbers("divide", a, b);
    if (a instanceof Double || b instanceof Double) return divide(a, b);
    if (isZero(b)) throw BadValue.divisionByZero();
    return fit(toDecimal(a).divide(toDecimal(b), DECIMAL));
  }

  /// Whole numbers truncate towards zero; others divide as [#divide] does.
  public static Object divideTruncating(Object a, Object b) {
    numbers("divide", a, b);
    if (!(a instanceof Long x && b instanceof Long y)) return divide(a, b);
    if (y == 0) throw BadValue.divisionByZero();
    if (x == Long.MIN_VALUE && y == -1) throw BadValue.outOfRange("BIGINT");
    return x / y;
  }

  /// Sign of the dividend.
  public static Object modulo(Object a, Object b) {
    numbers("take the remainder of", a, b);
    if (isZero(b)) throw BadValue.divisionByZero();
    if (a instanceof Long x && b instanceof Long y) return y == -1 ? 0L : x % y;
    if (a instanceof Double || b instanceof Double) return finite(toDouble(a) % toDouble(b));
    return toDecimal(a).remainder(toDecimal(b));
  }

  public static Object negate(Object a) {
    return switch (a) {
      case Long x -> subtractExact(0, x);
      case Double x -> -x;
      case BigDecimal x -> x.negate();
      default -> throw notANumber("negate", a);
    };
  }

  public static long addExact(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) throw BadValue.outOfRange("BIGINT");
    return sum;
  }

  public static long subtractExact(long a, long b) {
    long difference = a - b;
    if (((a ^ b) & (a ^ difference)) < 0) throw BadValue.outOfRange("BIGINT");
    return difference;
  }

  public static long multiplyExact(long a, long b) {
    long product = a * b;
    if (Math.multiplyHigh(a, b) != product >> 63) throw BadValue.outOfRange("BIGINT");
    return product;
  }

  /// @throws org.redexdb.meshdb.api.SqlException.Data 22003 when the result overflowed or is no number
  public static double finite(double result) {
    if (Double.isInfinite(result) || Double.isNaN(result)) throw BadValue.outOfRange("DOUBLE");
    return result;
  }

  /// Rounds away digits after the point until 38 are left.
  ///
  /// @throws org.redexdb.meshdb.api.SqlException.Data 22003 when more than 38 stand before it
  public static BigDecimal fit(BigDecimal value) {
    if (value.precision() <= DECIMAL_DIGITS_MAX && value.scale() >= 0 && value.scale() <= DECIMAL_DIGITS_MAX)
      return value;
    BigDecimal fitted = value;
    int whole = Math.max(0, value.precision() - value.scale());
    if (value.signum() == 0) fitted = value.setScale(Math.clamp(value.scale(), 0, DECIMAL_DIGITS_MAX));
    else if (whole > DECIMAL_DIGITS_MAX) throw BadValue.outOfRange("DECIMAL(38)");
    else
      fitted = value.setScale(Math.clamp(value.scale(), 0, DECIMAL_DIGITS_MAX - whole), RoundingMode.HALF_UP);
    if (fitted.precision() <= DECIMAL_DIGITS_MAX) return fitted;
    // Rounding up may have carried into a 39th digit.
    if (fitted.scale() == 0) throw BadValue.outOfRange("DECIMAL(38)");
    return fitted.setScale(fitted.scale() - 1, RoundingMode.HALF_UP);
  }

  public static BigDecimal toDecimal(Object number) {
    return switch (number) {
      case Long x -> BigDecimal.valueOf(x);
      case BigDecimal x -> x;
      case Double x -> new BigDecimal(Double.toString(finite(x)));
      default -> throw notANumber("calculate with", number);
    };
  }

  public static double toDouble(Object number) {
    return switch (number) {
      case Long x -> x;
      case Double x -> x;
      case BigDecimal x -> x.doubleValue();
      default -> throw notANumber("calculate with", number);
    };
  }

  public static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof Double || value instanceof BigDecimal;
  }

  /// The error for a value that is no number where one is needed.
  public static RuntimeException notANumber(String task, Object value) {
    return isHugeNumber(value)
        ? BadValue.outOfRange("DOUBLE")
        : BadValue.wrongType(task, value);
  }

  private static void numbers(String task, Object a, Object b) {
    if (isNumber(a) && isNumber(b)) return;
    if (isHugeNumber(a) || isHugeNumber(b)) throw BadValue.outOfRange("DOUBLE");
    throw BadValue.wrongTypes(task, a, b);
  }

  /// Whether the value is a JSON number too large for any kind of number, which stays text.
  static boolean isHugeNumber(Object value) {
    if (!(value instanceof String text)) return false;
    if (text.isEmpty() || text.length() > 400 || !JsonValues.isNumber(text)) return false;
    return Double.isInfinite(Double.parseDouble(text));
  }

  private static boolean isZero(Object number) {
    return switch (number) {
      case Long x -> x == 0;
      case Double x -> x == 0;
      default -> ((BigDecimal) number).signum() == 0;
    };
  }

  private static boolean inexact(Object number) {
    return number instanceof Long x && (x > EXACT_DOUBLE_MAX || x < -EXACT_DOUBLE_MAX) || number instanceof BigDecimal;
  }

  /// A whole number of any size as a value: BIGINT when it fits, else DECIMAL.
  public static Object whole(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : fit(new BigDecimal(value));
  }
}
