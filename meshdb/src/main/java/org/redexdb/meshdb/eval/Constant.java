// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// A value that is the same for all rows. Kernels take it as a scalar; the vector is made only for those that cannot.
final class Constant implements Evaluator {
  final @Nullable Object value;
  private final SqlType type;
  private @Nullable Vector filled;

  Constant(@Nullable Object value, SqlType type) {
    this.value = value;
    this.type = type;
  }

  @Override
  public Vector eval(Batch batch, int @Nullable [] rows, int count) {
    Vector vector = filled;
    if (vector == null) {
      var builder = new VectorBuilder();
      for (int i = 0; i < Batch.ROWS; i++) builder.set(i, value);
      filled = vector = builder.finish(null, Batch.ROWS, type);
    }
    return vector;
  }
}
