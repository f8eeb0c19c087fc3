// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// Numbers the different combinations of values of some columns, from 0 in the order of first appearance: the groups of
/// GROUP BY, the rows of DISTINCT, the keys of a join. A combination is the pair of the numbers of its first columns and of
/// its last.
///
/// Confined to one thread.
final class RowIds {
  private final ValueIds[] columns;
  private final LongIds[] pairs;
  private final int[] next = new int[Batch.ROWS];
  private boolean anyRow;

  RowIds(int columnCount, MemoryBudget.Account account) {
    columns = new ValueIds[columnCount];
    for (int c = 0; c < columnCount; c++) columns[c] = new ValueIds(account);
    pairs = new LongIds[Math.max(0, columnCount - 1)];
    for (int p = 0; p < pairs.length; p++) pairs[p] = new LongIds(account);
  }

  /// How many different combinations there are.
  int size() {
    if (columns.length == 0) return anyRow ? 1 : 0;
    return columns.length == 1 ? columns[0].size() : pairs[pairs.length - 1].size();
  }

  /// Writes the number of each row's combination to `out[row]`; new ones get one.
  void assign(Vector[] keys, int @Nullable [] rows, int count, int[] out) {
    if (columns.length == 0) {
      for (int k = 0; k < count; k++) out[rows == null ? k : rows[k]] = 0;
      anyRow |= count > 0;
      return;
    }
    columns[0].assign(keys[0], rows, count, out);
    for (int c = 1; c < columns.length; c++) {
      columns[c].assign(keys[c], rows, count, next);
      LongIds ids = pairs[c - 1];
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        out[i] = ids.assign((long) out[i] << 32 | next[i], ids.size());
      }
    }
  }

  /// Writes the number of each row's combination to `out[row]`, -1 where it was never assigned one.
  void find(Vector[] keys, int @Nullable [] rows, int count, int[] out) {
    if (columns.length == 0) {
      for (int k = 0; k < count; k++) out[rows == null ? k : rows[k]] = anyRow ? 0 : -1;
      return;
    }
    columns[0].find(keys[0], rows, count, out);
    for (int c = 1; c < columns.length; c++) {
      columns[c].find(keys[c], rows, count, next);
      LongIds ids = pairs[c - 1];
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        out[i] = (out[i] | next[i]) < 0 ? -1 : ids.find((long) out[i] << 32 | next[i]);
      }
    }
  }
}
