// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Vector;

/// COUNT of values that are not NULL; with a vector without nulls COUNT(*).
final class CountAccumulator implements Accumulator {
  private final MemoryBudget.Account account;
  private long[] counts = new long[64];

  CountAccumulator(MemoryBudget.Account account) {
    this.account = account;
  }

  @Override
  public void groups(int groups) {
    if (groups <= counts.length) return;
    int grown = Math.max(groups, counts.length * 2);
    account.charge((long) (grown - counts.length) * Long.BYTES);
    counts = Arrays.copyOf(counts, grown);
  }

  @Override
  public void add(Vector values, int @Nullable [] rows, int count, int @Nullable [] groupOf) {
    long[] nulls = values.nulls;
    if (groupOf == null) counts[0] += nulls == null ? count : notNull(nulls, rows, count);
    else if (nulls == null) for (int k = 0; k < count; k++) counts[groupOf[rows == null ? k : rows[k]]]++;
    else
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        counts[groupOf[i]] += ~nulls[i >> 6] >>> i & 1;
      }
  }

  private static long notNull(long[] nulls, int @Nullable [] rows, int count) {
    long found = 0;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      found += ~nulls[i >> 6] >>> i & 1;
    }
    return found;
  }

  @Override
  public Object result(int group) { return counts[group]; }
}
