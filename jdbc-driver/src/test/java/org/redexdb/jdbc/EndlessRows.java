// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;

/// Rows without end, until cancelled.
final class EndlessRows implements RowCursor {
  static final List<Column> COLUMNS = List.of(FakeStore.column("n", SqlType.BIGINT));

  final AtomicBoolean cancelled = new AtomicBoolean();
  final AtomicBoolean closed = new AtomicBoolean();
  private long row;

  @Override
  public List<Column> columns() { return COLUMNS; }

  @Override
  public boolean next() {
    if (cancelled.get()) throw new SqlException.Cancelled("cancelled");
    row++;
    return true;
  }

  @Override
  public boolean isNull(int column) { return false; }

  @Override
  public @Nullable Object value(int column) { return row; }

  @Override
  public long longValue(int column) { return row; }

  @Override
  public double doubleValue(int column) { return row; }

  @Override
  public void cancel() { cancelled.set(true); }

  @Override
  public void close() { closed.set(true); }
}
