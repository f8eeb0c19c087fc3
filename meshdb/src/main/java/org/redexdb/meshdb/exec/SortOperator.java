// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.eval.Evaluator;
import org.redexdb.meshdb.value.CanonicalJson;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// Stable sort in memory. With a limit only the first rows are kept: the buffer is sorted and cut whenever it is full, and
/// rows behind the last one kept do not enter any more.
final class SortOperator implements Operator {
  /// Rows that are gathered beyond the wanted ones before the buffer is cut.
  private static final int SLACK_ROWS = 2 * Batch.ROWS;
  /// Above it a limit does not spare enough to be worth the cutting.
  private static final long TOP_MAX = 1 << 20;
  private static final byte[] NO_BYTES = {};

  private final Operator input;
  private final Evaluator[] keys;
  private final long limit;
  private final long offset;
  private final Cancellation cancellation;
  private final Vector[] keyVectors;
  private final Batch out;
  private SortBuffer buffer;
  private int[] sorted = {};
  private int nextRow;
  private int endRow;
  private boolean done;

  /// @param limit rows to give after `offset`, -1 for all
  SortOperator(Operator input, int columnCount, List<Evaluator> keys, SortOrder order, long limit, long offset,
      Cancellation cancellation, MemoryBudget budget) {
    this.input = input;
    this.keys = keys.toArray(Evaluator[]::new);
    this.limit = limit;
    this.offset = offset;
    this.cancellation = cancellation;
    this.keyVectors = new Vector[this.keys.length];
    this.out = new Batch(columnCount);
    this.buffer = new SortBuffer(columnCount, order, budget, cancellation);
  }

  @Override
  public @Nullable Batch next() {
    if (!done) sort();
    int count = Math.min(Batch.ROWS, endRow - nextRow);
    if (count <= 0) return null;
    cancellation.check();
    buffer.rows().gather(sorted, nextRow, count, out, 0);
    nextRow += count;
    out.size = count;
    out.selected = -1;
    return out;
  }

  private void sort() {
    done = true;
    if (limit == 0) return;
    // Written so that neither sum overflows.
    boolean top = limit > 0 && limit <= TOP_MAX && offset <= TOP_MAX - limit;
    int wanted = top ? (int) (limit + offset) : Integer.MAX_VALUE;
    Batch batch;
    while ((batch = input.next()) != null) {
      cancellation.check();
      for (int c = 0; c < keys.length; c++) keyVectors[c] = sortable(keys[c].eval(batch), batch);
      buffer.add(batch, keyVectors);
      if (top && buffer.size() >= wanted * 2L + SLACK_ROWS) buffer = buffer.cut(wanted);
    }
    sorted = buffer.sort();
    nextRow = (int) Math.min(offset, sorted.length);
    endRow = limit < 0 || limit > sorted.length - nextRow ? sorted.length : nextRow + (int) limit;
  }

  /// JSON is ordered by the text that stands for all equal values.
  private static Vector sortable(Vector key, Batch batch) {
    if (!(key instanceof TextVector texts) || texts.kind() != SqlType.Kind.JSON) return key;
    var canonical = new TextVector(SqlType.Kind.JSON);
    canonical.nulls = texts.nulls;
    for (int k = 0; k < batch.rows(); k++) {
      int i = batch.row(k);
      byte[] text = texts.isNull(i) ? NO_BYTES : CanonicalJson.of(texts.bytes[i], texts.offset[i], texts.length[i]);
      canonical.set(i, text, 0, text.length);
    }
    return canonical;
  }

  @Override
  public void close() {
    buffer.close();
    input.close();
  }
}
