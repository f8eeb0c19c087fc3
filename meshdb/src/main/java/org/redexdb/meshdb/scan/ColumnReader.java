// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// Makes the vector of one column. Keeps one vector of each class it needed and uses it again for the next batch.
abstract class ColumnReader {
  private @Nullable LongVector longs;
  private @Nullable DoubleVector doubles;
  private @Nullable BoolVector bools;
  private @Nullable TextVector texts;
  private @Nullable ObjectVector objects;
  private long @Nullable [] nullWords;

  abstract Vector read(ScanRows rows);

  final LongVector longs(SqlType.Kind kind) {
    LongVector vector = longs;
    if (vector == null || vector.kind() != kind) longs = vector = new LongVector(kind);
    vector.nulls = null;
    return vector;
  }

  final DoubleVector doubles() {
    DoubleVector vector = doubles;
    if (vector == null) doubles = vector = new DoubleVector();
    vector.nulls = null;
    return vector;
  }

  final BoolVector bools() {
    BoolVector vector = bools;
    if (vector == null) bools = vector = new BoolVector();
    vector.nulls = null;
    return vector;
  }

  final TextVector texts(SqlType.Kind kind) {
    TextVector vector = texts;
    if (vector == null || vector.kind() != kind) texts = vector = new TextVector(kind);
    vector.nulls = null;
    return vector;
  }

  final ObjectVector objects(SqlType.Kind kind) {
    ObjectVector vector = objects;
    if (vector == null || vector.kind() != kind) objects = vector = new ObjectVector(kind);
    vector.nulls = null;
    return vector;
  }

  /// Gives the vector a clear set of null words, reused from batch to batch.
  final void clearNulls(Vector vector) {
    long[] words = nullWords;
    if (words == null)
      nullWords = words = new long[Batch.ROWS >> 6];
    else
      Arrays.fill(words, 0);
    vector.nulls = words;
  }

  /// Marks the rows at which nothing or JSON null was found.
  final void markNulls(Vector vector, ScanRows.Found found, int size) {
    if (!found.any(FieldReader.NOTHING)) return;
    clearNulls(vector);
    byte[] kind = found.kind;
    long[] words = vector.nulls;
    // Sign bit instead of a condition: how many rows are NULL must not matter.
    if (words != null) for (int i = 0; i < size; i++) words[i >> 6] |= (long) (kind[i] - JsonKind.FALSE >>> 31) << i;
  }

  /// A vector of only NULLs, of the class that the column has when it has values.
  final Vector allNull(SqlType type, int size) {
    Vector vector = switch (type.kind()) {
      case BOOLEAN -> bools();
      case INTEGER, BIGINT, TIMESTAMP, DATE -> longs(type.kind());
      case DOUBLE -> doubles();
      case VARCHAR, JSON, VARBINARY -> texts(type.kind());
      case DECIMAL, UUID, INTERVAL, NULL, ANY -> objects(type.kind());
    };
    clearNulls(vector);
    for (int row = 0; row < size; row++) setNull(vector, row);
    return vector;
  }

  /// NULL with a value that may be read.
  static void setNull(Vector vector, int row) {
    vector.setNull(row);
    if (vector instanceof TextVector text)
      text.set(row, EMPTY, 0, 0);
    else if (vector instanceof ObjectVector object) object.values[row] = null;
  }

  private static final byte[] EMPTY = {};
}
