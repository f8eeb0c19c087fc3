// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;

/// Conversion to numbers; see [Casts] for the rules.
final class NumberCasts {
  private static final int TEXT_MAX = 400;

  private NumberCasts() {}

  static Object cast(Object value, SqlType type) {
    return switch (type.kind()) {
      case INTEGER -> {
        long number = toLong(value, type);
        if (number != (int) number) throw BadValue.castOutOfRange(value, type);
        yield number;
      }
      case BIGINT -> toLong(value, type);
      case DECIMAL -> toDecimal(value, type);
      case DOUBLE -> toDouble(value, type);
      default -> throw new IllegalArgumentException("not a type of numbers: " + type);
    };
  }

  private static long toLong(Object value, SqlType type) {
    return switch (value) {
      case Long n -> n;
      case Boolean b -> b ? 1 : 0;
      case Double d when Double.isNaN(d) || Double.isInfinite(d) -> throw BadValue.castOutOfRange(value, type);
      case Double d -> inRange(new BigDecimal(d), value, type);
      case BigDecimal d -> inRange(d, value, type);
      case String text -> {
        String digits = text.strip();
        if (!isWhole(digits)) throw BadValue.badCast(value, type);
        yield inRange(new BigDecimal(digits), value, type);
      }
      default -> throw BadValue.badCast(value, type);
    };
  }

  private static long inRange(BigDecimal number, Object value, SqlType type) {
    BigInteger whole = number.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    if (whole.bitLength() >= Long.SIZE) throw BadValue.castOutOfRange(value, type);
    return whole.longValue();
  }

  private static boolean isWhole(String text) {
    int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (from == text.length() || text.length() > TEXT_MAX) return false;
    for (int i = from; i < text.length(); i++)
      if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
    return true;
  }

  private static BigDecimal toDecimal(Object value, SqlType type) {
    BigDecimal number = switch (value) {
      case Long n -> BigDecimal.valueOf(n);
      case Boolean b -> b ? BigDecimal.ONE : BigDecimal.ZERO;
      case BigDecimal n -> n;
      case Double d when Double.isNaN(d) || Double.isInfinite(d) -> throw BadValue.castOutOfRange(value, type);
      case Double d -> new BigDecimal(d.toString());
      case String text -> parse(text, value, type);
      default -> throw BadValue.badCast(value, type);
    };
    try {
      if (type.equals(SqlType.DECIMAL)) return Arithmetic.fit(number);
      BigDecimal scaled = number.setScale(type.scale(), RoundingMode.HALF_UP);
      if (scaled.precision() > type.precision()) throw BadValue.castOutOfRange(value, type);
      return scaled;
    } catch (ArithmeticException _) {
      // The scale of the input is beyond what BigDecimal itself can move.
      throw BadValue.castOutOfRange(value, type);
    }
  }

  private static double toDouble(Object value, SqlType type) {
    double number = switch (value) {
      case Double d -> d;
      case Long n -> n;
      case Boolean b -> b ? 1 : 0;
      case BigDecimal n -> n.doubleValue();
      case String text -> {
        String digits = text.strip();
        if (!isDecimalText(digits)) throw BadValue.badCast(value, type);
        yield Double.parseDouble(digits);
      }
      default -> throw BadValue.badCast(value, type);
    };
    if (Double.isInfinite(number) && !(value instanceof Double)) throw BadValue.castOutOfRange(value, type);
    return number;
  }

  private static BigDecimal parse(String text, Object value, SqlType type) {
    String digits = text.strip();
    if (!isDecimalText(digits)) throw BadValue.badCast(value, type);
    try {
      var number = new BigDecimal(digits);
      // 1e999999999 is short to write and endless to expand.
      if (Math.abs((long) number.scale()) > TEXT_MAX) {
        if (number.scale() > 0 || number.signum() == 0) return BigDecimal.ZERO;
        throw BadValue.castOutOfRange(value, type);
      }
      return number;
    } catch (NumberFormatException _) {
      // An exponent beyond 32 bits.
      throw BadValue.castOutOfRange(value, type);
    }
  }

  /// Sign, digits with a point somewhere, exponent: what both parsers take and nothing more (no `NaN`, `0x1p3`, `1d`).
  private static boolean isDecimalText(String text) {
    if (text.length() > TEXT_MAX) return false;
    boolean digit = false;
    boolean point = false;
    for (int i = text.startsWith("-") || text.startsWith("+") ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') digit = true;
      else if (c == '.' && !point) point = true;
      else if ((c == 'e' || c == 'E') && digit) return isWhole(text.substring(i + 1));
      else
        return false;
    }
    return digit;
  }

  /// The whole number a value is, for counts and positions.
  ///
  /// @throws SqlException.Data 22018
  static long whole(Object value) {
    return switch (value) {
      case Long n -> n;
      case BigDecimal d when d.stripTrailingZeros().scale() <= 0 && d.precision() - d.scale() < 19 -> d.longValue();
      case Double d when NumberOrder.wholeInRange(d) -> (long) (double) d;
      default -> throw BadValue.wrongType("count by", value);
    };
  }
}
