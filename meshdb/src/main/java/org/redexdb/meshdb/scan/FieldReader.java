// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.json.JsonNumbers;
import org.redexdb.meshdb.value.JsonValues;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// A payload field: values come as what they are in the JSON text, whatever the field is known for, with one exception.
/// Where it is known to be DOUBLE, an integer that a double holds exactly is a DOUBLE, and where it is known to be
/// DECIMAL, every integer is a DECIMAL, so that `21` among `20.5` does not cost the fast path. What a value is never
/// depends on the other rows of its batch.
final class FieldReader extends ColumnReader {
  static final int NOTHING = 1 << JsonKind.MISSING | 1 << JsonKind.NULL;
  private static final int INTEGERS = NOTHING | 1 << JsonKind.INTEGER;
  private static final int NUMBERS = INTEGERS | 1 << JsonKind.FRACTION | 1 << JsonKind.NUMBER;
  private static final int BOOLEANS = NOTHING | 1 << JsonKind.FALSE | 1 << JsonKind.TRUE;
  private static final int TEXTS = NOTHING | 1 << JsonKind.STRING | 1 << JsonKind.ESCAPED;
  private static final int CONTAINERS = NOTHING | 1 << JsonKind.OBJECT | 1 << JsonKind.ARRAY;

  private final int slot;
  private final SqlType type;

  FieldReader(int slot, SqlType type) {
    this.slot = slot;
    this.type = type;
  }

  @Override
  Vector read(ScanRows rows) {
    ScanRows.Found found = rows.found[slot];
    if (found.only(NOTHING)) return allNull(type, rows.size);
    if (found.only(INTEGERS) && type.kind() != SqlType.Kind.DOUBLE && type.kind() != SqlType.Kind.DECIMAL)
      return integers(rows, found);
    if (found.only(NUMBERS)) {
      boolean doubles = type.kind() == SqlType.Kind.DOUBLE || !found.any(1 << JsonKind.INTEGER);
      DoubleVector vector = doubles ? doubles(rows, found) : null;
      return vector != null ? vector : values(rows, found);
    }
    if (found.only(TEXTS)) return texts(rows, found);
    if (found.only(BOOLEANS)) return booleans(rows, found);
    return found.only(CONTAINERS) ? containers(rows, found) : values(rows, found);
  }

  private Vector integers(ScanRows rows, ScanRows.Found found) {
    LongVector vector = longs(SqlType.Kind.BIGINT);
    markNulls(vector, found, rows.size);
    byte[] bytes = rows.bytes();
    for (int i = 0; i < rows.size; i++)
      if (found.kind[i] > JsonKind.NULL) vector.values[i] = JsonNumbers.longValue(bytes, found.start[i], found.end[i]);
    return vector;
  }

  /// @return null when some value is no DOUBLE
  private @Nullable DoubleVector doubles(ScanRows rows, ScanRows.Found found) {
    DoubleVector vector = doubles();
    markNulls(vector, found, rows.size);
    byte[] bytes = rows.bytes();
    for (int i = 0; i < rows.size; i++) {
      byte kind = found.kind[i];
      if (kind <= JsonKind.NULL) continue;
      int start = found.start[i];
      int end = found.end[i];
      if (kind == JsonKind.INTEGER) {
        long whole = JsonNumbers.longValue(bytes, start, end);
        if (!exactDouble(whole)) return null;
        vector.values[i] = whole;
        continue;
      }
      double value = JsonNumbers.doubleValue(bytes, start, end);
      if (kind == JsonKind.NUMBER && (Double.isInfinite(value) || JsonNumbers.isWhole(bytes, start, end))) return null;
      vector.values[i] = value;
    }
    return vector;
  }

  private static boolean exactDouble(long whole) {
    double value = whole;
    // 2^63 would come back from the cast as the greatest long.
    return value < 0x1p63 && (long) value == whole;
  }

  private Vector booleans(ScanRows rows, ScanRows.Found found) {
    BoolVector vector = bools();
    markNulls(vector, found, rows.size);
    for (int i = 0; i < rows.size; i++) vector.values[i] = (byte) (found.kind[i] & 1);
    return vector;
  }

  private Vector texts(ScanRows rows, ScanRows.Found found) {
    TextVector vector = texts(SqlType.Kind.VARCHAR);
    markNulls(vector, found, rows.size);
    byte[] bytes = rows.bytes();
    for (int i = 0; i < rows.size; i++) {
      byte kind = found.kind[i];
      if (kind > JsonKind.NULL)
        rows.arena.set(vector, i, kind, bytes, found.start[i], found.end[i]);
      else
        vector.set(i, bytes, 0, 0);
    }
    return vector;
  }

  private Vector containers(ScanRows rows, ScanRows.Found found) {
    TextVector vector = texts(SqlType.Kind.JSON);
    markNulls(vector, found, rows.size);
    byte[] bytes = rows.bytes();
    for (int i = 0; i < rows.size; i++) {
      boolean there = found.kind[i] > JsonKind.NULL;
      vector.set(i, bytes, there ? found.start[i] : 0, there ? found.end[i] - found.start[i] : 0);
    }
    return vector;
  }

  /// The slow path: one object per value.
  private Vector values(ScanRows rows, ScanRows.Found found) {
    ObjectVector vector = objects(SqlType.Kind.ANY);
    markNulls(vector, found, rows.size);
    boolean onlyDecimals = true;
    boolean onlyDoubles = true;
    for (int i = 0; i < rows.size; i++) {
      Object value = asKnown(JsonValues.boxed(rows.bytes(), found.kind[i], found.start[i], found.end[i]));
      vector.values[i] = value;
      onlyDecimals &= value == null || value instanceof BigDecimal;
      onlyDoubles &= value == null || value instanceof Double;
    }
    if (onlyDoubles) return unboxed(vector, rows.size);
    if (!onlyDecimals) return vector;
    var decimals = new ObjectVector(SqlType.Kind.DECIMAL);
    System.arraycopy(vector.values, 0, decimals.values, 0, rows.size);
    decimals.nulls = vector.nulls;
    return decimals;
  }

  private DoubleVector unboxed(ObjectVector from, int size) {
    DoubleVector vector = doubles();
    vector.nulls = from.nulls;
    for (int i = 0; i < size; i++) if (from.values[i] instanceof Double value) vector.values[i] = value;
    return vector;
  }

  private @Nullable Object asKnown(@Nullable Object value) {
    if (!(value instanceof Long whole)) return value;
    if (type.kind() == SqlType.Kind.DECIMAL) return BigDecimal.valueOf(whole);
    return type.kind() == SqlType.Kind.DOUBLE && exactDouble(whole) ? (Object) (double) (long) whole : whole;
  }
}
