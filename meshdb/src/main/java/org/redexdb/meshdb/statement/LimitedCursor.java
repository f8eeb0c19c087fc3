// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;

/// Ends a query that gives more rows than the session allows.
final class LimitedCursor implements RowCursor {
  private final RowCursor rows;
  private final long most;
  private long given;

  LimitedCursor(RowCursor rows, long most) {
    this.rows = rows;
    this.most = most;
  }

  @Override
  public boolean next() {
    if (!rows.next()) return false;
    if (++given > most)
      throw new SqlException.Limit("54000", "the query gives more than " + most
          + " rows (query_max_rows); add a LIMIT or raise the option");
    return true;
  }

  @Override
  public List<Column> columns() { return rows.columns(); }

  @Override
  public boolean isNull(int column) { return rows.isNull(column); }

  @Override
  public @Nullable Object value(int column) { return rows.value(column); }

  @Override
  public long longValue(int column) { return rows.longValue(column); }

  @Override
  public double doubleValue(int column) { return rows.doubleValue(column); }

  @Override
  public void cancel() { rows.cancel(); }

  @Override
  public void close() { rows.close(); }
}
