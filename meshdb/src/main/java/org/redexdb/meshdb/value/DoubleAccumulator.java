// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/// The exact sum of any number of doubles in any order: a fixed-point number wide enough for every double, in 32-bit
/// limbs that carry late (the "small superaccumulator" idea of R. Neal, 2015, and before him Kulisch).
///
/// ```
///  limb i weighs 2^(32 i - 1075); a double m * 2^(e - 1075) adds (m << e % 32) to limbs e/32 and e/32 + 1
/// ```
///
/// Confined to one thread.
final class DoubleAccumulator {
  private static final int LIMBS = 67;
  /// The limbs, the other fields and two headers.
  static final int HEAP_BYTES = LIMBS * Long.BYTES + 80;
  private static final int UNIT_EXPONENT = -1075;
  /// An addition puts less than 2^53 into a limb that starts below 2^33, so 1,000 of them stay below 2^63.
  private static final int ADDS_BEFORE_CARRY = 1000;
  private static final long MASK = 0xFFFF_FFFFL;

  private final long[] limbs = new long[LIMBS];
  private int adds;
  private long positiveInfinities;
  private long negativeInfinities;
  private long nans;

  public DoubleAccumulator() {}

  public void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & 0x7FF;
    long mantissa = bits & 0x000F_FFFF_FFFF_FFFFL;
    if (exponent == 0x7FF) {
      special(value);
      return;
    }
    if (exponent == 0) exponent = 1;
    else
      mantissa |= 1L << 52;
    int limb = exponent >>> 5;
    int shift = exponent & 31;
    long low = mantissa << shift & MASK;
    long high = mantissa >>> 32 - shift;
    if (bits < 0) {
      limbs[limb] -= low;
      limbs[limb + 1] -= high;
    } else {
      limbs[limb] += low;
      limbs[limb + 1] += high;
    }
    if (++adds == ADDS_BEFORE_CARRY) carry();
  }

  private void special(double value) {
    if (Double.isNaN(value)) nans++;
    else if (value > 0) positiveInfinities++;
    else
      negativeInfinities++;
  }

  /// Adds everything the other one holds.
  public void add(DoubleAccumulator other) {
    carry();
    other.carry();
    for (int i = 0; i < LIMBS; i++) limbs[i] += other.limbs[i];
    carry();
    positiveInfinities += other.positiveInfinities;
    negativeInfinities += other.negativeInfinities;
    nans += other.nans;
  }

  /// Brings all limbs but the last into `[0, 2^32)`; the last keeps the sign.
  private void carry() {
    adds = 0;
    for (int i = 0; i < LIMBS - 1; i++) {
      limbs[i + 1] += limbs[i] >> 32;
      limbs[i] &= MASK;
    }
  }

  /// Whether an infinity or NaN was added; the exact sum is then not defined.
  public boolean special() { return (positiveInfinities | negativeInfinities | nans) != 0; }

  private BigInteger units() {
    carry();
    var magnitude = new byte[LIMBS * 4 + 4];
    int at = magnitude.length;
    for (int i = 0; i < LIMBS; i++)
      for (int b = 0; b < 32; b += 8) magnitude[--at] = (byte) (limbs[i] >>> b);
    // The last limb holds the sign in its upper half.
    for (int b = 32; b < 64; b += 8) magnitude[--at] = (byte) (limbs[LIMBS - 1] >>> b);
    return new BigInteger(magnitude);
  }

  /// The double nearest to the exact sum, ties to even; infinite when the sum is beyond the range of double.
  public double rounded() {
    if (special()) {
      if (nans > 0 || positiveInfinities > 0 && negativeInfinities > 0) return Double.NaN;
      return positiveInfinities > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    BigInteger units = units();
    if (units.signum() == 0) return 0.0;
    BigInteger magnitude = units.abs();
    // The smallest double is 2 units, so that a shift of 1 loses nothing.
    int shift = Math.max(magnitude.bitLength() - 53, 1);
    long kept = magnitude.shiftRight(shift).longValue();
    boolean half = magnitude.testBit(shift - 1);
    boolean beyondHalf = magnitude.getLowestSetBit() < shift - 1;
    if (half && (beyondHalf || (kept & 1) != 0)) kept++;
    double result = Math.scalb((double) kept, shift + UNIT_EXPONENT);
    return units.signum() < 0 ? -result : result;
  }

  /// The exact sum.
  ///
  /// @throws IllegalStateException when [#special]
  public BigDecimal exact() {
    if (special()) throw new IllegalStateException("sum with infinities or NaN");
    BigInteger units = units();
    if (units.signum() == 0) return BigDecimal.ZERO;
    int zeros = units.getLowestSetBit();
    BigInteger odd = units.shiftRight(zeros);
    int exponent = zeros + UNIT_EXPONENT;
    return exponent >= 0
        ? new BigDecimal(odd.shiftLeft(exponent))
        : new BigDecimal(odd.multiply(BigInteger.valueOf(5).pow(-exponent)), -exponent);
  }
}
