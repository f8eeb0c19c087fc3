// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.eval.Selector;
import org.redexdb.meshdb.vector.Batch;

/// Rows that meet a condition, as a selection on the input's batch.
final class FilterOperator implements Operator {
  private final Operator input;
  private final Selector condition;
  private final Cancellation cancellation;

  FilterOperator(Operator input, Selector condition, Cancellation cancellation) {
    this.input = input;
    this.condition = condition;
    this.cancellation = cancellation;
  }

  @Override
  public @Nullable Batch next() {
    Batch batch;
    while ((batch = input.next()) != null) {
      cancellation.check();
      int found = condition.select(batch, batch.selected < 0 ? null : batch.selection, batch.rows(), batch.selection);
      if (found == 0) continue;
      // All rows of a batch without selection: spare those who come after the detour.
      batch.selected = found == batch.size ? -1 : found;
      return batch;
    }
    return null;
  }

  @Override
  public void close() { input.close(); }
}
