// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.redexdb.meshdb.eval.Outputs;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// Copies rows of a batch, any of them any number of times, to the front of another.
final class BatchGather {
  private final Outputs[] outputs;

  BatchGather(int columnCount) {
    outputs = new Outputs[columnCount];
    for (int c = 0; c < columnCount; c++) outputs[c] = new Outputs();
  }

  /// Row `k` of the result is row `rows[k]` of `from`; texts still lie where they were.
  void gather(Batch from, int[] rows, int count, Batch into) {
    for (int c = 0; c < outputs.length; c++) into.columns[c] = gather(from.columns[c], rows, count, outputs[c]);
  }

  private static Vector gather(Vector from, int[] rows, int count, Outputs outputs) {
    Vector out = switch (from) {
      case LongVector vector -> {
        LongVector to = outputs.longs(vector.kind());
        for (int k = 0; k < count; k++) to.values[k] = vector.values[rows[k]];
        yield to;
      }
      case DoubleVector vector -> {
        DoubleVector to = outputs.doubles();
        for (int k = 0; k < count; k++) to.values[k] = vector.values[rows[k]];
        yield to;
      }
      case BoolVector vector -> {
        BoolVector to = outputs.bools();
        for (int k = 0; k < count; k++) to.values[k] = vector.values[rows[k]];
        yield to;
      }
      case TextVector vector -> {
        TextVector to = outputs.texts(vector.kind());
        for (int k = 0; k < count; k++) {
          int i = rows[k];
          to.set(k, vector.bytes[i], vector.offset[i], vector.length[i]);
        }
        yield to;
      }
      case ObjectVector vector -> {
        ObjectVector to = outputs.objects(vector.kind());
        for (int k = 0; k < count; k++) to.values[k] = vector.values[rows[k]];
        yield to;
      }
    };
    if (from.nulls != null)
      for (int k = 0; k < count; k++)
        if (from.isNull(rows[k])) out.setNull(k);
    return out;
  }
}
