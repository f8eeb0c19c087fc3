// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.eval.LocatedExpressions;
import org.redexdb.meshdb.eval.VectorBuilder;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.value.Casts;
import org.redexdb.meshdb.vector.Batch;

/// Constant rows.
final class ValuesOperator implements Operator {
  private final List<List<Rex>> rows;
  private final List<SqlType> types;
  private final LocatedExpressions expressions;
  private final Cancellation cancellation;
  private final VectorBuilder[] builders;
  private final Batch out;
  private int nextRow;

  ValuesOperator(List<List<Rex>> rows, List<SqlType> types, LocatedExpressions expressions, Cancellation cancellation) {
    this.rows = rows;
    this.types = types;
    this.expressions = expressions;
    this.cancellation = cancellation;
    this.builders = new VectorBuilder[types.size()];
    for (int c = 0; c < builders.length; c++) builders[c] = new VectorBuilder();
    this.out = new Batch(builders.length);
  }

  @Override
  public @Nullable Batch next() {
    int count = Math.min(Batch.ROWS, rows.size() - nextRow);
    if (count == 0) return null;
    cancellation.check();
    for (int c = 0; c < builders.length; c++) {
      for (int i = 0; i < count; i++)
        builders[c].set(i, Casts.widen(expressions.value(rows.get(nextRow + i).get(c)), types.get(c)));
      out.columns[c] = builders[c].finish(null, count, types.get(c));
    }
    nextRow += count;
    out.size = count;
    out.selected = -1;
    return out;
  }

  @Override
  public void close() {}
}
