// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;

/// Values of the engine as numbers and truth values. A fraction asked for as a whole number loses its digits after the
/// point, as in a cast in Java; a number that does not fit is refused (22003).
public final class ToNumber {
  private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  /// Digits before the point that text may have: 1e400 is no number of ours and must not become one of a billion digits.
  private static final int EXPONENT_MAX = 400;

  private ToNumber() {}

  public static long toByte(Object value) throws ConversionFailure {
    return whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "TINYINT");
  }

  public static long toShort(Object value) throws ConversionFailure {
    return whole(value, Short.MIN_VALUE, Short.MAX_VALUE, "SMALLINT");
  }

  public static long toInt(Object value) throws ConversionFailure {
    return whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER");
  }

  public static long toLong(Object value) throws ConversionFailure {
    return whole(value, Long.MIN_VALUE, Long.MAX_VALUE, "BIGINT");
  }

  private static long whole(Object value, long min, long max, String target) throws ConversionFailure {
    long whole;
    if (value instanceof Long number) {
      whole = number;
    } else {
      BigDecimal cut = number(value, target).setScale(0, RoundingMode.DOWN);
      if (cut.compareTo(LONG_MIN) < 0 || cut.compareTo(LONG_MAX) > 0) throw ConversionFailure.range(value, target);
      whole = cut.longValueExact();
    }
    if (whole < min || whole > max) throw ConversionFailure.range(value, target);
    return whole;
  }

  public static double toDouble(Object value) throws ConversionFailure {
    return switch (value) {
      case Double number -> number;
      case Long number -> (double) number;
      case BigDecimal number -> number.doubleValue();
      case Boolean truth -> truth ? 1 : 0;
      case String text -> {
        double number = parseDouble(text);
        if (Double.isInfinite(number)) throw ConversionFailure.range(value, "DOUBLE");
        yield number;
      }
      default -> throw ConversionFailure.cast(value, "DOUBLE");
    };
  }

  public static float toFloat(Object value) throws ConversionFailure {
    double number = toDouble(value);
    float narrow = (float) number;
    if (Float.isInfinite(narrow) && !Double.isInfinite(number)) throw ConversionFailure.range(value, "REAL");
    return narrow;
  }

  public static BigDecimal toDecimal(Object value) throws ConversionFailure { return number(value, "DECIMAL"); }

  public static BigInteger toBigInteger(Object value) throws ConversionFailure {
    return number(value, "BIGINT").toBigInteger();
  }

  public static boolean toBoolean(Object value) throws ConversionFailure {
    return switch (value) {
      case Boolean truth -> truth;
      case Long number when number == 0 || number == 1 -> number == 1;
      case Double number when number == 0 || number == 1 -> number == 1;
      case BigDecimal number when number.signum() == 0 || number.compareTo(BigDecimal.ONE) == 0 -> number.signum() != 0;
      case String text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "t", "yes", "y", "on", "1" -> true;
        case "false", "f", "no", "n", "off", "0" -> false;
        default -> throw ConversionFailure.cast(value, "BOOLEAN");
      };
      default -> throw ConversionFailure.cast(value, "BOOLEAN");
    };
  }

  private static BigDecimal number(Object value, String target) throws ConversionFailure {
    return switch (value) {
      case BigDecimal number -> number;
      case Long number -> BigDecimal.valueOf(number);
      case Double number -> {
        if (!Double.isFinite(number)) throw ConversionFailure.range(value, target);
        // The shortest decimal that means this double, which is what was printed and stored, not its 50 binary digits.
        yield BigDecimal.valueOf(number);
      }
      case Boolean truth -> truth ? BigDecimal.ONE : BigDecimal.ZERO;
      case String text -> parseDecimal(text, target);
      default -> throw ConversionFailure.cast(value, target);
    };
  }

  private static BigDecimal parseDecimal(String text, String target) throws ConversionFailure {
    BigDecimal number;
    try {
      number = new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw ConversionFailure.cast(text, target);
    }
    if (Math.abs((long) number.precision() - number.scale()) > EXPONENT_MAX)
      throw ConversionFailure.range(text, target);
    return number;
  }

  private static double parseDouble(String text) throws ConversionFailure {
    String stripped = text.strip();
    // Double.parseDouble also takes "0x1p3", "1d" and "NaN", which are no numbers in SQL.
    for (int i = 0; i < stripped.length(); i++) {
      char c = stripped.charAt(i);
      if (!(c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E'))
        throw ConversionFailure.cast(text, "DOUBLE");
    }
    try {
      return Double.parseDouble(stripped);
    } catch (NumberFormatException e) {
      throw ConversionFailure.cast(text, "DOUBLE");
    }
  }
}
