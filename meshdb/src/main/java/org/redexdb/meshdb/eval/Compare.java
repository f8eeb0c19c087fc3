// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.value.Arithmetic;
import org.redexdb.meshdb.value.BadValue;
import org.redexdb.meshdb.value.Family;
import org.redexdb.meshdb.value.Ordering;
import org.redexdb.meshdb.value.Times;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// `left op right` of two expressions: kernels where both sides are of one class, boxed values elsewhere.
final class Compare implements Evaluator {
  private final Op op;
  private final CompareForm form;
  private final Evaluator left;
  private final Evaluator right;
  private final boolean strict;
  private final Outputs outputs = new Outputs();

  Compare(Op op, Evaluator left, Evaluator right, boolean strict) {
    this.op = op;
    this.form = CompareForm.of(op);
    this.left = left;
    this.right = right;
    this.strict = strict;
  }

  @Override
  public Vector eval(Batch batch, int @Nullable [] rows, int count) {
    Vector a = left.eval(batch, rows, count);
    Vector b = right.eval(batch, rows, count);
    BoolVector out = outputs.bools();
    out.nulls = Nulls.union(a, b, outputs.words);
    if (a instanceof LongVector x && b instanceof LongVector y && Family.of(x.kind()) == Family.of(y.kind()))
      CompareKernels.flags(out.values, x.values, y.values, rows, count, form);
    else if (a instanceof DoubleVector x && b instanceof DoubleVector y)
      CompareKernels.flags(out.values, x.values, y.values, rows, count, form);
    else if (a instanceof TextVector x && b instanceof TextVector y && x.kind() == y.kind()
        && x.kind() != SqlType.Kind.JSON)
      CompareKernels.flags(out.values, x, y, rows, count, form);
    else
      boxed(a, b, rows, count, out);
    return out;
  }

  private void boxed(Vector a, Vector b, int @Nullable [] rows, int count, BoolVector out) {
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      if (Nulls.isNull(out.nulls, i)) continue;
      Object x = a.boxed(i);
      Object y = b.boxed(i);
      Boolean answer = x == null || y == null ? null : Comparisons.compare(op, x, y, strict);
      out.values[i] = (byte) (Boolean.TRUE.equals(answer) ? 1 : 0);
      if (answer == null) out.setNull(i);
    }
  }

  /// With a constant that is not NULL on the right. Also picks rows without making flags first.
  static final class WithConstant implements Evaluator, Selector {
    private final Op op;
    private final CompareForm form;
    private final Evaluator left;
    private final Object constant;
    private final Family family;
    private final boolean strict;
    private final @Nullable Bound overLongs;
    private final @Nullable Bound overDoubles;
    private final byte @Nullable [] bytes;
    private final Outputs outputs = new Outputs();

    WithConstant(Op op, Evaluator left, Object constant, boolean strict) {
      this.op = op;
      this.form = CompareForm.of(op);
      this.left = left;
      this.constant = constant;
      this.family = Family.of(constant);
      this.strict = strict;
      this.overLongs = switch (constant) {
        case Instant time -> Bound.overLongs(op, Times.nanos(time));
        case LocalDate date -> Bound.overLongs(op, date.toEpochDay());
        default -> Arithmetic.isNumber(constant) ? Bound.overLongs(op, constant) : null;
      };
      this.overDoubles = Arithmetic.isNumber(constant) ? Bound.overDoubles(op, constant) : null;
      this.bytes = switch (constant) {
        case String text -> Ordering.utf8(text);
        case byte[] binary -> binary;
        default -> null;
      };
    }

    @Override
    public Vector eval(Batch batch, int @Nullable [] rows, int count) {
      Vector values = left.eval(batch, rows, count);
      BoolVector out = outputs.bools();
      out.nulls = Nulls.copy(values, outputs.words);
      Family own = Family.of(values.kind());
      if (own == null) boxed(values, rows, count, out);
      else if (own != family) unknown(values, rows, count, out);
      else if (values instanceof LongVector longs && overLongs != null) {
        if (overLongs.verdict() == Bound.Verdict.BY_ROW)
          CompareKernels.flags(out.values, longs.values, rows, count, overLongs.form(), overLongs.longBound());
        else
          fill(out, overLongs.verdict());
      } else if (values instanceof DoubleVector doubles && overDoubles != null) {
        if (overDoubles.verdict() == Bound.Verdict.BY_ROW)
          CompareKernels.flags(out.values, doubles.values, rows, count, overDoubles.form(), overDoubles.doubleBound());
        else
          fill(out, overDoubles.verdict());
      } else if (values instanceof TextVector texts && bytes != null)
        CompareKernels.flags(out.values, texts, rows, count, form, bytes);
      else
        boxed(values, rows, count, out);
      return out;
    }

    @Override
    public int select(Batch batch, int @Nullable [] rows, int count, int[] out) {
      Vector values = left.eval(batch, rows, count);
      if (Family.of(values.kind()) == family) {
        if (values instanceof LongVector longs && overLongs != null && overLongs.verdict() == Bound.Verdict.BY_ROW)
          return CompareKernels.dropNulls(out, CompareKernels.select(out, longs.values, rows, count, overLongs.form(),
              overLongs.longBound()), longs.nulls);
        if (values instanceof DoubleVector doubles && overDoubles != null
            && overDoubles.verdict() == Bound.Verdict.BY_ROW)
          return CompareKernels.dropNulls(out, CompareKernels.select(out, doubles.values, rows, count,
              overDoubles.form(), overDoubles.doubleBound()), doubles.nulls);
      }
      // The column is read again, which costs nothing when it is one, as it nearly always is.
      BoolVector flags = (BoolVector) eval(batch, rows, count);
      return CompareKernels.dropNulls(out, CompareKernels.select(out, flags.values, rows, count), flags.nulls);
    }

    private static void fill(BoolVector out, Bound.Verdict verdict) {
      Arrays.fill(out.values, (byte) (verdict == Bound.Verdict.ALWAYS ? 1 : 0));
    }

    /// Another family: UNKNOWN, or an error when there is a value at all.
    private void unknown(Vector values, int @Nullable [] rows, int count, BoolVector out) {
      if (strict) for (int k = 0; k < count; k++) {
        Object value = values.boxed(rows == null ? k : rows[k]);
        if (value != null) throw BadValue.wrongTypes("compare", value, constant);
      }
      out.nulls = Nulls.all(outputs.words);
      Arrays.fill(out.values, (byte) 0);
    }

    private void boxed(Vector values, int @Nullable [] rows, int count, BoolVector out) {
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        Object value = values.boxed(i);
        Boolean answer = value == null ? null : Comparisons.compare(op, value, constant, strict);
        out.values[i] = (byte) (Boolean.TRUE.equals(answer) ? 1 : 0);
        if (answer == null) out.setNull(i);
      }
    }
  }
}
