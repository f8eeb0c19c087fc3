// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.TextVector;

/// Loops that compare. They write no condition into the loop over numbers: a compare compiled as a branch follows the
/// selectivity it was warmed up with, a sign bit does not.
final class CompareKernels {
  private CompareKernels() {}

  /// 1 when `a < b`, else 0, for all longs.
  static int less(long a, long b) { return (int) ((a & ~b | ~(a ^ b) & (a - b)) >>> 63); }

  /// 1 when equal, else 0.
  static int equal(long a, long b) {
    long difference = a ^ b;
    return (int) ((difference | -difference) >>> 63) ^ 1;
  }

  /// Longs in the order of the doubles: −0 as 0, NaN above all.
  static long ordered(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ bits >> 63 & Long.MAX_VALUE;
  }

  static void flags(byte[] out, long[] values, int @Nullable [] rows, int count, CompareForm form, long bound) {
    int flip = form.flip();
    switch (form.loop()) {
      case LESS -> {
        if (rows == null) for (int i = 0; i < count; i++) out[i] = (byte) (less(values[i], bound) ^ flip);
        else
          for (int k = 0; k < count; k++) out[rows[k]] = (byte) (less(values[rows[k]], bound) ^ flip);
      }
      case GREATER -> {
        if (rows == null) for (int i = 0; i < count; i++) out[i] = (byte) (less(bound, values[i]) ^ flip);
        else
          for (int k = 0; k < count; k++) out[rows[k]] = (byte) (less(bound, values[rows[k]]) ^ flip);
      }
      case EQUAL -> {
        if (rows == null) for (int i = 0; i < count; i++) out[i] = (byte) (equal(values[i], bound) ^ flip);
        else
          for (int k = 0; k < count; k++) out[rows[k]] = (byte) (equal(values[rows[k]], bound) ^ flip);
      }
    }
  }

  static void flags(byte[] out, double[] values, int @Nullable [] rows, int count, CompareForm form, double bound) {
    int flip = form.flip();
    long to = ordered(bound);
    switch (form.loop()) {
      case LESS -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = (byte) (less(ordered(values[i]), to) ^ flip);
        }
      }
      case GREATER -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = (byte) (less(to, ordered(values[i])) ^ flip);
        }
      }
      case EQUAL -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = (byte) (equal(ordered(values[i]), to) ^ flip);
        }
      }
    }
  }

  static void flags(byte[] out, long[] a, long[] b, int @Nullable [] rows, int count, CompareForm form) {
    int flip = form.flip();
    switch (form.loop()) {
      case LESS -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = (byte) (less(a[i], b[i]) ^ flip);
        }
      }
      case GREATER -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = (byte) (less(b[i], a[i]) ^ flip);
        }
      }
      case EQUAL -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = (byte) (equal(a[i], b[i]) ^ flip);
        }
      }
    }
  }

  static void flags(byte[] out, double[] a, double[] b, int @Nullable [] rows, int count, CompareForm form) {
    int flip = form.flip();
    switch (form.loop()) {
      case LESS -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = (byte) (less(ordered(a[i]), ordered(b[i])) ^ flip);
        }
      }
      case GREATER -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = (byte) (less(ordered(b[i]), ordered(a[i])) ^ flip);
        }
      }
      case EQUAL -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = (byte) (equal(ordered(a[i]), ordered(b[i])) ^ flip);
        }
      }
    }
  }

  static int select(int[] out, long[] values, int @Nullable [] rows, int count, CompareForm form, long bound) {
    int flip = form.flip();
    int found = 0;
    switch (form.loop()) {
      case LESS -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[found] = i;
          found += less(values[i], bound) ^ flip;
        }
      }
      case GREATER -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[found] = i;
          found += less(bound, values[i]) ^ flip;
        }
      }
      case EQUAL -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[found] = i;
          found += equal(values[i], bound) ^ flip;
        }
      }
    }
    return found;
  }

  static int select(int[] out, double[] values, int @Nullable [] rows, int count, CompareForm form, double bound) {
    int flip = form.flip();
    long to = ordered(bound);
    int found = 0;
    switch (form.loop()) {
      case LESS -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[found] = i;
          found += less(ordered(values[i]), to) ^ flip;
        }
      }
      case GREATER -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[found] = i;
          found += less(to, ordered(values[i])) ^ flip;
        }
      }
      case EQUAL -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[found] = i;
          found += equal(ordered(values[i]), to) ^ flip;
        }
      }
    }
    return found;
  }

  /// Rows whose flag is 1.
  static int select(int[] out, byte[] flags, int @Nullable [] rows, int count) {
    int found = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      out[found] = i;
      found += flags[i];
    }
    return found;
  }

  /// Drops the rows that are NULL from a selection.
  static int dropNulls(int[] selection, int count, long @Nullable [] nulls) {
    if (nulls == null) return count;
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int i = selection[k];
      selection[kept] = i;
      kept += (int) (~nulls[i >> 6] >>> i & 1);
    }
    return kept;
  }

  static void flags(byte[] out, TextVector values, int @Nullable [] rows, int count, CompareForm form, byte[] bound) {
    int flip = form.flip();
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      out[i] = values.isNull(i) ? 0 : (byte) (holds(values, i, form.loop(), bound, 0, bound.length) ^ flip);
    }
  }

  static void flags(byte[] out, TextVector a, TextVector b, int @Nullable [] rows, int count, CompareForm form) {
    int flip = form.flip();
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      out[i] = a.isNull(i) || b.isNull(i)
          ? 0
          : (byte) (holds(a, i, form.loop(), b.bytes[i], b.offset[i], b.length[i]) ^ flip);
    }
  }

  private static int holds(TextVector values, int i, CompareForm.Loop loop, byte[] other, int at, int length) {
    byte[] bytes = values.bytes[i];
    int from = values.offset[i];
    int size = values.length[i];
    boolean answer = switch (loop) {
      case EQUAL -> size == length && Arrays.equals(bytes, from, from + size, other, at, at + length);
      case LESS -> Arrays.compareUnsigned(bytes, from, from + size, other, at, at + length) < 0;
      case GREATER -> Arrays.compareUnsigned(bytes, from, from + size, other, at, at + length) > 0;
    };
    return answer ? 1 : 0;
  }
}
