// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.eval.Evaluator;
import org.redexdb.meshdb.eval.Selector;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;
import org.redexdb.storage.api.Where;

/// Inner join: the right side is kept in memory by key, the left one passes through. Rows come in the order of the left
/// side, and for one left row in that of the right. Keys are equal by value, whatever the kinds of numbers; NULL keys meet
/// nothing. Without keys every row meets every row.
final class JoinOperator implements Operator {
  private static final int NONE = -1;

  private final Operator left;
  private final Operator right;
  private final Evaluator[] leftKeys;
  private final Evaluator[] rightKeys;
  private final @Nullable Selector residual;
  private final Cancellation cancellation;
  private final MemoryBudget.Account account;
  private final int leftColumns;
  private final StoredRows rightRows;
  private final RowIds ids;
  /// First and last right row of each key, and the next row with the same key after each row.
  private int[] head = {};
  private int[] tail = {};
  private int[] following = {};
  private boolean built;

  private @Nullable Batch leftBatch;
  private int leftAt;
  private int rightAt = NONE;
  private final int[] keyOfRow = new int[Batch.ROWS];
  private final int[] leftTaken = new int[Batch.ROWS];
  private final int[] rightTaken = new int[Batch.ROWS];
  private final BatchGather gather;
  private final Batch out;

  JoinOperator(Side left, Side right, @Nullable Selector residual, Cancellation cancellation,
      MemoryBudget.Account account) {
    this.left = left.input;
    this.right = right.input;
    this.leftKeys = left.keys.toArray(Evaluator[]::new);
    this.rightKeys = right.keys.toArray(Evaluator[]::new);
    this.residual = residual;
    this.cancellation = cancellation;
    this.account = account;
    this.leftColumns = left.columnCount;
    this.rightRows = new StoredRows(right.columnCount, account);
    this.ids = new RowIds(rightKeys.length, account);
    this.gather = new BatchGather(leftColumns);
    this.out = new Batch(leftColumns + right.columnCount);
    this.out.origin = this::where;
  }

  /// Rows of the right side have left their batches.
  private Where where(int row, int column) {
    Batch from = leftBatch;
    return from == null || from.origin == null || column < 0 || column >= leftColumns
        ? Where.NOWHERE
        : from.origin.where(leftTaken[row], column);
  }

  /// One input of a join.
  record Side(Operator input, int columnCount, List<Evaluator> keys) {
  }

  @Override
  public @Nullable Batch next() {
    if (!built) build();
    if (rightRows.size() == 0) return null;
    while (true) {
      cancellation.check();
      int count = pairs();
      if (count == 0) return null;
      Batch from = leftBatch;
      if (from == null) throw new IllegalStateException("pairs without a left batch");
      gather.gather(from, leftTaken, count, out);
      rightRows.gather(rightTaken, 0, count, out, leftColumns);
      out.size = count;
      out.selected = -1;
      if (residual == null) return out;
      int found = residual.select(out, null, count, out.selection);
      if (found == 0) continue;
      out.selected = found == count ? -1 : found;
      return out;
    }
  }

  private void build() {
    built = true;
    var keys = new Vector[rightKeys.length];
    Batch batch;
    while ((batch = right.next()) != null) {
      cancellation.check();
      for (int c = 0; c < keys.length; c++) keys[c] = rightKeys[c].eval(batch);
      int[] rows = batch.selected < 0 ? null : batch.selection;
      int count = batch.rows();
      int first = rightRows.size();
      rightRows.append(batch.columns, rows, count);
      ids.assign(keys, rows, count, keyOfRow);
      reserve(first + count);
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        following[first + k] = NONE;
        if (!anyNull(keys, i)) link(keyOfRow[i], first + k);
      }
    }
  }

  private void reserve(int rows) {
    if (rows > following.length) {
      int before = following.length;
      int grown = Math.max(rows, before * 2);
      account.charge((long) (grown - before) * Integer.BYTES);
      following = Arrays.copyOf(following, grown);
    }
    if (ids.size() > head.length) {
      int before = head.length;
      int grown = Math.max(ids.size(), before * 2);
      account.charge((long) (grown - before) * 2 * Integer.BYTES);
      head = Arrays.copyOf(head, grown);
      tail = Arrays.copyOf(tail, grown);
      Arrays.fill(head, before, grown, NONE);
    }
  }

  private void link(int key, int row) {
    if (head[key] == NONE) head[key] = row;
    else
      following[tail[key]] = row;
    tail[key] = row;
  }

  private static boolean anyNull(Vector[] keys, int row) {
    for (Vector key : keys)
      if (key.isNull(row)) return true;
    return false;
  }

  /// Fills the pair arrays with rows of one left batch; 0 at the end.
  private int pairs() {
    int count = 0;
    while (count == 0) {
      Batch batch = leftBatch;
      if (batch == null || leftAt == batch.rows()) {
        batch = nextLeft();
        if (batch == null) return 0;
      }
      int rows = batch.rows();
      while (leftAt < rows && count < Batch.ROWS) {
        int i = batch.row(leftAt);
        if (rightAt == NONE) rightAt = keyOfRow[i] < 0 ? NONE : head[keyOfRow[i]];
        while (rightAt != NONE && count < Batch.ROWS) {
          leftTaken[count] = i;
          rightTaken[count++] = rightAt;
          rightAt = following[rightAt];
        }
        if (rightAt == NONE) leftAt++;
      }
    }
    return count;
  }

  private @Nullable Batch nextLeft() {
    Batch batch = left.next();
    leftBatch = batch;
    leftAt = 0;
    rightAt = NONE;
    if (batch == null) return null;
    cancellation.check();
    var keys = new Vector[leftKeys.length];
    for (int c = 0; c < keys.length; c++) keys[c] = leftKeys[c].eval(batch);
    int[] rows = batch.selected < 0 ? null : batch.selection;
    int count = batch.rows();
    ids.find(keys, rows, count, keyOfRow);
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (anyNull(keys, i)) keyOfRow[i] = NONE;
    }
    return batch;
  }

  @Override
  public void close() {
    account.close();
    try {
      left.close();
    } finally {
      right.close();
    }
  }
}
