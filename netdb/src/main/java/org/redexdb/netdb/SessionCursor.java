// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlSession;

/// A cursor that closes the session made for it.
///
/// @param session owned
/// @param cursor  its one result
record SessionCursor(SqlSession session, RowCursor cursor) implements RowCursor {
  @Override
  public List<Column> columns() { return cursor.columns(); }

  @Override
  public boolean next() { return cursor.next(); }

  @Override
  public boolean isNull(int column) { return cursor.isNull(column); }

  @Override
  public @Nullable Object value(int column) { return cursor.value(column); }

  @Override
  public long longValue(int column) { return cursor.longValue(column); }

  @Override
  public double doubleValue(int column) { return cursor.doubleValue(column); }

  @Override
  public void cancel() { cursor.cancel(); }

  @Override
  public void close() {
    try (session) {
      cursor.close();
    }
  }
}
