// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.value.NumberOrder;
import org.redexdb.meshdb.value.Ordering;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.Vector;

/// MIN or MAX in the order of ORDER BY. Typed while all values are of one kind of whole numbers or times, or all doubles;
/// boxed otherwise. Of equal values (1 and 1.0) the first stays.
final class ExtremeAccumulator implements Accumulator {
  /// Charged for a group before the form is known, and for numbers.
  private static final int BYTES_PER_NUMBER = 1 + Long.BYTES;

  private enum Form {
    NONE, LONGS, DOUBLES, OBJECTS
  }

  private final MemoryBudget.Account account;
  /// -1 for MIN, 1 for MAX.
  private final int sign;
  private Form form = Form.NONE;
  private SqlType.Kind kind = SqlType.Kind.NULL;
  private boolean[] given = new boolean[64];
  private long[] longs = {};
  private double[] doubles = {};
  private @Nullable Object[] objects = {};

  ExtremeAccumulator(boolean max, MemoryBudget.Account account) {
    this.sign = max ? 1 : -1;
    this.account = account;
  }

  @Override
  public void groups(int groups) {
    if (groups <= given.length) return;
    int grown = Math.max(groups, given.length * 2);
    account.charge((long) (grown - given.length) * (form == Form.OBJECTS ? HeapBytes.PER_OBJECT : BYTES_PER_NUMBER));
    given = Arrays.copyOf(given, grown);
    allocate();
  }

  private void allocate() {
    switch (form) {
      case NONE -> {
      }
      case LONGS -> longs = Arrays.copyOf(longs, given.length);
      case DOUBLES -> doubles = Arrays.copyOf(doubles, given.length);
      case OBJECTS -> objects = Arrays.copyOf(objects, given.length);
    }
  }

  @Override
  public void add(Vector values, int @Nullable [] rows, int count, int @Nullable [] groupOf) {
    if (values.kind() == SqlType.Kind.NULL) return;
    Form wanted = switch (values) {
      case LongVector _ -> Form.LONGS;
      case DoubleVector _ -> Form.DOUBLES;
      default -> Form.OBJECTS;
    };
    if (form == Form.NONE) {
      form = wanted;
      kind = values.kind();
      if (form == Form.OBJECTS) account.charge((long) given.length * (HeapBytes.PER_OBJECT - BYTES_PER_NUMBER));
      allocate();
    } else if (form != Form.OBJECTS && (form != wanted || kind != values.kind())) box();
    if (form == Form.LONGS && values instanceof LongVector vector) addLongs(vector, rows, count, groupOf);
    else if (form == Form.DOUBLES && values instanceof DoubleVector vector) addDoubles(vector, rows, count, groupOf);
    else
      addObjects(values, rows, count, groupOf);
  }

  private void box() {
    account.charge((long) given.length * HeapBytes.PER_OBJECT);
    var boxed = new @Nullable Object[given.length];
    for (int group = 0; group < given.length; group++) boxed[group] = result(group);
    objects = boxed;
    form = Form.OBJECTS;
  }

  private void addLongs(LongVector values, int @Nullable [] rows, int count, int @Nullable [] groupOf) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (values.isNull(i)) continue;
      int group = groupOf == null ? 0 : groupOf[i];
      long value = values.values[i];
      if (!given[group] || (sign > 0 ? value > longs[group] : value < longs[group])) longs[group] = value;
      given[group] = true;
    }
  }

  private void addDoubles(DoubleVector values, int @Nullable [] rows, int count, int @Nullable [] groupOf) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (values.isNull(i)) continue;
      int group = groupOf == null ? 0 : groupOf[i];
      double value = values.values[i];
      if (!given[group] || NumberOrder.compare(value, doubles[group]) * sign > 0) doubles[group] = value;
      given[group] = true;
    }
  }

  private void addObjects(Vector values, int @Nullable [] rows, int count, int @Nullable [] groupOf) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      Object value = values.boxed(i);
      if (value == null) continue;
      int group = groupOf == null ? 0 : groupOf[i];
      Object best = objects[group];
      if (best == null || Ordering.compare(value, best) * sign > 0) {
        account.charge(HeapBytes.beyondObject(value) - (best == null ? 0 : HeapBytes.beyondObject(best)));
        objects[group] = value;
      }
      given[group] = true;
    }
  }

  @Override
  public @Nullable Object result(int group) {
    if (!given[group]) return null;
    return switch (form) {
      case NONE -> null;
      case LONGS -> LongVector.boxed(kind, longs[group]);
      case DOUBLES -> doubles[group];
      case OBJECTS -> objects[group];
    };
  }
}
