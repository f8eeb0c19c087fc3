// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.value.Casts;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.Vector;

/// CAST. Values that are of the type already pass as they are.
final class Convert implements Evaluator {
  private final Evaluator input;
  private final SqlType type;
  private final RowCall boxed;
  private final Outputs outputs = new Outputs();

  Convert(Evaluator input, SqlType type, EvalContext context) {
    this.input = input;
    this.type = type;
    this.boxed = new RowCall(a -> Casts.castOrNull(a[0], type, context.zone()), false, List.of(input), type);
  }

  @Override
  public Vector eval(Batch batch, int @Nullable [] rows, int count) {
    Vector values = input.eval(batch, rows, count);
    SqlType.Kind to = type.kind();
    SqlType.Kind from = values.kind();
    boolean limited = to == SqlType.Kind.DECIMAL || to == SqlType.Kind.VARCHAR && type.precision() > 0;
    if (from == to && !limited || to == SqlType.Kind.ANY) return values;
    if (values instanceof LongVector longs && from.numeric()) {
      if (to == SqlType.Kind.DOUBLE) {
        DoubleVector out = outputs.doubles();
        out.nulls = Nulls.copy(values, outputs.words);
        ArithmeticKernels.toDoubles(out.values, longs.values, rows, count);
        return out;
      }
      if (to == SqlType.Kind.BIGINT) return values;
    }
    return boxed.eval(batch, rows, count);
  }
}
