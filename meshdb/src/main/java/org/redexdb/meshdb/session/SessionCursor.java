// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.exec.Cancellation;

/// Rows that their session knows of until they are closed or at their end.
final class SessionCursor implements RowCursor {
  private final Session session;
  private final RowCursor rows;
  private final Cancellation cancellation;

  SessionCursor(Session session, RowCursor rows, Cancellation cancellation) {
    this.session = session;
    this.rows = rows;
    this.cancellation = cancellation;
    session.opened(this);
  }

  @Override
  public boolean next() {
    boolean more = false;
    try {
      more = rows.next();
    } finally {
      if (!more) forget();
    }
    return more;
  }

  private void forget() {
    session.end(cancellation);
    session.closed(this);
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
  public void cancel() {
    cancellation.cancel("cancelled by the user");
    rows.cancel();
  }

  @Override
  public void close() {
    rows.close();
    forget();
  }
}
