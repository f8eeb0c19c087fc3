// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.value.Family;
import org.redexdb.meshdb.value.Ordering;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// `value IN (constants)`: true when equal to one; else UNKNOWN when one is NULL or of another family than the value; else
/// false.
final class Membership implements Evaluator {
  private final Evaluator input;
  private final boolean strict;
  private final Set<Object> keys = new HashSet<>();
  private final List<Object> elements;
  private final boolean hasNull;
  private final Set<Family> families = EnumSet.noneOf(Family.class);
  private final long[] longs;
  private final byte[][] texts;
  private final Outputs outputs = new Outputs();

  /// @param elements the constants that are not NULL
  Membership(Evaluator input, List<Object> elements, boolean hasNull, boolean strict) {
    this.input = input;
    this.elements = List.copyOf(elements);
    this.hasNull = hasNull;
    this.strict = strict;
    for (Object element : elements) {
      keys.add(Ordering.key(element));
      families.add(Family.of(element));
    }
    this.longs = keys.stream().filter(Long.class::isInstance).mapToLong(key -> (Long) key).sorted().toArray();
    this.texts = keys.stream().filter(String.class::isInstance).map(key -> Ordering.utf8((String) key))
        .toArray(byte[][]::new);
  }

  /// Up to here a list is searched one by one.
  private static final int SHORT_LIST_MAX = 8;

  @Override
  public Vector eval(Batch batch, int @Nullable [] rows, int count) {
    Vector values = input.eval(batch, rows, count);
    BoolVector out = outputs.bools();
    boolean plain = !hasNull && families.size() == 1 && families.contains(Family.of(values.kind()));
    if (plain && values instanceof LongVector numbers && numbers.kind().numeric()) {
      out.nulls = Nulls.copy(values, outputs.words);
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        out.values[i] = (byte) contains(numbers.values[i]);
      }
    } else if (plain && values instanceof TextVector strings && texts.length == elements.size()
        && texts.length <= SHORT_LIST_MAX) {
      out.nulls = Nulls.copy(values, outputs.words);
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        out.values[i] = (byte) (strings.isNull(i) ? 0 : contains(strings, i));
      }
    } else
      boxed(values, rows, count, out);
    return out;
  }

  private int contains(long value) {
    if (longs.length > SHORT_LIST_MAX) return Arrays.binarySearch(longs, value) >= 0 ? 1 : 0;
    int found = 0;
    for (long element : longs) found |= CompareKernels.equal(value, element);
    return found;
  }

  private int contains(TextVector strings, int i) {
    byte[] bytes = strings.bytes[i];
    int from = strings.offset[i];
    int to = from + strings.length[i];
    for (byte[] text : texts)
      if (text.length == to - from && Arrays.equals(bytes, from, to, text, 0, text.length)) return 1;
    return 0;
  }

  private void boxed(Vector values, int @Nullable [] rows, int count, BoolVector out) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      Object value = values.boxed(i);
      Boolean answer = value == null ? null : in(value);
      out.values[i] = (byte) (Boolean.TRUE.equals(answer) ? 1 : 0);
      if (answer == null) out.setNull(i);
    }
  }

  private @Nullable Boolean in(Object value) {
    if (keys.contains(Ordering.key(value))) return true;
    boolean unknown = hasNull;
    for (Family family : families) unknown |= family != Family.of(value);
    if (unknown && strict) for (Object element : elements) Comparisons.compare(Op.EQUAL, value, element, true);
    return unknown ? null : false;
  }
}
