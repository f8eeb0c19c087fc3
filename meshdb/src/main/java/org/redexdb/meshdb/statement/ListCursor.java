// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;

/// Rows that are all there already: what SHOW, DESCRIBE and EXPLAIN give.
final class ListCursor implements RowCursor {
  private final List<Column> columns;
  private final List<List<@Nullable Object>> rows;
  private int row = -1;
  private volatile boolean cancelled;

  ListCursor(List<Column> columns, List<List<@Nullable Object>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  @Override
  public List<Column> columns() { return columns; }

  @Override
  public boolean next() {
    if (cancelled) throw new SqlException.Cancelled("cancelled by the user");
    if (row < rows.size()) row++;
    return row < rows.size();
  }

  @Override
  public boolean isNull(int column) { return value(column) == null; }

  @Override
  public @Nullable Object value(int column) { return rows.get(row).get(column); }

  @Override
  public long longValue(int column) {
    try {
      return number(column).longValueExact();
    } catch (ArithmeticException _) {
      throw new SqlException.Data("22003", "column " + columns.get(column).name() + " is no whole number in range");
    }
  }

  @Override
  public double doubleValue(int column) { return number(column).doubleValue(); }

  private BigDecimal number(int column) {
    var value = value(column);
    if (value == null) throw new SqlException.Data("22002", "column " + columns.get(column).name() + " is NULL");
    try {
      return new BigDecimal(value.toString());
    } catch (NumberFormatException _) {
      throw new SqlException.Data("22018", "column " + columns.get(column).name() + " is no number");
    }
  }

  @Override
  public void cancel() { cancelled = true; }

  @Override
  public void close() {}
}
