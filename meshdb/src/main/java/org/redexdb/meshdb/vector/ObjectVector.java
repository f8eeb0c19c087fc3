// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.vector;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;

/// Boxed values: DECIMAL, INTERVAL, UUID, and batches in which the types of a payload field differ (kind ANY). The slow
/// path that every expression has.
public final class ObjectVector extends Vector {
  private final SqlType.Kind kind;
  /// Boxed as [SqlType.Kind] says; a null element is NULL and has its bit in [#nulls] too.
  public final @Nullable Object[] values = new @Nullable Object[Batch.ROWS];

  public ObjectVector(SqlType.Kind kind) {
    this.kind = kind;
  }

  @Override
  public SqlType.Kind kind() { return kind; }

  @Override
  public @Nullable Object boxed(int row) { return isNull(row) ? null : values[row]; }

  /// Sets a value and its null bit.
  public void set(int row, @Nullable Object value) {
    values[row] = value;
    if (value == null) setNull(row);
  }
}
