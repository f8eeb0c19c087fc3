// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.Arrays;

/// Stable sort of parallel arrays by signed long: insertion for few, merges for some, by bytes for many.
///
/// Confined to one thread.
final class PairSort {
  private static final int INSERTION_MAX = 24;
  private static final int MERGE_MAX = 1 << 12;
  private static final int DIGITS = 256;
  /// Rows moved between two looks at whether the statement was cancelled: a few milliseconds.
  private static final int CHECK_ROWS = 1 << 17;

  private final Cancellation cancellation;
  private final long[] keys;
  private final int[] rows;
  private final long[] otherKeys;
  private final int[] otherRows;
  private final int[][] counts = new int[Long.BYTES][DIGITS];

  /// @param keys sorted by
  /// @param rows moved along
  PairSort(long[] keys, int[] rows, Cancellation cancellation) {
    this.cancellation = cancellation;
    this.keys = keys;
    this.rows = rows;
    this.otherKeys = new long[keys.length];
    this.otherRows = new int[rows.length];
  }

  /// Sorts `[from, to)`.
  void sort(int from, int to) {
    if (to - from <= INSERTION_MAX) insertion(from, to);
    else if (to - from <= MERGE_MAX) merge(from, to);
    else
      radix(from, to);
  }

  private void insertion(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long key = keys[i];
      int row = rows[i];
      int at = i;
      while (at > from && keys[at - 1] > key) {
        keys[at] = keys[at - 1];
        rows[at] = rows[at - 1];
        at--;
      }
      keys[at] = key;
      rows[at] = row;
    }
  }

  private void merge(int from, int to) {
    if (to - from <= INSERTION_MAX) {
      insertion(from, to);
      return;
    }
    int middle = from + to >>> 1;
    merge(from, middle);
    merge(middle, to);
    if (keys[middle - 1] <= keys[middle]) return;
    System.arraycopy(keys, from, otherKeys, from, middle - from);
    System.arraycopy(rows, from, otherRows, from, middle - from);
    int left = from;
    int right = middle;
    for (int at = from; left < middle; at++) {
      if (right == to || otherKeys[left] <= keys[right]) {
        keys[at] = otherKeys[left];
        rows[at] = otherRows[left++];
      } else {
        keys[at] = keys[right];
        rows[at] = rows[right++];
      }
    }
  }

  /// Least byte first. Bytes that all keys share cost nothing but the counting.
  private void radix(int from, int to) {
    for (int[] digit : counts) Arrays.fill(digit, 0);
    for (int at = from; at < to; at += CHECK_ROWS) {
      cancellation.check();
      count(at, Math.min(to, at + CHECK_ROWS));
    }
    boolean inOther = false;
    for (int d = 0; d < Long.BYTES; d++) {
      int[] starts = counts[d];
      if (!positions(starts, from, to)) continue;
      for (int at = from; at < to; at += CHECK_ROWS) {
        cancellation.check();
        int end = Math.min(to, at + CHECK_ROWS);
        if (inOther) scatter(otherKeys, otherRows, keys, rows, at, end, d, starts);
        else
          scatter(keys, rows, otherKeys, otherRows, at, end, d, starts);
      }
      inOther = !inOther;
    }
    if (!inOther) return;
    System.arraycopy(otherKeys, from, keys, from, to - from);
    System.arraycopy(otherRows, from, rows, from, to - from);
  }

  private void count(int from, int to) {
    for (int i = from; i < to; i++) {
      long key = keys[i] ^ Long.MIN_VALUE;
      for (int d = 0; d < Long.BYTES; d++) counts[d][(int) (key >>> 8 * d) & 0xFF]++;
    }
  }

  /// Turns counts into first positions; false when all keys have the same digit.
  private static boolean positions(int[] counts, int from, int to) {
    int at = from;
    for (int digit = 0; digit < DIGITS; digit++) {
      int count = counts[digit];
      if (count == to - from) return false;
      counts[digit] = at;
      at += count;
    }
    return true;
  }

  private static void scatter(long[] fromKeys, int[] fromRows, long[] toKeys, int[] toRows, int from, int to, int digit,
      int[] positions) {
    int shift = 8 * digit;
    for (int i = from; i < to; i++) {
      long key = fromKeys[i];
      int at = positions[(int) ((key ^ Long.MIN_VALUE) >>> shift) & 0xFF]++;
      toKeys[at] = key;
      toRows[at] = fromRows[i];
    }
  }
}
