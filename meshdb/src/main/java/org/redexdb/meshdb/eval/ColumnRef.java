// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// A column of the input, as it is.
record ColumnRef(int column) implements Evaluator {
  @Override
  public Vector eval(Batch batch, int @Nullable [] rows, int count) { return batch.columns[column]; }
}
