// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.Vector;

/// AND or OR, three-valued. Each argument is evaluated only for the rows that those before it left open, so an error in a
/// later one cannot reach a row that is decided already.
final class Junction implements Evaluator {
  private final List<Flags> arguments;
  /// What decides a row alone: 0 (false) for AND, 1 (true) for OR.
  private final byte decisive;
  private final BoolVector out = new BoolVector();
  private final long[] words = new long[Nulls.WORDS];
  private final int[] open = new int[Batch.ROWS];

  Junction(List<Flags> arguments, boolean and) {
    this.arguments = List.copyOf(arguments);
    this.decisive = (byte) (and ? 0 : 1);
  }

  @Override
  public Vector eval(Batch batch, int @Nullable [] rows, int count) {
    out.nulls = null;
    byte neutral = (byte) (1 - decisive);
    int left = count;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      open[k] = i;
      out.values[i] = neutral;
    }
    Arrays.fill(words, 0);
    boolean unknowns = false;
    for (Flags argument : arguments) {
      if (left == 0) break;
      BoolVector flags = argument.eval(batch, open, left);
      int kept = 0;
      for (int k = 0; k < left; k++) {
        int i = open[k];
        if (flags.isNull(i)) {
          words[i >> 6] |= 1L << i;
          unknowns = true;
          open[kept++] = i;
        } else if (flags.values[i] == decisive) {
          out.values[i] = decisive;
          words[i >> 6] &= ~(1L << i);
        } else
          open[kept++] = i;
      }
      left = kept;
    }
    if (unknowns) out.nulls = words;
    return out;
  }

  /// AND as a filter: rows that are not true leave at once, be they false or UNKNOWN.
  static final class All implements Selector {
    private final List<Selector> arguments;

    All(List<Selector> arguments) {
      this.arguments = List.copyOf(arguments);
    }

    @Override
    public int select(Batch batch, int @Nullable [] rows, int count, int[] out) {
      int[] from = rows;
      int left = count;
      for (Selector argument : arguments) {
        left = argument.select(batch, from, left, out);
        if (left == 0) return 0;
        from = out;
      }
      return left;
    }
  }
}
