// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.resultset;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;

/// Rows that are all there already: answers of the metadata, generated keys. Values are boxed as the engine boxes them.
public final class MemoryRows implements RowCursor {
  private final List<Column> columns;
  private final List<? extends List<? extends @Nullable Object>> rows;
  private int row = -1;

  public MemoryRows(List<Column> columns, List<? extends List<? extends @Nullable Object>> rows) {
    for (var each : rows)
      if (each.size() != columns.size())
        throw new IllegalArgumentException("row of " + each.size() + " values under " + columns.size() + " columns");
    this.columns = List.copyOf(columns);
    this.rows = List.copyOf(rows);
  }

  @Override
  public List<Column> columns() { return columns; }

  @Override
  public boolean next() {
    if (row < rows.size()) row++;
    return row < rows.size();
  }

  @Override
  public boolean isNull(int column) { return value(column) == null; }

  @Override
  public @Nullable Object value(int column) { return rows.get(row).get(column); }

  @Override
  public long longValue(int column) {
    if (value(column) instanceof Long number) return number;
    throw new SqlException.Data("22018", "not a whole number");
  }

  @Override
  public double doubleValue(int column) {
    if (value(column) instanceof Number number) return number.doubleValue();
    throw new SqlException.Data("22018", "not a number");
  }

  @Override
  public void cancel() {}

  @Override
  public void close() {}
}
