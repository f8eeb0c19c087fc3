// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.value.Sums;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.Vector;

/// SUM or AVG.
final class SumAccumulator implements Accumulator {
  private final MemoryBudget.Account account;
  private final boolean average;
  private final Sums sums = new Sums();

  SumAccumulator(boolean average, MemoryBudget.Account account) {
    this.average = average;
    this.account = account;
  }

  @Override
  public void groups(int groups) { account.charge(sums.groups(groups)); }

  @Override
  public void add(Vector values, int @Nullable [] rows, int count, int @Nullable [] groupOf) {
    switch (values) {
      case LongVector longs when longs.kind().numeric() -> {
        if (groupOf == null && longs.nulls == null) sums.addAll(longs.values, rows, count);
        else
          addLongs(longs, rows, count, groupOf);
      }
      case DoubleVector doubles -> addDoubles(doubles, rows, count, groupOf);
      default -> addBoxed(values, rows, count, groupOf);
    }
    account.charge(sums.takeGrownBytes());
  }

  private void addLongs(LongVector longs, int @Nullable [] rows, int count, int @Nullable [] groupOf) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (!longs.isNull(i)) sums.add(groupOf == null ? 0 : groupOf[i], longs.values[i]);
    }
  }

  private void addDoubles(DoubleVector doubles, int @Nullable [] rows, int count, int @Nullable [] groupOf) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (!doubles.isNull(i)) sums.add(groupOf == null ? 0 : groupOf[i], doubles.values[i]);
    }
  }

  private void addBoxed(Vector values, int @Nullable [] rows, int count, int @Nullable [] groupOf) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      Object value = values.boxed(i);
      if (value != null) sums.add(groupOf == null ? 0 : groupOf[i], value);
    }
  }

  @Override
  public @Nullable Object result(int group) { return average ? sums.average(group) : sums.sum(group); }
}
