// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.vector;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;

/// DOUBLE.
public final class DoubleVector extends Vector {
  public final double[] values;

  public DoubleVector() { this(new double[Batch.ROWS]); }

  /// @param values taken over, not copied
  public DoubleVector(double[] values) {
    this.values = values;
  }

  @Override
  public SqlType.Kind kind() { return SqlType.Kind.DOUBLE; }

  @Override
  public @Nullable Object boxed(int row) { return isNull(row) ? null : values[row]; }
}
