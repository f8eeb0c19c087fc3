// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// Rows kept beyond their batch, numbered from 0 in the order they came. Confined to one thread.
final class StoredRows {
  private final StoredColumn[] columns;
  private int size;

  StoredRows(int columnCount, MemoryBudget.Account account) {
    columns = new StoredColumn[columnCount];
    for (int c = 0; c < columnCount; c++) columns[c] = new StoredColumn(account);
  }

  int size() { return size; }

  StoredColumn column(int c) { return columns[c]; }

  /// Adds rows.
  ///
  /// @param rows as in [org.redexdb.meshdb.eval.Evaluator#eval]
  void append(Vector[] vectors, int @Nullable [] rows, int count) {
    if (count > Integer.MAX_VALUE - 8 - size)
      throw new IllegalStateException("more than 2^31 rows held by one operator");
    for (int c = 0; c < columns.length; c++) columns[c].append(vectors[c], rows, count);
    size += count;
  }

  /// Puts rows into a batch, at `firstColumn` and after.
  void gather(int[] rows, int from, int count, Batch into, int firstColumn) {
    for (int c = 0; c < columns.length; c++) into.columns[firstColumn + c] = columns[c].gather(rows, from, count);
  }
}
