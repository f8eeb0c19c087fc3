// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;

/// Some rows after some others. Asks for no batch that it does not need.
final class LimitOperator implements Operator {
  private final Operator input;
  private long toSkip;
  private long left;

  /// @param limit rows to give, -1 for all
  LimitOperator(Operator input, long limit, long offset) {
    this.input = input;
    this.toSkip = offset;
    this.left = limit < 0 ? Long.MAX_VALUE : limit;
  }

  @Override
  public @Nullable Batch next() {
    while (left > 0) {
      Batch batch = input.next();
      if (batch == null) return null;
      int rows = batch.rows();
      if (toSkip >= rows) {
        toSkip -= rows;
        continue;
      }
      int from = (int) toSkip;
      toSkip = 0;
      int count = (int) Math.min(left, rows - from);
      left -= count;
      if (count < rows) cut(batch, from, count);
      return batch;
    }
    return null;
  }

  private static void cut(Batch batch, int from, int count) {
    if (batch.selected < 0 && from == 0) {
      batch.size = count;
      return;
    }
    for (int k = 0; k < count; k++) batch.selection[k] = batch.row(from + k);
    batch.selected = count;
  }

  @Override
  public void close() { input.close(); }
}
