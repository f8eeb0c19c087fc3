// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.eval.Evaluator;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.RowOrigin;
import org.redexdb.storage.api.Where;

/// Expressions over each row. Columns that are only passed on are not copied.
final class ProjectOperator implements Operator {
  private final Operator input;
  private final Evaluator[] expressions;
  private final Cancellation cancellation;
  private final Batch out;
  private final int[] sources;
  private @Nullable RowOrigin inputOrigin;
  private final RowOrigin origin = this::where;

  /// @param sources a column of the input that each expression reads, -1 where there is none
  ProjectOperator(Operator input, List<Evaluator> expressions, int[] sources, Cancellation cancellation) {
    this.input = input;
    this.expressions = expressions.toArray(Evaluator[]::new);
    this.cancellation = cancellation;
    this.out = new Batch(this.expressions.length);
    this.sources = sources;
  }

  @Override
  public @Nullable Batch next() {
    Batch batch = input.next();
    if (batch == null) return null;
    cancellation.check();
    for (int e = 0; e < expressions.length; e++) out.columns[e] = expressions[e].eval(batch);
    inputOrigin = batch.origin;
    out.origin = batch.origin == null ? null : origin;
    out.size = batch.size;
    out.selected = batch.selected;
    if (batch.selected > 0) System.arraycopy(batch.selection, 0, out.selection, 0, batch.selected);
    return out;
  }

  private Where where(int row, int column) {
    RowOrigin below = inputOrigin;
    return below == null ? Where.NOWHERE : below.where(row, column < 0 ? -1 : sources[column]);
  }

  @Override
  public void close() { input.close(); }
}
