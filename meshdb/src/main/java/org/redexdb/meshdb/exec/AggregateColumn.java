// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.eval.Evaluator;
import org.redexdb.meshdb.eval.LocatedExpressions;
import org.redexdb.meshdb.eval.Selector;
import org.redexdb.meshdb.eval.VectorBuilder;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.Vector;

/// One call of an aggregate function: which rows reach its accumulator, and its results as a column.
final class AggregateColumn {
  private static final BoolVector EVERY_ROW = new BoolVector();

  private final @Nullable Evaluator argument;
  private final @Nullable Selector filter;
  private final @Nullable Different different;
  private final Accumulator accumulator;
  private final Plan.AggregateCall call;
  private final LocatedExpressions expressions;
  private final VectorBuilder builder = new VectorBuilder();
  private final int[] filtered = new int[Batch.ROWS];

  /// @param expressions over the rows that are added
  AggregateColumn(Plan.AggregateCall call, LocatedExpressions expressions, Accumulator accumulator,
      MemoryBudget.Account account) {
    this.call = call;
    this.expressions = expressions;
    this.argument = call.argument() == null ? null : expressions.compile(call.argument());
    this.filter = call.filter() == null ? null : expressions.condition(call.filter());
    this.different = call.distinct() ? new Different(account) : null;
    this.accumulator = accumulator;
  }

  void groups(int groups) { accumulator.groups(groups); }

  /// @param groupOf group of each row, by row number; null when all are in group 0
  void add(Batch batch, int @Nullable [] groupOf) {
    int[] rows = batch.selected < 0 ? null : batch.selection;
    int count = batch.rows();
    if (filter != null) {
      count = filter.select(batch, rows, count, filtered);
      if (count == 0) return;
      rows = filtered;
    }
    Vector values = argument == null ? EVERY_ROW : argument.eval(batch, rows, count);
    if (different != null && argument != null) {
      count = different.select(values, rows, count, groupOf, filtered);
      rows = filtered;
    }
    expressions.take((some, many) -> accumulator.add(values, some, many, groupOf), rows, count, batch, call.argument(),
        call.place());
  }

  /// Results of groups `[from, from + count)`.
  Vector results(int from, int count) {
    for (int i = 0; i < count; i++) builder.set(i, accumulator.result(from + i));
    return builder.finish(null, count, call.type());
  }

  /// Lets each value of a group pass once.
  private static final class Different {
    private final ValueIds values;
    private final LongIds seen;
    private final int[] valueOf = new int[Batch.ROWS];

    Different(MemoryBudget.Account account) {
      values = new ValueIds(account);
      seen = new LongIds(account);
    }

    /// Writes the rows that bring a new value into their group to `out`, which may be `rows`.
    int select(Vector vector, int @Nullable [] rows, int count, int @Nullable [] groupOf, int[] out) {
      values.assign(vector, rows, count, valueOf);
      int found = 0;
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        long key = (long) (groupOf == null ? 0 : groupOf[i]) << 32 | valueOf[i];
        int next = seen.size();
        if (seen.assign(key, next) == next) out[found++] = i;
      }
      return found;
    }
  }
}
