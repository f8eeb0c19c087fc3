// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.value.BadValue;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.Vector;

/// An expression used as a condition. A value that is no boolean (of a payload field) is UNKNOWN, or 22018 when types are
/// strict.
final class Flags implements Evaluator, Selector {
  private final Evaluator input;
  private final boolean strict;
  private final BoolVector converted = new BoolVector();

  Flags(Evaluator input, boolean strict) {
    this.input = input;
    this.strict = strict;
  }

  @Override
  public BoolVector eval(Batch batch, int @Nullable [] rows, int count) {
    Vector values = input.eval(batch, rows, count);
    if (values instanceof BoolVector flags) return flags;
    converted.nulls = null;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      Object value = values.boxed(i);
      converted.values[i] = 0;
      if (value instanceof Boolean flag) converted.values[i] = (byte) (flag ? 1 : 0);
      else if (value != null && strict) throw BadValue.wrongType("take for a condition", value);
      else
        converted.setNull(i);
    }
    return converted;
  }

  @Override
  public int select(Batch batch, int @Nullable [] rows, int count, int[] out) {
    BoolVector flags = eval(batch, rows, count);
    return CompareKernels.dropNulls(out, CompareKernels.select(out, flags.values, rows, count), flags.nulls);
  }
}
