// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// Rows waiting to be sorted, with their keys. Confined to one thread.
final class SortBuffer implements AutoCloseable {
  private static final int BYTES_PER_SORTED_ROW = 2 * (Long.BYTES + Integer.BYTES) + Integer.BYTES;

  private final int columnCount;
  private final SortOrder order;
  private final MemoryBudget budget;
  private final Cancellation cancellation;
  private final MemoryBudget.Account account;
  private final StoredRows rows;
  private final StoredRows keys;
  private final int[] accepted = new int[Batch.ROWS];
  /// Prefix and kind of the first key of the last row kept by a cut: rows beyond it are not taken any more.
  private long lastPrefix;
  private SqlType.@Nullable Kind lastKind;

  SortBuffer(int columnCount, SortOrder order, MemoryBudget budget, Cancellation cancellation) {
    this.columnCount = columnCount;
    this.order = order;
    this.budget = budget;
    this.cancellation = cancellation;
    this.account = budget.account("ORDER BY");
    this.rows = new StoredRows(columnCount, account);
    this.keys = new StoredRows(order.keyCount(), account);
  }

  int size() { return rows.size(); }

  StoredRows rows() { return rows; }

  /// Takes over the rows of a batch that may still be among the first.
  void add(Batch batch, Vector[] keyVectors) {
    int[] from = batch.selected < 0 ? null : batch.selection;
    int count = batch.rows();
    // Prefixes of different kinds do not compare.
    if (lastKind != null && keyVectors[0].kind() == lastKind) {
      count = accept(keyVectors[0], from, count);
      from = accepted;
    }
    if (count == 0) return;
    rows.append(batch.columns, from, count);
    keys.append(keyVectors, from, count);
  }

  /// Rows whose prefix is not beyond the last one. Equal prefixes pass: the rest of the keys decides.
  private int accept(Vector first, int @Nullable [] from, int count) {
    boolean descending = order.descending()[0];
    long ofNull = order.nullsFirst()[0] ? -1 : SortPrefix.LIMIT;
    int found = 0;
    for (int k = 0; k < count; k++) {
      int i = from == null ? k : from[k];
      long prefix = switch (first) {
        case LongVector longs -> SortPrefix.of(longs.values[i]);
        case DoubleVector doubles -> SortPrefix.of(doubles.values[i]);
        case BoolVector bools -> SortPrefix.of(bools.values[i]);
        case TextVector texts when !texts.isNull(i) -> SortPrefix.of(texts.bytes[i], texts.offset[i], texts.length[i]);
        default -> 0;
      };
      if (descending) prefix = SortPrefix.LIMIT - 1 - prefix;
      if (first.isNull(i)) prefix = ofNull;
      accepted[found] = i;
      // Both are small enough for the difference not to overflow.
      found += (int) (prefix - lastPrefix - 1 >>> 63);
    }
    return found;
  }

  /// A buffer of the first `wanted` rows only; this one is closed.
  SortBuffer cut(int wanted) {
    int[] sorted = sort();
    var kept = new SortBuffer(columnCount, order, budget, cancellation);
    // Rows of equal keys stay in the order they came, because the sort is stable.
    var batch = new Batch(columnCount);
    var keyBatch = new Batch(order.keyCount());
    for (int from = 0; from < wanted; from += Batch.ROWS) {
      int count = Math.min(Batch.ROWS, wanted - from);
      rows.gather(sorted, from, count, batch, 0);
      keys.gather(sorted, from, count, keyBatch, 0);
      kept.rows.append(batch.columns, null, count);
      kept.keys.append(keyBatch.columns, null, count);
    }
    StoredColumn first = keys.column(0);
    kept.lastKind = first.kindWithPrefixes();
    kept.lastPrefix = order.prefix(first, sorted[wanted - 1]);
    close();
    return kept;
  }

  /// Row numbers in order.
  int[] sort() {
    int count = rows.size();
    account.charge((long) count * BYTES_PER_SORTED_ROW);
    var numbers = new int[count];
    for (int i = 0; i < count; i++) numbers[i] = i;
    new RowSort(keys, order, cancellation, numbers).sort();
    return numbers;
  }

  @Override
  public void close() { account.close(); }
}
