// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.LongVector;

/// `count(*)` known from seqs: one row, nothing read.
final class CountOperator implements Operator {
  private final long count;
  private final int columns;
  private boolean given;

  /// @param columns how often the count was asked for
  CountOperator(long count, int columns) {
    this.count = count;
    this.columns = columns;
  }

  @Override
  public @Nullable Batch next() {
    if (given) return null;
    given = true;
    var batch = new Batch(columns);
    var vector = new LongVector(SqlType.Kind.BIGINT);
    vector.values[0] = count;
    for (int c = 0; c < columns; c++) batch.columns[c] = vector;
    batch.size = 1;
    return batch;
  }

  @Override
  public void close() {}
}
