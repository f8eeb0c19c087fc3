// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.Vector;

/// Tests that look at NULL and truth only.
final class Truth {
  private Truth() {}

  /// NOT, IS TRUE, IS FALSE.
  record OfFlag(Op op, Flags input, Outputs outputs) implements Evaluator {
    @Override
    public Vector eval(Batch batch, int @Nullable [] rows, int count) {
      BoolVector flags = input.eval(batch, rows, count);
      BoolVector out = outputs.bools();
      if (op == Op.NOT) out.nulls = Nulls.copy(flags, outputs.words);
      int turned = op == Op.IS_TRUE ? 0 : 1;
      boolean keepsNull = op == Op.NOT;
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        out.values[i] = (byte) (flags.values[i] ^ turned);
      }
      if (!keepsNull && flags.nulls != null) clearNulls(flags, out, rows, count);
      return out;
    }

    private static void clearNulls(BoolVector flags, BoolVector out, int @Nullable [] rows, int count) {
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        if (flags.isNull(i)) out.values[i] = 0;
      }
    }
  }

  /// IS NULL, IS NOT NULL.
  record OfNull(boolean negated, Evaluator input, Outputs outputs) implements Evaluator {
    @Override
    public Vector eval(Batch batch, int @Nullable [] rows, int count) {
      long[] nulls = input.eval(batch, rows, count).nulls;
      BoolVector out = outputs.bools();
      int turned = negated ? 1 : 0;
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        int bit = nulls == null ? 0 : (int) (nulls[i >> 6] >>> i & 1);
        out.values[i] = (byte) (bit ^ turned);
      }
      return out;
    }
  }
}
