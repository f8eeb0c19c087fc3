// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;

/// Each different row when it first comes, as a selection on the input's batch.
final class DistinctOperator implements Operator {
  private final Operator input;
  private final Cancellation cancellation;
  private final MemoryBudget.Account account;
  private final RowIds ids;
  private final int[] idOfRow = new int[Batch.ROWS];

  DistinctOperator(Operator input, int columnCount, Cancellation cancellation, MemoryBudget.Account account) {
    this.input = input;
    this.cancellation = cancellation;
    this.account = account;
    this.ids = new RowIds(columnCount, account);
  }

  @Override
  public @Nullable Batch next() {
    Batch batch;
    while ((batch = input.next()) != null) {
      cancellation.check();
      int known = ids.size();
      int[] rows = batch.selected < 0 ? null : batch.selection;
      int count = batch.rows();
      ids.assign(batch.columns, rows, count, idOfRow);
      int fresh = 0;
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        // Ids grow by one with each new row, so the first with the next id is the one that got it.
        if (idOfRow[i] == known + fresh) batch.selection[fresh++] = i;
      }
      if (fresh == 0) continue;
      batch.selected = fresh == batch.size ? -1 : fresh;
      return batch;
    }
    return null;
  }

  @Override
  public void close() {
    account.close();
    input.close();
  }
}
