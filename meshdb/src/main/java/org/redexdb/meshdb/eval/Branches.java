// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// CASE and COALESCE: expressions evaluated only for the rows that reach them.
final class Branches {
  private Branches() {}

  /// A branch of CASE.
  record When(Selector condition, Evaluator result) {
  }

  /// CASE WHEN … THEN … ELSE … END.
  static final class Case implements Evaluator {
    private final List<When> branches;
    private final Evaluator otherwise;
    private final VectorMerge merge;
    private final int[] open = new int[Batch.ROWS];
    private final int[] taken = new int[Batch.ROWS];

    Case(List<When> branches, Evaluator otherwise, SqlType type) {
      this.branches = List.copyOf(branches);
      this.otherwise = otherwise;
      this.merge = new VectorMerge(type);
    }

    @Override
    public Vector eval(Batch batch, int @Nullable [] rows, int count) {
      merge.start();
      for (int k = 0; k < count; k++) open[k] = rows == null ? k : rows[k];
      int left = count;
      for (When branch : branches) {
        if (left == 0) break;
        int found = branch.condition.select(batch, open, left, taken);
        if (found == 0) continue;
        merge.add(branch.result.eval(batch, taken, found), taken, found);
        left = subtract(open, left, taken, found);
      }
      if (left > 0) merge.add(otherwise.eval(batch, open, left), open, left);
      return merge.finish();
    }

    /// Takes an ascending subset out of an ascending list.
    private static int subtract(int[] from, int count, int[] subset, int subsetCount) {
      int kept = 0;
      int s = 0;
      for (int k = 0; k < count; k++) {
        int i = from[k];
        if (s < subsetCount && subset[s] == i) s++;
        else
          from[kept++] = i;
      }
      return kept;
    }
  }

  /// The first argument that is not NULL.
  static final class Coalesce implements Evaluator {
    private final List<Evaluator> arguments;
    private final VectorMerge merge;
    private final int[] open = new int[Batch.ROWS];
    private final int[] taken = new int[Batch.ROWS];

    Coalesce(List<Evaluator> arguments, SqlType type) {
      this.arguments = List.copyOf(arguments);
      this.merge = new VectorMerge(type);
    }

    @Override
    public Vector eval(Batch batch, int @Nullable [] rows, int count) {
      merge.start();
      for (int k = 0; k < count; k++) open[k] = rows == null ? k : rows[k];
      int left = count;
      for (int a = 0; a < arguments.size() && left > 0; a++) {
        Vector values = arguments.get(a).eval(batch, open, left);
        int given = 0;
        int kept = 0;
        boolean last = a == arguments.size() - 1;
        for (int k = 0; k < left; k++) {
          int i = open[k];
          if (last || !values.isNull(i)) taken[given++] = i;
          else
            open[kept++] = i;
        }
        merge.add(values, taken, given);
        left = kept;
      }
      return merge.finish();
    }
  }
}
