// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.statement;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;
import org.redexdb.jdbc.resultset.ResultOwner;
import org.redexdb.meshdb.api.PreparedSql;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.storage.api.RedexException;

/// One execution of a statement, from the call until its rows are closed. A time limit counts over all of that, because
/// rows are computed while they are read.
///
/// Threading: started and read by one thread; [#cancel] from any. The monitor guards what may be cancelled: this execution
/// while it runs, its rows afterwards, never what the statement does next.
final class Run implements ResultOwner {
  private final RedexStatement statement;
  private final StatementHost host;
  private final int timeoutSeconds;
  private @Nullable PreparedSql executing;
  private boolean stopped;
  private boolean timedOut;
  private @Nullable RowCursor cursor;
  private Alarm.@Nullable Pending limit;

  Run(RedexStatement statement, StatementHost host, int timeoutSeconds) {
    this.statement = statement;
    this.host = host;
    this.timeoutSeconds = timeoutSeconds;
  }

  SqlResult start(PreparedSql prepared, List<? extends @Nullable Object> parameters) throws SQLException {
    arm();
    boolean rows = false;
    try {
      SqlResult outcome = host.inSession(_ -> execute(prepared, parameters));
      rows = outcome instanceof SqlResult.Rows;
      return outcome;
    } catch (RedexException e) {
      throw failure(e);
    } finally {
      if (!rows) disarm();
    }
  }

  private SqlResult execute(PreparedSql prepared, List<? extends @Nullable Object> parameters) {
    synchronized (this) {
      if (stopped) throw new SqlException.Cancelled("cancelled before it began");
      executing = prepared;
    }
    try {
      SqlResult outcome = prepared.execute(parameters);
      if (outcome instanceof SqlResult.Rows(RowCursor opened)) take(opened);
      return outcome;
    } finally {
      synchronized (this) {
        executing = null;
      }
    }
  }

  private synchronized void take(RowCursor opened) {
    cursor = opened;
    statement.rows().add(opened);
    // Cancelled in the moment between: the rows are refused like those of a cancel one row later.
    if (stopped) opened.cancel();
  }

  synchronized void cancel() {
    stopped = true;
    if (cursor != null) cursor.cancel();
    else if (executing != null) executing.cancel();
  }

  private synchronized void arm() {
    if (timeoutSeconds > 0) limit = host.alarm().after(Duration.ofSeconds(timeoutSeconds), this::onTimeLimit);
  }

  private synchronized void onTimeLimit() {
    if (limit == null) return;
    timedOut = true;
    cancel();
  }

  private synchronized void disarm() {
    if (limit != null) limit.cancel();
    limit = null;
  }

  @Override
  public Statement statement() { return statement; }

  @Override
  public synchronized SQLException failure(RedexException error) {
    if (!timedOut || !error.sqlState().equals(SqlState.CANCELLED.code())) return SqlErrors.of(error);
    return new SQLTimeoutException("stopped after the time limit of " + timeoutSeconds + " s", error.sqlState(), error);
  }

  @Override
  public void closed() {
    disarm();
    synchronized (this) {
      if (cursor != null) statement.rows().remove(cursor);
      cursor = null;
    }
    statement.resultClosed();
  }
}
