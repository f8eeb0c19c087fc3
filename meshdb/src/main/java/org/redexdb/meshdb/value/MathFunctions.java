// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Functions of numbers. Those that only move within a kind keep it (ABS, CEIL, FLOOR, ROUND, SIGN); the others are DOUBLE.
public final class MathFunctions {
  private MathFunctions() {}

  public static Object abs(Object x) {
    return switch (x) {
      case Long v -> v < 0 ? Arithmetic.subtractExact(0, v) : v;
      case Double v -> Math.abs(v);
      case BigDecimal v -> v.abs();
      default -> throw Arithmetic.notANumber("take the absolute of", x);
    };
  }

  public static Object sign(Object x) {
    return switch (x) {
      case Long v -> (long) Long.signum(v);
      case Double v -> Math.signum(v) + 0.0;
      case BigDecimal v -> BigDecimal.valueOf(v.signum());
      default -> throw Arithmetic.notANumber("take the sign of", x);
    };
  }

  public static Object ceil(Object x) {
    return switch (x) {
      case Long v -> v;
      case Double v -> Math.ceil(v);
      case BigDecimal v -> v.setScale(0, RoundingMode.CEILING);
      default -> throw Arithmetic.notANumber("round", x);
    };
  }

  public static Object floor(Object x) {
    return switch (x) {
      case Long v -> v;
      case Double v -> Math.floor(v);
      case BigDecimal v -> v.setScale(0, RoundingMode.FLOOR);
      default -> throw Arithmetic.notANumber("round", x);
    };
  }

  /// Halves away from zero. A DOUBLE is rounded as it prints, so that 2.675 becomes 2.68.
  ///
  /// @param digits a whole number of digits after the point; negative for tens, hundreds, …
  public static Object round(Object x, Object digits) {
    long places = NumberCasts.whole(digits);
    int scale = Math.clamp(places, -400, 400);
    return switch (x) {
      case Long v -> places >= 0
          ? v
          : Arithmetic.whole(BigDecimal.valueOf(v).setScale(scale, RoundingMode.HALF_UP).toBigIntegerExact());
      case Double v when Double.isNaN(v) || Double.isInfinite(v) -> v;
      case Double v ->
        Arithmetic.finite(new BigDecimal(v.toString()).setScale(scale, RoundingMode.HALF_UP).doubleValue());
      case BigDecimal v -> v.scale() <= scale ? v : Arithmetic.fit(v.setScale(scale, RoundingMode.HALF_UP));
      default -> throw Arithmetic.notANumber("round", x);
    };
  }

  public static double power(Object base, Object exponent) {
    double x = number(base);
    double y = number(exponent);
    if (x == 0 && y < 0) throw BadValue.domain("2201F", "zero raised to a negative power");
    if (x < 0 && y != Math.rint(y)) throw BadValue.domain("2201F", "a negative number raised to a fraction");
    return Arithmetic.finite(Math.pow(x, y));
  }

  public static double sqrt(Object x) {
    double value = number(x);
    if (value < 0) throw BadValue.domain("2201F", "square root of a negative number");
    return Math.sqrt(value);
  }

  public static double ln(Object x) {
    double value = number(x);
    if (value <= 0) throw BadValue.domain("2201E", "logarithm of a number that is not positive");
    return Math.log(value);
  }

  public static double exp(Object x) { return Arithmetic.finite(Math.exp(number(x))); }

  private static double number(Object x) {
    if (!Arithmetic.isNumber(x)) throw Arithmetic.notANumber("calculate with", x);
    return Arithmetic.toDouble(x);
  }
}
