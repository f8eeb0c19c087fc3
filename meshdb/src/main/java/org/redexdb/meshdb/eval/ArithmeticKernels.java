// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import org.jspecify.annotations.Nullable;

/// Loops that calculate. Those over longs return whether some row overflowed, NULL rows (whose values are arbitrary)
/// included: the caller then goes through the rows one by one. Those over doubles return a value that is not finite when
/// some row's result is not.
final class ArithmeticKernels {
  private ArithmeticKernels() {}

  static boolean add(long[] out, long[] a, long[] b, int @Nullable [] rows, int count) {
    long overflow = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      long sum = a[i] + b[i];
      overflow |= (a[i] ^ sum) & (b[i] ^ sum);
      out[i] = sum;
    }
    return overflow < 0;
  }

  static boolean add(long[] out, long[] a, long b, int @Nullable [] rows, int count) {
    long overflow = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      long sum = a[i] + b;
      overflow |= (a[i] ^ sum) & (b ^ sum);
      out[i] = sum;
    }
    return overflow < 0;
  }

  static boolean subtract(long[] out, long[] a, long[] b, int @Nullable [] rows, int count) {
    long overflow = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      long difference = a[i] - b[i];
      overflow |= (a[i] ^ b[i]) & (a[i] ^ difference);
      out[i] = difference;
    }
    return overflow < 0;
  }

  static boolean multiply(long[] out, long[] a, long[] b, int @Nullable [] rows, int count) {
    long overflow = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      long product = a[i] * b[i];
      overflow |= Math.multiplyHigh(a[i], b[i]) ^ product >> 63;
      out[i] = product;
    }
    return overflow != 0;
  }

  static boolean multiply(long[] out, long[] a, long b, int @Nullable [] rows, int count) {
    long overflow = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      long product = a[i] * b;
      overflow |= Math.multiplyHigh(a[i], b) ^ product >> 63;
      out[i] = product;
    }
    return overflow != 0;
  }

  /// `0 * x` is NaN for an x that is not finite and 0 else, so the sum tells about all rows.
  static double add(double[] out, double[] a, double[] b, int @Nullable [] rows, int count) {
    double check = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      out[i] = a[i] + b[i];
      check += 0 * out[i];
    }
    return check;
  }

  static double subtract(double[] out, double[] a, double[] b, int @Nullable [] rows, int count) {
    double check = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      out[i] = a[i] - b[i];
      check += 0 * out[i];
    }
    return check;
  }

  static double multiply(double[] out, double[] a, double[] b, int @Nullable [] rows, int count) {
    double check = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      out[i] = a[i] * b[i];
      check += 0 * out[i];
    }
    return check;
  }

  /// Division by zero shows as a result that is not finite.
  static double divide(double[] out, double[] a, double[] b, int @Nullable [] rows, int count) {
    double check = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      out[i] = a[i] / b[i];
      check += 0 * out[i];
    }
    return check;
  }

  /// Whether all values are the same as doubles.
  static boolean exactAsDoubles(long[] a, long[] b, int @Nullable [] rows, int count) {
    long bits = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      bits |= (a[i] ^ a[i] >> 63) | (b[i] ^ b[i] >> 63);
    }
    return bits >>> 53 == 0;
  }

  static void toDoubles(double[] out, long[] values, int @Nullable [] rows, int count) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      out[i] = values[i];
    }
  }

  /// Start of the unit of fixed length that each time lies in.
  static void truncate(long[] out, long[] nanos, long unit, int @Nullable [] rows, int count) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      out[i] = Math.floorDiv(nanos[i], unit) * unit;
    }
  }
}
