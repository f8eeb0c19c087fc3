// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.vector;

import org.jspecify.annotations.Nullable;

/// Up to [#ROWS] rows as columns, with an optional selection. Owned by the operator that returns it and overwritten by
/// its next call: who keeps rows copies them. Confined to one thread.
public final class Batch {
  /// Rows of a full batch.
  public static final int ROWS = 2048;

  /// Rows in the vectors, selected or not, at most [#ROWS].
  public int size;
  public Vector[] columns;
  /// Ascending row numbers; the first [#selected] count.
  public final int[] selection = new int[ROWS];
  /// Rows selected, or -1 for all of them.
  public int selected = -1;
  /// Which events the rows come from, null when that is not known.
  public @Nullable RowOrigin origin;

  public Batch(int columnCount) {
    columns = new Vector[columnCount];
  }

  /// Rows that count.
  public int rows() { return selected < 0 ? size : selected; }

  /// Row number of the `k`-th row that counts.
  public int row(int k) { return selected < 0 ? k : selection[k]; }
}
