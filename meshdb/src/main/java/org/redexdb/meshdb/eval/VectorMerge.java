// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.value.Casts;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// Puts rows of several vectors into one: what CASE and COALESCE give. Stays typed while the parts are of one class;
/// numbers are widened to the kind that the expression promises.
final class VectorMerge {
  private final SqlType type;
  private final Outputs outputs = new Outputs();
  private @Nullable Vector target;

  VectorMerge(SqlType type) {
    this.type = type;
  }

  void start() { target = null; }

  /// Takes over rows of `part`; no row is given twice.
  void add(Vector part, int @Nullable [] rows, int count) {
    if (count == 0) return;
    Vector into = target;
    if (into == null) target = into = adopt(part);
    if (part.kind() == SqlType.Kind.NULL) {
      for (int k = 0; k < count; k++) into.setNull(rows == null ? k : rows[k]);
      mark(rows, count);
      return;
    }
    switch (into) {
      case LongVector out when part instanceof LongVector from && from.kind() == out.kind() -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out.values[i] = from.values[i];
        }
        nulls(part, into, rows, count);
      }
      case DoubleVector out when part instanceof DoubleVector from -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out.values[i] = from.values[i];
        }
        nulls(part, into, rows, count);
      }
      case DoubleVector out when type.kind() == SqlType.Kind.DOUBLE && part instanceof LongVector from
          && from.kind().numeric() -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out.values[i] = from.values[i];
        }
        nulls(part, into, rows, count);
      }
      case BoolVector out when part instanceof BoolVector from -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out.values[i] = from.values[i];
        }
        nulls(part, into, rows, count);
      }
      case TextVector out when part instanceof TextVector from && from.kind() == out.kind() -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out.set(i, from.bytes[i], from.offset[i], from.length[i]);
        }
        nulls(part, into, rows, count);
      }
      case ObjectVector out -> boxed(part, out, rows, count);
      default -> {
        ObjectVector mixed = outputs.objects(SqlType.Kind.ANY);
        for (int i = 0; i < Batch.ROWS; i++) mixed.values[i] = given(i) ? into.boxed(i) : null;
        if (into.nulls != null) mixed.nulls = into.nulls.clone();
        target = mixed;
        boxed(part, mixed, rows, count);
      }
    }
    mark(rows, count);
  }

  private final long[] givenRows = new long[Nulls.WORDS];

  private boolean given(int row) { return Nulls.isNull(givenRows, row); }

  private void mark(int @Nullable [] rows, int count) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      givenRows[i >> 6] |= 1L << i;
    }
  }

  /// An empty vector of the class of the first part.
  private Vector adopt(Vector part) {
    Arrays.fill(givenRows, 0);
    return switch (part) {
      case LongVector longs when !longs.kind().numeric() -> outputs.longs(longs.kind());
      case LongVector _ when type.kind() == SqlType.Kind.DOUBLE -> outputs.doubles();
      case LongVector longs when type.kind() != SqlType.Kind.DECIMAL -> outputs.longs(longs.kind());
      case DoubleVector _ -> outputs.doubles();
      case BoolVector _ -> outputs.bools();
      case TextVector texts -> outputs.texts(texts.kind());
      case LongVector _,ObjectVector _ -> outputs.objects(SqlType.Kind.ANY);
    };
  }

  private static void nulls(Vector part, Vector into, int @Nullable [] rows, int count) {
    if (part.nulls == null) return;
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (part.isNull(i)) into.setNull(i);
    }
  }

  private void boxed(Vector part, ObjectVector into, int @Nullable [] rows, int count) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      into.set(i, Casts.widen(part.boxed(i), type));
    }
  }

  /// The rows put together.
  Vector finish() {
    Vector merged = target;
    return merged == null ? outputs.objects(SqlType.Kind.NULL) : merged;
  }
}
