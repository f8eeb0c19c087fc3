// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.statement;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;
import org.redexdb.jdbc.error.Unwrapping;
import org.redexdb.jdbc.resultset.RedexResultSet;
import org.redexdb.jdbc.resultset.ResultOwner;
import org.redexdb.meshdb.api.PreparedSql;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.storage.api.RedexException;

/// A statement. Confined to one thread, except [#cancel] and [#close]. Statements of one connection may have their
/// results open at the same time; running the same one again closes its result.
public class RedexStatement implements SqlTextCalls, Unwrapping {
  /// One entry of a batch: runs it and gives its count.
  @FunctionalInterface
  interface BatchEntry {
    long run() throws SQLException;
  }

  private final StatementHost host;
  private final OpenRows rows = new OpenRows();
  private final List<BatchEntry> batch = new ArrayList<>();
  private long maxRows;
  private int maxFieldSize;
  private int timeoutSeconds;
  private int fetchSize;
  private boolean poolable;
  private volatile boolean closeOnCompletion;
  private volatile boolean closed;
  private volatile @Nullable Run run;
  private volatile @Nullable RedexResultSet result;
  private @Nullable RedexResultSet keys;
  private long updateCount = -1;

  public RedexStatement(StatementHost host) {
    this.host = host;
  }

  final StatementHost host() { return host; }

  /// What it holds of the engine.
  public final OpenRows rows() { return rows; }

  final void checkOpen() throws SQLException {
    if (closed) throw SqlErrors.of(SqlState.OBJECT_CLOSED, "the statement is closed");
  }

  @Override
  public boolean run(String sql, Expected expected, KeyRequest wanted) throws SQLException {
    checkOpen();
    PreparedSql prepared = prepareText(host, sql);
    if (prepared.parameterCount() > 0)
      throw SqlErrors.of(SqlState.MISSING_PARAMETER,
          "the statement has parameters (" + prepared.parameterCount() + "); use prepareStatement");
    return run(prepared, expected, wanted, List.of());
  }

  static PreparedSql prepareText(StatementHost host, String sql) throws SQLException {
    try {
      return host.inSession(session -> session.prepare(sql));
    } catch (RedexException e) {
      throw SqlErrors.of(e);
    }
  }

  final boolean run(PreparedSql prepared, Expected expected, KeyRequest wanted,
      List<? extends @Nullable Object> parameters) throws SQLException {
    checkOpen();
    // Before it runs: an INSERT given to executeQuery must not have happened when the error comes.
    if (expected == Expected.ROWS && !prepared.returnsRows())
      throw SqlErrors.of(SqlState.WRONG_KIND_OF_STATEMENT, "the statement gives no rows; use executeUpdate or execute");
    if (expected == Expected.COUNT && prepared.returnsRows())
      throw SqlErrors.of(SqlState.WRONG_KIND_OF_STATEMENT, "the statement gives rows; use executeQuery or execute");
    discardOutcome();
    var next = new Run(this, host, timeoutSeconds);
    run = next;
    var zone = host.zone();
    switch (next.start(prepared, parameters)) {
      case SqlResult.Rows(var cursor) -> {
        var opened = new RedexResultSet(cursor, next, zone, maxRows, fetchSize);
        result = opened;
        // Closed by another thread while it ran: nobody else will close these rows.
        if (closed) opened.close();
      }
      case SqlResult.Appended appended -> {
        updateCount = appended.count();
        keys = new RedexResultSet(wanted.of(appended), ResultOwner.NONE, zone, 0, 0);
      }
      case SqlResult.Done _ -> updateCount = 0;
    }
    return result != null;
  }

  private void discardOutcome() throws SQLException {
    RedexResultSet open = result;
    result = null;
    keys = null;
    updateCount = -1;
    if (open != null) open.close();
  }

  /// A result was closed by whomever; the one that is closed to make room for the next run is forgotten before.
  void resultClosed() {
    if (closeOnCompletion && result != null) closeQuietly();
  }

  private void closeQuietly() {
    closed = true;
    host.forget(this);
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    checkOpen();
    return result;
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    checkOpen();
    return updateCount;
  }

  @Override
  public int getUpdateCount() throws SQLException { return SqlTextCalls.narrow(getLargeUpdateCount()); }

  @Override
  public boolean getMoreResults() throws SQLException { return getMoreResults(CLOSE_CURRENT_RESULT); }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    checkOpen();
    switch (current) {
      case CLOSE_CURRENT_RESULT, CLOSE_ALL_RESULTS -> discardOutcome();
      case KEEP_CURRENT_RESULT -> {
        result = null;
        updateCount = -1;
      }
      default -> throw SqlErrors.of(SqlState.BAD_ARGUMENT, "no way to go to the next result: " + current);
    }
    return false;
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    checkOpen();
    RedexResultSet given = keys;
    return given != null ? given : new RedexResultSet(KeyRequest.NONE.nothing(), ResultOwner.NONE, host.zone(), 0, 0);
  }

  @Override
  public void addBatch(String sql) throws SQLException { addBatch(() -> executeLargeUpdate(sql)); }

  final void addBatch(BatchEntry entry) throws SQLException {
    checkOpen();
    batch.add(entry);
  }

  @Override
  public void clearBatch() throws SQLException {
    checkOpen();
    batch.clear();
  }

  /// Runs what was added in order and stops at the first failure; what ran before it stays.
  @Override
  public long[] executeLargeBatch() throws SQLException {
    checkOpen();
    List<BatchEntry> entries = List.copyOf(batch);
    batch.clear();
    long[] counts = new long[entries.size()];
    for (int i = 0; i < counts.length; i++) {
      try {
        counts[i] = entries.get(i).run();
      } catch (SQLException e) {
        throw new BatchUpdateException("entry " + (i + 1) + " of the batch: " + e.getMessage(), e.getSQLState(),
            e.getErrorCode(), Arrays.copyOf(counts, i), e);
      }
    }
    return counts;
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return Arrays.stream(executeLargeBatch()).mapToInt(Math::toIntExact).toArray();
  }

  /// Stops what the statement is doing; nothing happens when it does nothing. Any thread.
  @Override
  public void cancel() throws SQLException {
    checkOpen();
    Run running = run;
    if (running != null) running.cancel();
  }

  @Override
  public void close() throws SQLException {
    if (closed) return;
    closed = true;
    host.forget(this);
    Run running = run;
    if (running != null) running.cancel();
    RedexResultSet open = result;
    if (open != null) open.close();
  }

  @Override
  public boolean isClosed() { return closed; }

  @Override
  public void closeOnCompletion() throws SQLException {
    checkOpen();
    closeOnCompletion = true;
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    checkOpen();
    return closeOnCompletion;
  }

  @Override
  public Connection getConnection() throws SQLException {
    checkOpen();
    return host.connection();
  }

  private int notNegative(int value, String what) throws SQLException {
    checkOpen();
    if (value < 0) throw SqlErrors.of(SqlState.BAD_ARGUMENT, what + " " + value + " is negative");
    return value;
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    checkOpen();
    return maxRows;
  }

  @Override
  public void setLargeMaxRows(long rows) throws SQLException {
    checkOpen();
    if (rows < 0) throw SqlErrors.of(SqlState.BAD_ARGUMENT, "max rows " + rows + " is negative");
    maxRows = rows;
  }

  @Override
  public int getMaxRows() throws SQLException { return (int) Math.min(getLargeMaxRows(), Integer.MAX_VALUE); }

  @Override
  public void setMaxRows(int rows) throws SQLException { setLargeMaxRows(rows); }

  /// Kept and given back; values are never cut.
  @Override
  public int getMaxFieldSize() throws SQLException {
    checkOpen();
    return maxFieldSize;
  }

  @Override
  public void setMaxFieldSize(int bytes) throws SQLException { maxFieldSize = notNegative(bytes, "max field size"); }

  @Override
  public int getQueryTimeout() throws SQLException {
    checkOpen();
    return timeoutSeconds;
  }

  /// Limits the time from execution until the rows are closed, because rows are computed while they are read.
  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    timeoutSeconds = notNegative(seconds, "query timeout");
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return fetchSize;
  }

  /// A hint without effect: rows are never fetched ahead.
  @Override
  public void setFetchSize(int rows) throws SQLException { fetchSize = notNegative(rows, "fetch size"); }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    return ResultSet.FETCH_FORWARD;
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    if (direction != ResultSet.FETCH_FORWARD)
      throw SqlErrors.of(SqlState.BAD_ARGUMENT, "fetch direction can only be FETCH_FORWARD");
  }

  @Override
  public int getResultSetConcurrency() throws SQLException { return ResultSet.CONCUR_READ_ONLY; }

  @Override
  public int getResultSetType() throws SQLException { return ResultSet.TYPE_FORWARD_ONLY; }

  @Override
  public int getResultSetHoldability() throws SQLException { return ResultSet.HOLD_CURSORS_OVER_COMMIT; }

  /// Accepted without effect: there are no `{…}` escapes in RQL.
  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException { checkOpen(); }

  @Override
  public void setCursorName(String name) throws SQLException {
    throw SqlErrors.notSupported("results have no cursor names: rows cannot be changed in place");
  }

  @Override
  public boolean isPoolable() throws SQLException {
    checkOpen();
    return poolable;
  }

  @Override
  public void setPoolable(boolean poolable) throws SQLException {
    checkOpen();
    this.poolable = poolable;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException { checkOpen(); }
}
