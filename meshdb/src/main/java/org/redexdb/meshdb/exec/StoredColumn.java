// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.eval.Outputs;
import org.redexdb.meshdb.value.Casts;
import org.redexdb.meshdb.value.Ordering;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// Values of one column kept beyond their batch, by row number. Typed as the first batch was; boxed from the moment that
/// another type comes.
///
/// Confined to one thread.
final class StoredColumn {
  private static final int TEXT_BLOCK_BYTES = 64 << 10;
  private static final int BYTES_PER_TEXT_ROW = 16;

  private static final byte[] NO_TEXT = {};
  /// The eighth byte of a number tells how many there are.
  private static final int TEXT_NUMBER_BYTES = 7;

  private enum Form {
    NONE, LONGS, DOUBLES, BOOLS, TEXTS, OBJECTS
  }

  private final MemoryBudget.Account account;
  private final Outputs outputs = new Outputs();
  private Form form = Form.NONE;
  private SqlType.Kind kind = SqlType.Kind.NULL;
  private int size;
  private int capacity;
  private long[] longs = {};
  private double[] doubles = {};
  private byte[] bools = {};
  private byte[][] bytes = {};
  private int[] offset = {};
  private int[] length = {};
  private @Nullable Object[] objects = {};
  private long[] nulls = {};
  private boolean hasNulls;
  private byte[] block = {};
  private int blockUsed;

  StoredColumn(MemoryBudget.Account account) {
    this.account = account;
  }

  int size() { return size; }

  /// Adds rows of a vector.
  ///
  /// @param rows as in [org.redexdb.meshdb.eval.Evaluator#eval]
  void append(Vector vector, int @Nullable [] rows, int count) {
    reserve(size + count);
    if (vector.nulls != null) appendNulls(vector, rows, count);
    Form wanted = formOf(vector);
    if (wanted != Form.NONE && vector.kind() != kind) {
      if (form == Form.OBJECTS) kind = SqlType.Kind.ANY;
      else
        change(wanted, vector);
    } else if (wanted != Form.NONE && wanted != form && form != Form.OBJECTS) change(wanted, vector);
    switch (form) {
      case NONE -> {
      }
      case LONGS -> {
        if (vector instanceof LongVector from)
          for (int k = 0; k < count; k++)
            longs[size + k] = from.values[rows == null ? k : rows[k]];
      }
      case DOUBLES -> {
        if (vector instanceof DoubleVector from)
          for (int k = 0; k < count; k++)
            doubles[size + k] = from.values[rows == null ? k : rows[k]];
      }
      case BOOLS -> {
        if (vector instanceof BoolVector from)
          for (int k = 0; k < count; k++)
            bools[size + k] = from.values[rows == null ? k : rows[k]];
      }
      case TEXTS -> {
        if (vector instanceof TextVector from) appendTexts(from, rows, count);
      }
      case OBJECTS -> {
        for (int k = 0; k < count; k++) keep(size + k, vector.boxed(rows == null ? k : rows[k]));
      }
    }
    size += count;
  }

  private static Form formOf(Vector vector) {
    return switch (vector) {
      case LongVector _ -> Form.LONGS;
      case DoubleVector _ -> Form.DOUBLES;
      case BoolVector _ -> Form.BOOLS;
      case TextVector _ -> Form.TEXTS;
      case ObjectVector objects -> objects.kind() == SqlType.Kind.NULL ? Form.NONE : Form.OBJECTS;
    };
  }

  private void appendNulls(Vector vector, int @Nullable [] rows, int count) {
    for (int k = 0; k < count; k++) {
      if (!vector.isNull(rows == null ? k : rows[k])) continue;
      int at = size + k;
      nulls[at >> 6] |= 1L << at;
      hasNulls = true;
    }
  }

  private void appendTexts(TextVector from, int @Nullable [] rows, int count) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (!from.isNull(i)) keep(size + k, from.bytes[i], from.offset[i], from.length[i]);
    }
  }

  private void keep(int row, @Nullable Object value) {
    if (value != null) account.charge(HeapBytes.beyondObject(value));
    objects[row] = value;
  }

  private void keep(int row, byte[] source, int at, int count) {
    if (block.length - blockUsed < count) {
      block = new byte[Math.max(TEXT_BLOCK_BYTES, count)];
      blockUsed = 0;
      account.charge(block.length);
    }
    System.arraycopy(source, at, block, blockUsed, count);
    bytes[row] = block;
    offset[row] = blockUsed;
    length[row] = count;
    blockUsed += count;
  }

  /// Takes the form of the first values, or the boxed one when it has another already.
  private void change(Form wanted, Vector vector) {
    if (form == Form.NONE) {
      form = wanted;
      kind = vector.kind();
      // The rows so far were charged as numbers.
      account.charge((long) capacity * Math.max(0, bytesPerRow() - Long.BYTES));
      allocate(capacity);
      return;
    }
    account.charge((long) capacity * HeapBytes.PER_OBJECT);
    var boxed = new @Nullable Object[capacity];
    for (int i = 0; i < size; i++) {
      Object value = boxed(i);
      if (value != null) account.charge(HeapBytes.beyondObject(value));
      boxed[i] = value;
    }
    form = Form.OBJECTS;
    kind = SqlType.Kind.ANY;
    objects = boxed;
    longs = new long[0];
    doubles = new double[0];
    bools = new byte[0];
    bytes = new byte[0][];
    offset = new int[0];
    length = new int[0];
  }

  private void reserve(int rows) {
    if (rows <= capacity) return;
    int grown = Math.max(rows, Math.max(256, capacity + (capacity >> 1)));
    account.charge((long) (grown - capacity) * bytesPerRow());
    capacity = grown;
    nulls = Arrays.copyOf(nulls, (grown + 63) >> 6);
    allocate(grown);
  }

  private int bytesPerRow() {
    return switch (form) {
      case NONE, LONGS, DOUBLES -> Long.BYTES;
      case BOOLS -> 1;
      case TEXTS -> BYTES_PER_TEXT_ROW;
      case OBJECTS -> HeapBytes.PER_OBJECT;
    };
  }

  private void allocate(int rows) {
    switch (form) {
      case NONE -> {
      }
      case LONGS -> longs = Arrays.copyOf(longs, rows);
      case DOUBLES -> doubles = Arrays.copyOf(doubles, rows);
      case BOOLS -> bools = Arrays.copyOf(bools, rows);
      case TEXTS -> {
        bytes = Arrays.copyOf(bytes, rows);
        offset = Arrays.copyOf(offset, rows);
        length = Arrays.copyOf(length, rows);
      }
      case OBJECTS -> objects = Arrays.copyOf(objects, rows);
    }
  }

  boolean isNull(int row) { return hasNulls && (nulls[row >> 6] >>> row & 1) != 0; }

  @Nullable
  Object boxed(int row) {
    if (isNull(row)) return null;
    return switch (form) {
      case NONE -> null;
      case LONGS -> LongVector.boxed(kind, longs[row]);
      case DOUBLES -> doubles[row];
      case BOOLS -> bools[row] != 0;
      case TEXTS -> text(row);
      case OBJECTS -> objects[row];
    };
  }

  private Object text(int row) {
    if (kind == SqlType.Kind.VARBINARY) return Arrays.copyOfRange(bytes[row], offset[row], offset[row] + length[row]);
    String text = new String(bytes[row], offset[row], length[row], StandardCharsets.UTF_8);
    return kind == SqlType.Kind.JSON ? new Json(text) : text;
  }

  /// Order of two rows whose values are not NULL.
  int compare(int a, int b) {
    return switch (form) {
      case LONGS -> Long.compare(longs[a], longs[b]);
      case DOUBLES -> Double.compare(doubles[a] + 0.0, doubles[b] + 0.0);
      case BOOLS -> bools[a] - bools[b];
      case TEXTS -> Arrays.compareUnsigned(bytes[a], offset[a], offset[a] + length[a], bytes[b], offset[b],
          offset[b] + length[b]);
      case NONE, OBJECTS -> Ordering.compare(value(a), value(b));
    };
  }

  private Object value(int row) {
    Object value = boxed(row);
    if (value == null) throw Casts.nullNotAllowed("a value to compare");
    return value;
  }

  boolean hasNulls() { return hasNulls; }

  /// Whether [#number] stands for the values.
  boolean hasNumbers() { return form != Form.OBJECTS; }

  /// A long in the order of the values that are not NULL: two are equal when their numbers of all depths are. Of a text
  /// seven bytes and how many of them there are, or that it goes on.
  ///
  /// @param depth 0, and on while [#goesOn]
  long number(int row, int depth) {
    return switch (form) {
      case LONGS -> longs[row];
      case DOUBLES -> ordered(doubles[row]);
      case BOOLS -> bools[row];
      case TEXTS -> number(bytes[row], offset[row], length[row], depth * TEXT_NUMBER_BYTES);
      case NONE, OBJECTS -> 0;
    };
  }

  private static long ordered(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ bits >> 63 & Long.MAX_VALUE;
  }

  private static long number(byte[] source, int from, int size, int at) {
    long number = 0;
    int taken = Math.min(size - at, TEXT_NUMBER_BYTES);
    for (int i = 0; i < taken; i++) number |= (source[from + at + i] & 0xFFL) << 56 - 8 * i;
    return (number | Math.min(size - at, TEXT_NUMBER_BYTES + 1)) ^ Long.MIN_VALUE;
  }

  /// Whether values with this number differ further on.
  boolean goesOn(long number) { return form == Form.TEXTS && (number & 0xFF) == TEXT_NUMBER_BYTES + 1; }

  /// The kind of vectors whose prefixes compare with [#prefix], or null when there is none.
  SqlType.@Nullable Kind kindWithPrefixes() { return form == Form.NONE || form == Form.OBJECTS ? null : kind; }

  /// A long that is in the order of the values wherever it differs; see [SortPrefix].
  long prefix(int row) {
    return switch (form) {
      case LONGS -> SortPrefix.of(longs[row]);
      case DOUBLES -> SortPrefix.of(doubles[row]);
      case BOOLS -> SortPrefix.of(bools[row]);
      case TEXTS -> SortPrefix.of(bytes[row], offset[row], length[row]);
      case NONE, OBJECTS -> 0;
    };
  }

  /// The values of some rows as a vector, from row 0 on; it belongs to this column.
  Vector gather(int[] rows, int from, int count) {
    Vector out = switch (form) {
      case LONGS -> {
        LongVector vector = outputs.longs(kind);
        for (int k = 0; k < count; k++) vector.values[k] = longs[rows[from + k]];
        yield vector;
      }
      case DOUBLES -> {
        DoubleVector vector = outputs.doubles();
        for (int k = 0; k < count; k++) vector.values[k] = doubles[rows[from + k]];
        yield vector;
      }
      case BOOLS -> {
        BoolVector vector = outputs.bools();
        for (int k = 0; k < count; k++) vector.values[k] = bools[rows[from + k]];
        yield vector;
      }
      case TEXTS -> {
        TextVector vector = outputs.texts(kind);
        for (int k = 0; k < count; k++) {
          int row = rows[from + k];
          if (isNull(row)) vector.set(k, NO_TEXT, 0, 0);
          else
            vector.set(k, bytes[row], offset[row], length[row]);
        }
        yield vector;
      }
      case NONE, OBJECTS -> {
        ObjectVector vector = outputs.objects(kind);
        for (int k = 0; k < count; k++) vector.values[k] = form == Form.NONE ? null : objects[rows[from + k]];
        yield vector;
      }
    };
    for (int k = 0; k < count; k++)
      if (form == Form.NONE || isNull(rows[from + k])) out.setNull(k);
    return out;
  }
}
