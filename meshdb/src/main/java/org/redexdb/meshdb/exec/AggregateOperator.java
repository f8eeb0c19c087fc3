// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.eval.Evaluator;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// Groups in the order of their first row. Without keys there is one, also over no rows.
final class AggregateOperator implements Operator {
  private final Operator input;
  private final Evaluator[] keys;
  private final List<AggregateColumn> columns;
  private final Cancellation cancellation;
  private final MemoryBudget.Account account;
  private final RowIds ids;
  /// Key values of the first row of each group.
  private final StoredRows firstKeys;
  private final Vector[] keyVectors;
  private final int[] groupOf = new int[Batch.ROWS];
  private final int[] fresh = new int[Batch.ROWS];
  private final int[] groupNumbers = new int[Batch.ROWS];
  private final Batch out;
  private int nextGroup;
  private boolean done;

  AggregateOperator(Operator input, List<Evaluator> keys, List<AggregateColumn> columns, Cancellation cancellation,
      MemoryBudget.Account account) {
    this.input = input;
    this.keys = keys.toArray(Evaluator[]::new);
    this.columns = List.copyOf(columns);
    this.cancellation = cancellation;
    this.account = account;
    this.ids = new RowIds(this.keys.length, account);
    this.firstKeys = new StoredRows(this.keys.length, account);
    this.keyVectors = new Vector[this.keys.length];
    this.out = new Batch(this.keys.length + columns.size());
  }

  @Override
  public @Nullable Batch next() {
    if (!done) aggregate();
    int groups = keys.length == 0 ? 1 : ids.size();
    int count = Math.min(Batch.ROWS, groups - nextGroup);
    if (count == 0) return null;
    cancellation.check();
    for (int k = 0; k < count; k++) groupNumbers[k] = nextGroup + k;
    firstKeys.gather(groupNumbers, 0, count, out, 0);
    for (int c = 0; c < columns.size(); c++) out.columns[keys.length + c] = columns.get(c).results(nextGroup, count);
    nextGroup += count;
    out.size = count;
    out.selected = -1;
    return out;
  }

  private void aggregate() {
    done = true;
    Batch batch;
    while ((batch = input.next()) != null) {
      cancellation.check();
      if (keys.length == 0) for (AggregateColumn column : columns) column.add(batch, null);
      else
        addGrouped(batch);
    }
  }

  private void addGrouped(Batch batch) {
    int[] rows = batch.selected < 0 ? null : batch.selection;
    int count = batch.rows();
    for (int c = 0; c < keys.length; c++) keyVectors[c] = keys[c].eval(batch, rows, count);
    int known = ids.size();
    ids.assign(keyVectors, rows, count, groupOf);
    int groups = ids.size();
    if (groups > known) {
      keepFirst(rows, count, known);
      for (AggregateColumn column : columns) column.groups(groups);
    }
    for (AggregateColumn column : columns) column.add(batch, groupOf);
  }

  private void keepFirst(int @Nullable [] rows, int count, int known) {
    int found = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (groupOf[i] == known + found) fresh[found++] = i;
    }
    firstKeys.append(keyVectors, fresh, found);
  }

  @Override
  public void close() {
    account.close();
    input.close();
  }
}
