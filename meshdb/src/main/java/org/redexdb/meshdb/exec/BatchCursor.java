// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.value.Casts;
import org.redexdb.meshdb.value.NumberOrder;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.Vector;

/// Rows of an operator one by one.
///
/// Confined to one thread, except [#cancel] and [#close]. Operators are closed by the thread that runs them: a close from
/// elsewhere while [#next] runs cancels it, and `next` then closes them on its way out.
public final class BatchCursor implements RowCursor {
  private final List<Column> columns;
  private final Operator root;
  private final Cancellation cancellation;
  private final long rowsMax;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean released = new AtomicBoolean();
  private volatile boolean closed;
  private @Nullable Batch batch;
  private int at;
  private int row;
  private long rows;

  /// @param root    closed with this cursor
  /// @param rowsMax rows to give before the statement fails with 54000, 0 for no limit
  public BatchCursor(List<Column> columns, Operator root, Cancellation cancellation, long rowsMax) {
    this.columns = List.copyOf(columns);
    this.root = root;
    this.cancellation = cancellation;
    this.rowsMax = rowsMax;
  }

  @Override
  public List<Column> columns() { return columns; }

  @Override
  public boolean next() {
    if (closed) throw new SqlException.Cancelled("the result is closed");
    Batch current = batch;
    if (current != null && ++at < current.rows()) {
      row = current.row(at);
      count();
      return true;
    }
    return nextBatch();
  }

  private boolean nextBatch() {
    if (released.get()) return false;
    // Set before `closed` is read, as close() sets `closed` before it reads this: one of the two sees the other.
    running.set(true);
    boolean more = false;
    try {
      if (closed) throw new SqlException.Cancelled("the result is closed");
      cancellation.check();
      Batch current = root.next();
      batch = current;
      at = 0;
      if (current != null) {
        row = current.row(0);
        count();
        more = true;
      }
    } finally {
      // At the end and after an error nothing more will come: give back what is held, also when nobody closes.
      if (!more) batch = null;
      running.set(false);
      if (!more || closed) release();
    }
    return more;
  }

  private void count() {
    if (rowsMax > 0 && ++rows > rowsMax) {
      batch = null;
      if (!running.get()) release();
      throw new SqlException.Limit("54000",
          "more than " + rowsMax + " rows (query_max_rows); add a LIMIT or raise the option");
    }
  }

  @Override
  public boolean isNull(int column) { return vector(column).isNull(row); }

  @Override
  public @Nullable Object value(int column) { return vector(column).boxed(row); }

  @Override
  public long longValue(int column) {
    Vector vector = vector(column);
    if (vector instanceof LongVector longs && longs.kind().numeric() && !longs.isNull(row)) return longs.values[row];
    Object value = vector.boxed(row);
    if (value == null) throw Casts.nullNotAllowed("a value read as a number");
    if (value instanceof Double || value instanceof BigDecimal) return whole(value);
    return (Long) Casts.cast(value, SqlType.BIGINT, ZoneOffset.UTC);
  }

  private static long whole(Object value) {
    Object key = NumberOrder.canonical(value);
    if (key instanceof Long number) return number;
    throw new SqlException.Data("22003", "the value is not a whole number within BIGINT; read it as double or decimal");
  }

  @Override
  public double doubleValue(int column) {
    Vector vector = vector(column);
    if (vector instanceof DoubleVector doubles && !doubles.isNull(row)) return doubles.values[row];
    if (vector instanceof LongVector longs && longs.kind().numeric() && !longs.isNull(row)) return longs.values[row];
    Object value = vector.boxed(row);
    if (value == null) throw Casts.nullNotAllowed("a value read as a number");
    return (Double) Casts.cast(value, SqlType.DOUBLE, ZoneOffset.UTC);
  }

  private Vector vector(int column) {
    Batch current = batch;
    if (current == null) throw new IllegalStateException("the cursor is not on a row");
    return current.columns[column];
  }

  @Override
  public void cancel() { cancellation.cancel("cancelled by the user"); }

  @Override
  public void close() {
    closed = true;
    if (running.get()) cancellation.cancel("the result was closed while it ran");
    else
      release();
  }

  private void release() {
    if (released.compareAndSet(false, true)) root.close();
  }
}
