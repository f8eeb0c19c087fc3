// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.value.CanonicalJson;
import org.redexdb.meshdb.value.NumberOrder;
import org.redexdb.meshdb.value.Ordering;
import org.redexdb.meshdb.value.Times;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// Numbers the different values of one column from 0 in the order of first appearance. Values that are equal by value have
/// one number, whatever their kinds (1, 1.0 and DECIMAL 1.00); NULL has one too.
///
/// Confined to one thread.
final class ValueIds {
  private static final int BYTES_PER_OBJECT = 96;
  private static final int ABSENT = -1;

  private final MemoryBudget.Account account;
  private int size;
  private int nullId = ABSENT;
  private final int[] boolIds = {ABSENT, ABSENT};
  private final LongIds whole;
  private final LongIds fractions;
  private final LongIds times;
  private final LongIds dates;
  private final TextIds texts;
  /// By the text as it stands, which spares most values the way to the text that stands for all equal ones.
  private final TextIds jsons;
  private final TextIds canonicalJsons;
  private final TextIds binaries;
  private final Map<Object, Integer> others = new HashMap<>();

  ValueIds(MemoryBudget.Account account) {
    this.account = account;
    whole = new LongIds(account);
    fractions = new LongIds(account);
    times = new LongIds(account);
    dates = new LongIds(account);
    texts = new TextIds(account);
    jsons = new TextIds(account);
    canonicalJsons = new TextIds(account);
    binaries = new TextIds(account);
  }

  /// How many different values there are.
  int size() { return size; }

  /// Writes the number of each row's value to `out[row]`; new values get one.
  void assign(Vector vector, int @Nullable [] rows, int count, int[] out) { each(vector, rows, count, out, true); }

  /// Writes the number of each row's value to `out[row]`, -1 where the value was never assigned one.
  void find(Vector vector, int @Nullable [] rows, int count, int[] out) { each(vector, rows, count, out, false); }

  private void each(Vector vector, int @Nullable [] rows, int count, int[] out, boolean add) {
    switch (vector) {
      case LongVector longs -> {
        LongIds ids = switch (longs.kind()) {
          case TIMESTAMP -> times;
          case DATE -> dates;
          default -> whole;
        };
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = longs.isNull(i) ? ofNull(add) : of(ids, longs.values[i], add);
        }
      }
      case DoubleVector doubles -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = doubles.isNull(i) ? ofNull(add) : of(doubles.values[i], add);
        }
      }
      case BoolVector bools -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          out[i] = bools.isNull(i) ? ofNull(add) : of(bools.values[i] != 0, add);
        }
      }
      case TextVector strings -> {
        boolean json = strings.kind() == SqlType.Kind.JSON;
        TextIds ids = strings.kind() == SqlType.Kind.VARBINARY ? binaries : texts;
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          if (strings.isNull(i)) out[i] = ofNull(add);
          else if (json) out[i] = ofJson(strings.bytes[i], strings.offset[i], strings.length[i], add);
          else
            out[i] = of(ids, strings.bytes[i], strings.offset[i], strings.length[i], add);
        }
      }
      case ObjectVector objects -> {
        for (int k = 0; k < count; k++) {
          int i = rows == null ? k : rows[k];
          Object value = objects.boxed(i);
          out[i] = value == null ? ofNull(add) : of(value, add);
        }
      }
    }
  }

  private int ofJson(byte[] source, int at, int count, boolean add) {
    int known = jsons.find(source, at, count);
    if (known >= 0) return known;
    byte[] canonical = CanonicalJson.of(source, at, count);
    int id = of(canonicalJsons, canonical, 0, canonical.length, add);
    return add ? jsons.assign(source, at, count, id) : id;
  }

  private int ofNull(boolean add) {
    if (nullId == ABSENT && add) nullId = size++;
    return nullId;
  }

  private int of(boolean value, boolean add) {
    int at = value ? 1 : 0;
    if (boolIds[at] == ABSENT && add) boolIds[at] = size++;
    return boolIds[at];
  }

  private int of(LongIds ids, long key, boolean add) {
    if (!add) return ids.find(key);
    int id = ids.assign(key, size);
    if (id == size) size++;
    return id;
  }

  private int of(TextIds ids, byte[] source, int at, int count, boolean add) {
    if (!add) return ids.find(source, at, count);
    int id = ids.assign(source, at, count, size);
    if (id == size) size++;
    return id;
  }

  private int of(double value, boolean add) {
    return NumberOrder.wholeInRange(value)
        ? of(whole, (long) value, add)
        : of(fractions, Double.doubleToLongBits(value), add);
  }

  private int of(Object value, boolean add) {
    return switch (value) {
      case Boolean flag -> of(flag.booleanValue(), add);
      case String text -> ofText(texts, Ordering.utf8(text), add);
      case Json json -> {
        byte[] bytes = Ordering.utf8(json.text());
        yield ofJson(bytes, 0, bytes.length, add);
      }
      case byte[] bytes -> ofText(binaries, bytes, add);
      case Instant time -> of(times, Times.nanos(time), add);
      case LocalDate date -> of(dates, date.toEpochDay(), add);
      default -> ofKey(Ordering.key(value), add);
    };
  }

  private int ofText(TextIds ids, byte[] bytes, boolean add) { return of(ids, bytes, 0, bytes.length, add); }

  private int ofKey(Object key, boolean add) {
    if (key instanceof Long number) return of(whole, number, add);
    if (key instanceof Double number) return of(fractions, Double.doubleToLongBits(number), add);
    Integer known = others.get(key);
    if (known != null) return known;
    if (!add) return ABSENT;
    account.charge(BYTES_PER_OBJECT + HeapBytes.beyondObject(key));
    others.put(key, size);
    return size++;
  }
}
