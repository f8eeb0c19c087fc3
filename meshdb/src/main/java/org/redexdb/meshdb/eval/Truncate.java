// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.Vector;

/// `date_trunc` to a unit that has the same length everywhere, in a zone whose offset is a multiple of it.
final class Truncate implements Evaluator {
  private final Evaluator input;
  private final long unitNanos;
  private final RowCall boxed;
  private final Outputs outputs = new Outputs();

  /// @param function the same of one row, for values that are no timestamps
  Truncate(Evaluator input, long unitNanos, RowCall.RowFunction function, Evaluator unit) {
    this.input = input;
    this.unitNanos = unitNanos;
    this.boxed = new RowCall(function, false, List.of(unit, input), SqlType.TIMESTAMP);
  }

  @Override
  public Vector eval(Batch batch, int @Nullable [] rows, int count) {
    Vector values = input.eval(batch, rows, count);
    if (!(values instanceof LongVector times && times.kind() == SqlType.Kind.TIMESTAMP))
      return boxed.eval(batch, rows, count);
    LongVector out = outputs.longs(SqlType.Kind.TIMESTAMP);
    out.nulls = Nulls.copy(values, outputs.words);
    ArithmeticKernels.truncate(out.values, times.values, unitNanos, rows, count);
    return out;
  }
}
