// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// Null words of vectors.
final class Nulls {
  static final int WORDS = Batch.ROWS >> 6;

  private Nulls() {}

  /// Copies the nulls of one vector into scratch words.
  ///
  /// @return `words`, or null when there are no nulls
  static long @Nullable [] copy(Vector from, long[] words) {
    long[] nulls = from.nulls;
    if (nulls == null) return null;
    System.arraycopy(nulls, 0, words, 0, WORDS);
    return words;
  }

  /// Rows NULL in either.
  static long @Nullable [] union(Vector a, Vector b, long[] words) {
    long[] left = a.nulls;
    long[] right = b.nulls;
    if (left == null) return copy(b, words);
    if (right == null) return copy(a, words);
    for (int i = 0; i < WORDS; i++) words[i] = left[i] | right[i];
    return words;
  }

  /// All rows.
  static long[] all(long[] words) {
    Arrays.fill(words, -1L);
    return words;
  }

  static boolean isNull(long @Nullable [] words, int row) {
    return words != null && (words[row >> 6] >>> row & 1) != 0;
  }
}
