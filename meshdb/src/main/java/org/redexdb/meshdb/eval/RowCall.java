// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// A function applied row by row to boxed values: the path that works for every operation and every class of vector, and
/// the one that fast kernels are tested against.
final class RowCall implements Evaluator {
  /// One row of it.
  @FunctionalInterface
  interface RowFunction {
    @Nullable
    Object apply(@Nullable Object[] arguments);
  }

  private final RowFunction function;
  private final boolean takesNulls;
  private final List<Evaluator> arguments;
  private final SqlType type;
  private final Vector[] vectors;
  private final @Nullable Object[] row;
  private final VectorBuilder builder = new VectorBuilder();

  /// @param takesNulls whether the function sees NULLs; otherwise one of them makes the result NULL
  RowCall(RowFunction function, boolean takesNulls, List<Evaluator> arguments, SqlType type) {
    this.function = function;
    this.takesNulls = takesNulls;
    this.arguments = List.copyOf(arguments);
    this.type = type;
    this.vectors = new Vector[arguments.size()];
    this.row = new @Nullable Object[arguments.size()];
  }

  @Override
  public Vector eval(Batch batch, int @Nullable [] rows, int count) {
    for (int a = 0; a < vectors.length; a++) vectors[a] = arguments.get(a).eval(batch, rows, count);
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      boolean missing = false;
      for (int a = 0; a < vectors.length; a++) {
        row[a] = vectors[a].boxed(i);
        missing |= row[a] == null;
      }
      builder.set(i, missing && !takesNulls ? null : function.apply(row));
    }
    return builder.finish(rows, count, type);
  }
}
