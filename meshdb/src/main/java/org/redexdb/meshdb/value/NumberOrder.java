// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Exact order, equality and hash of numbers of different kinds: no value is rounded to the kind of the other. NaN equals
/// itself and is greater than every number; −0 equals 0.
public final class NumberOrder {
  private static final double TWO_63 = 0x1p63;
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private NumberOrder() {}

  public static int compare(Object a, Object b) {
    return switch (a) {
      case Long x -> switch (b) {
        case Long y -> Long.compare(x, y);
        case Double y -> compare(x.longValue(), y.doubleValue());
        case BigDecimal y -> BigDecimal.valueOf(x).compareTo(y);
        default -> throw new IllegalArgumentException("no number: " + b.getClass());
      };
      case Double x -> switch (b) {
        case Long y -> -compare(y.longValue(), x.doubleValue());
        case Double y -> compare(x.doubleValue(), y.doubleValue());
        case BigDecimal y -> -compare(y, x.doubleValue());
        default -> throw new IllegalArgumentException("no number: " + b.getClass());
      };
      case BigDecimal x -> switch (b) {
        case Long y -> x.compareTo(BigDecimal.valueOf(y));
        case Double y -> compare(x, y.doubleValue());
        case BigDecimal y -> x.compareTo(y);
        default -> throw new IllegalArgumentException("no number: " + b.getClass());
      };
      default -> throw new IllegalArgumentException("no number: " + a.getClass());
    };
  }

  public static int compare(double a, double b) {
    // Adding 0.0 turns −0 into 0 and nothing else into anything else.
    return Double.compare(a + 0.0, b + 0.0);
  }

  public static int compare(long a, double b) {
    if (Double.isNaN(b) || b >= TWO_63) return -1;
    if (b < -TWO_63) return 1;
    long whole = (long) b;
    if (a != whole) return a < whole ? -1 : 1;
    double rest = b - whole;
    return rest > 0 ? -1 : rest < 0 ? 1 : 0;
  }

  public static int compare(BigDecimal a, double b) {
    if (Double.isNaN(b) || b == Double.POSITIVE_INFINITY) return -1;
    if (b == Double.NEGATIVE_INFINITY) return 1;
    return a.compareTo(new BigDecimal(b));
  }

  /// The same object value for all numbers that compare equal: a [Long] when the number is whole and fits, else a [Double]
  /// when a double is exactly it, else a [BigDecimal] without trailing zeros. Hence fit for hash tables.
  public static Object canonical(Object number) {
    return switch (number) {
      case Long x -> x;
      case Double x -> canonical(x.doubleValue());
      case BigDecimal x -> canonical(x);
      default -> throw new IllegalArgumentException("no number: " + number.getClass());
    };
  }

  private static Object canonical(double value) {
    if (value >= -TWO_63 && value < TWO_63) {
      long whole = (long) value;
      if (whole == value) return whole;
    }
    return value;
  }

  private static Object canonical(BigDecimal value) {
    if (value.signum() == 0) return 0L;
    // Below 1e-400 or with more than 25 digits before the point there is nothing to convert.
    if (value.precision() - value.scale() <= 20) {
      BigDecimal stripped = value.stripTrailingZeros();
      if (stripped.scale() <= 0) {
        BigInteger whole = stripped.toBigIntegerExact();
        if (whole.compareTo(LONG_MIN) >= 0 && whole.compareTo(LONG_MAX) <= 0) return whole.longValue();
      }
    }
    double nearest = value.doubleValue();
    if (!Double.isInfinite(nearest) && new BigDecimal(nearest).compareTo(value) == 0) return nearest;
    return value.stripTrailingZeros();
  }

  /// Whether a double stands for a whole number within the range of BIGINT, so that [#canonical] gives a long.
  public static boolean wholeInRange(double value) {
    return value >= -TWO_63 && value < TWO_63 && (long) value == value;
  }
}
