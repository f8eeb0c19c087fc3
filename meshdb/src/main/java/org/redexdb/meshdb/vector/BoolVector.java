// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.vector;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;

/// BOOLEAN; the result of conditions, NULL standing for UNKNOWN.
public final class BoolVector extends Vector {
  /// 1 for true, 0 for false.
  public final byte[] values;

  public BoolVector() { this(new byte[Batch.ROWS]); }

  /// @param values taken over, not copied
  public BoolVector(byte[] values) {
    this.values = values;
  }

  @Override
  public SqlType.Kind kind() { return SqlType.Kind.BOOLEAN; }

  @Override
  public @Nullable Object boxed(int row) { return isNull(row) ? null : values[row] != 0; }
}
