// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.vector;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;

/// One column of a [Batch]: at most [Batch#ROWS] values in arrays that start at index 0. The class is decided by the
/// values that are there, batch by batch, not by the static type of the column: a payload field that is a whole number in
/// one batch and text in the next gives a [LongVector] and then a [TextVector].
///
/// Kernels switch on the class once per batch and then loop over the public arrays. Owned by whoever made the batch and
/// overwritten by its next call. Confined to one thread.
public abstract sealed class Vector permits LongVector, DoubleVector, BoolVector, TextVector, ObjectVector {
  /// Bit `i & 63` of word `i >> 6` is set when row `i` is NULL; null when no row is. The value at a NULL row is undefined
  /// but readable.
  public long @Nullable [] nulls;

  Vector() {}

  /// Family of the values; [SqlType.Kind#ANY] in an [ObjectVector] of mixed ones.
  public abstract SqlType.Kind kind();

  /// Boxed as [SqlType.Kind] says, or null. For results, tests and slow paths only.
  public abstract @Nullable Object boxed(int row);

  public final boolean isNull(int row) {
    long[] words = nulls;
    return words != null && (words[row >> 6] >>> row & 1) != 0;
  }

  /// Marks a row NULL, allocating the words on first use.
  public final void setNull(int row) {
    long[] words = nulls;
    if (words == null) nulls = words = new long[Batch.ROWS >> 6];
    words[row >> 6] |= 1L << row;
  }
}
