// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

/// Stable sort of row numbers: by prefix, and by the keys themselves where prefixes are equal. Bottom-up merge sort over
/// parallel arrays; runs that are in order already are not merged.
final class MergeSort {
  private static final int RUN = 16;

  private final StoredRows keys;
  private final SortOrder order;
  private final Cancellation cancellation;
  private final long[] resultPrefixes;
  private final int[] result;
  private final long[] otherPrefixes;
  private final int[] other;

  MergeSort(StoredRows keys, SortOrder order, Cancellation cancellation, long[] prefixes, int[] numbers) {
    this.keys = keys;
    this.order = order;
    this.cancellation = cancellation;
    this.resultPrefixes = prefixes;
    this.result = numbers;
    this.otherPrefixes = new long[prefixes.length];
    this.other = new int[numbers.length];
  }

  /// Sorts the arrays given to the constructor.
  void sort() {
    int count = result.length;
    for (int from = 0; from < count; from += RUN) insertion(from, Math.min(count, from + RUN));
    long[] fromPrefixes = resultPrefixes;
    int[] from = result;
    long[] toPrefixes = otherPrefixes;
    int[] to = other;
    boolean inOther = false;
    for (long width = RUN; width < count; width *= 2) {
      for (long low = 0; low < count; low += 2 * width) {
        // A wide merge takes long; narrow ones are too many to check each.
        if ((low & 0xFFFF) == 0) cancellation.check();
        merge(fromPrefixes, from, toPrefixes, to, (int) low, (int) Math.min(count, low + width),
            (int) Math.min(count, low + 2 * width));
      }
      long[] swappedPrefixes = fromPrefixes;
      fromPrefixes = toPrefixes;
      toPrefixes = swappedPrefixes;
      int[] swapped = from;
      from = to;
      to = swapped;
      inOther = !inOther;
    }
    if (inOther) System.arraycopy(from, 0, result, 0, count);
  }

  private void insertion(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long prefix = resultPrefixes[i];
      int number = result[i];
      int at = i;
      while (at > from && compare(resultPrefixes[at - 1], result[at - 1], prefix, number) > 0) {
        resultPrefixes[at] = resultPrefixes[at - 1];
        result[at] = result[at - 1];
        at--;
      }
      resultPrefixes[at] = prefix;
      result[at] = number;
    }
  }

  private void merge(long[] fromPrefixes, int[] from, long[] toPrefixes, int[] to, int low, int middle, int high) {
    if (middle >= high
        || compare(fromPrefixes[middle - 1], from[middle - 1], fromPrefixes[middle], from[middle]) <= 0) {
      System.arraycopy(fromPrefixes, low, toPrefixes, low, high - low);
      System.arraycopy(from, low, to, low, high - low);
      return;
    }
    int left = low;
    int right = middle;
    for (int at = low; at < high; at++) {
      boolean takeLeft = right >= high
          || left < middle && compare(fromPrefixes[left], from[left], fromPrefixes[right], from[right]) <= 0;
      int source = takeLeft ? left++ : right++;
      toPrefixes[at] = fromPrefixes[source];
      to[at] = from[source];
    }
  }

  private int compare(long leftPrefix, int left, long rightPrefix, int right) {
    return leftPrefix != rightPrefix ? Long.compare(leftPrefix, rightPrefix) : order.compare(keys, left, right);
  }
}
