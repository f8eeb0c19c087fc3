// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.value.Family;
import org.redexdb.meshdb.value.Ordering;
import org.redexdb.meshdb.value.Times;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// Builds a vector from boxed values; its class is decided by the values. Confined to one thread.
public final class VectorBuilder {
  private final Outputs outputs = new Outputs();
  private final @Nullable Object[] values = new @Nullable Object[Batch.ROWS];

  public VectorBuilder() {}

  public void set(int row, @Nullable Object value) { values[row] = value; }

  /// The vector of the values set since the last call.
  ///
  /// @param rows rows that were set, as in [Evaluator#eval]
  /// @param type promised by the expression; tells INTEGER from BIGINT
  public Vector finish(int @Nullable [] rows, int count, SqlType type) {
    SqlType.Kind kind = kind(rows, count);
    if (kind == SqlType.Kind.BIGINT && type.kind() == SqlType.Kind.INTEGER) kind = SqlType.Kind.INTEGER;
    return switch (kind) {
      case BIGINT, INTEGER -> longs(kind, rows, count);
      case TIMESTAMP, DATE -> times(kind, rows, count);
      case DOUBLE -> doubles(rows, count);
      case BOOLEAN -> bools(rows, count);
      case VARCHAR, JSON, VARBINARY -> texts(kind, rows, count);
      case DECIMAL, INTERVAL, UUID, ANY, NULL -> objects(kind, rows, count);
    };
  }

  private SqlType.Kind kind(int @Nullable [] rows, int count) {
    SqlType.Kind kind = SqlType.Kind.NULL;
    for (int k = 0; k < count; k++) {
      Object value = values[rows == null ? k : rows[k]];
      if (value == null) continue;
      SqlType.Kind own = Family.kindOf(value);
      if (kind == SqlType.Kind.NULL) kind = own;
      else if (kind != own) return SqlType.Kind.ANY;
    }
    return kind;
  }

  private Vector longs(SqlType.Kind kind, int @Nullable [] rows, int count) {
    LongVector out = outputs.longs(kind);
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (values[i] instanceof Long value) out.values[i] = value;
      else
        out.setNull(i);
    }
    return out;
  }

  private Vector times(SqlType.Kind kind, int @Nullable [] rows, int count) {
    LongVector out = outputs.longs(kind);
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      switch (values[i]) {
        case Instant time -> out.values[i] = Times.nanos(time);
        case LocalDate date -> out.values[i] = date.toEpochDay();
        case null, default -> out.setNull(i);
      }
    }
    return out;
  }

  private Vector doubles(int @Nullable [] rows, int count) {
    DoubleVector out = outputs.doubles();
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (values[i] instanceof Double value) out.values[i] = value;
      else
        out.setNull(i);
    }
    return out;
  }

  private Vector bools(int @Nullable [] rows, int count) {
    BoolVector out = outputs.bools();
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (values[i] instanceof Boolean value) out.values[i] = (byte) (value ? 1 : 0);
      else
        out.setNull(i);
    }
    return out;
  }

  private Vector texts(SqlType.Kind kind, int @Nullable [] rows, int count) {
    TextVector out = outputs.texts(kind);
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      byte[] bytes = switch (values[i]) {
        case String text -> Ordering.utf8(text);
        case Json json -> Ordering.utf8(json.text());
        case byte[] binary -> binary;
        case null, default -> null;
      };
      if (bytes == null) {
        out.set(i, EMPTY, 0, 0);
        out.setNull(i);
      } else
        out.set(i, bytes, 0, bytes.length);
    }
    return out;
  }

  private static final byte[] EMPTY = new byte[0];

  private Vector objects(SqlType.Kind kind, int @Nullable [] rows, int count) {
    ObjectVector out = outputs.objects(kind);
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      out.set(i, values[i]);
    }
    return out;
  }
}
