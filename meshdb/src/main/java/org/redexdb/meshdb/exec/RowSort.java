// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.Arrays;

/// Stable sort of stored rows by several keys, one after the other: rows are sorted by a long that stands for the first
/// key, then every run of equal ones by what the key has beyond it (the next bytes of a text), then by the next key.
///
/// Confined to one thread.
final class RowSort {
  /// Texts that are equal for longer are compared whole; the stack would not bear more.
  private static final int DEPTH_MAX = 64;
  /// Comparisons, or rows looked at, between two looks at whether the statement was cancelled.
  private static final int CHECK_MASK = (1 << 14) - 1;

  private final StoredRows keys;
  private final SortOrder order;
  private final Cancellation cancellation;
  private final int[] rows;
  private final long[] numbers;
  private final PairSort pairs;
  private int compared;

  /// @param rows row numbers in their order of arrival, all of them
  RowSort(StoredRows keys, SortOrder order, Cancellation cancellation, int[] rows) {
    this.keys = keys;
    this.order = order;
    this.cancellation = cancellation;
    this.rows = rows;
    this.numbers = new long[rows.length];
    this.pairs = new PairSort(numbers, rows, cancellation);
  }

  /// Sorts the row numbers given to the constructor.
  void sort() { byKey(0, rows.length, 0); }

  private void byKey(int from, int to, int key) {
    if (to - from < 2 || key == order.keyCount()) return;
    cancellation.check();
    StoredColumn column = keys.column(key);
    int nulls = nullsApart(from, to, column, order.nullsFirst()[key]);
    int low = order.nullsFirst()[key] ? from + nulls : from;
    int high = order.nullsFirst()[key] ? to : to - nulls;
    if (low > from) byKey(from, low, key + 1);
    if (high < to) byKey(high, to, key + 1);
    if (column.hasNumbers()) byNumber(low, high, key, 0);
    else
      byValue(low, high, key);
  }

  /// Moves NULLs to one end, keeping the order of both parts.
  private int nullsApart(int from, int to, StoredColumn column, boolean first) {
    if (!column.hasNulls()) return 0;
    var apart = new int[to - from];
    int nulls = 0;
    int kept = from;
    for (int i = from; i < to; i++) {
      if (column.isNull(rows[i])) apart[nulls++] = rows[i];
      else
        rows[kept++] = rows[i];
    }
    if (first) {
      System.arraycopy(rows, from, rows, from + nulls, kept - from);
      System.arraycopy(apart, 0, rows, from, nulls);
    } else
      System.arraycopy(apart, 0, rows, kept, nulls);
    return nulls;
  }

  /// @param depth which number of the key: texts have one for every seven bytes
  private void byNumber(int from, int to, int key, int depth) {
    if (to - from < 2) return;
    StoredColumn column = keys.column(key);
    long turned = order.descending()[key] ? -1L : 0;
    for (int i = from; i < to; i++) {
      if ((i & CHECK_MASK) == CHECK_MASK) cancellation.check();
      numbers[i] = column.number(rows[i], depth) ^ turned;
    }
    pairs.sort(from, to);
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if ((i & CHECK_MASK) == CHECK_MASK) cancellation.check();
      if (i < to && numbers[i] == numbers[start]) continue;
      if (i - start > 1) {
        if (!column.goesOn(numbers[start] ^ turned)) byKey(start, i, key + 1);
        else if (depth < DEPTH_MAX) byNumber(start, i, key, depth + 1);
        else
          byValue(start, i, key);
      }
      start = i;
    }
  }

  /// Sort by whole values, for boxed ones and for very long texts.
  private void byValue(int from, int to, int key) {
    if (to - from < 2) return;
    var boxed = new Integer[to - from];
    for (int i = from; i < to; i++) boxed[i - from] = rows[i];
    StoredColumn column = keys.column(key);
    boolean descending = order.descending()[key];
    Arrays.sort(boxed, (a, b) -> {
      if ((++compared & CHECK_MASK) == 0) cancellation.check();
      return descending ? column.compare(b, a) : column.compare(a, b);
    });
    for (int i = from; i < to; i++) rows[i] = boxed[i - from];
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i < to && column.compare(rows[start], rows[i]) == 0) continue;
      byKey(start, i, key + 1);
      start = i;
    }
  }
}
