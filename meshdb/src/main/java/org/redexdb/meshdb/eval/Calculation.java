// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.Vector;

/// `+ - * /` of two expressions: kernels over whole numbers and doubles. Rows that overflow, divide by zero or are of other
/// kinds go through the boxed path, which also raises the error.
final class Calculation implements Evaluator {
  private final Op op;
  private final Evaluator left;
  private final Evaluator right;
  private final RowCall boxed;
  /// Whether whole numbers are divided as doubles.
  private final boolean dividesDoubles;
  private final Held first = new Held();
  private final Held second = new Held();
  private final Outputs outputs = new Outputs();
  private final double[] leftDoubles = new double[Batch.ROWS];
  private final double[] rightDoubles = new double[Batch.ROWS];

  /// @param function the same operation of one row
  Calculation(Op op, Evaluator left, Evaluator right, RowCall.RowFunction function, SqlType type) {
    this.op = op;
    this.left = left;
    this.right = right;
    this.dividesDoubles = op == Op.DIVIDE && type.kind() != SqlType.Kind.DECIMAL;
    this.boxed = new RowCall(function, false, List.of(first, second), type);
  }

  static boolean has(Op op) { return op == Op.ADD || op == Op.SUBTRACT || op == Op.MULTIPLY || op == Op.DIVIDE; }

  @Override
  public Vector eval(Batch batch, int @Nullable [] rows, int count) {
    Vector a = left.eval(batch, rows, count);
    Vector b = right.eval(batch, rows, count);
    if (a instanceof LongVector x && b instanceof LongVector y && op != Op.DIVIDE && x.kind().numeric()
        && y.kind().numeric()) {
      LongVector out = outputs.longs(SqlType.Kind.BIGINT);
      out.nulls = Nulls.union(a, b, outputs.words);
      if (!longs(out.values, x.values, y.values, rows, count)) return out;
    } else if (a instanceof LongVector x && b instanceof LongVector y && dividesDoubles && x.kind().numeric()
        && y.kind().numeric() && ArithmeticKernels.exactAsDoubles(x.values, y.values, rows, count)) {
      DoubleVector out = outputs.doubles();
      out.nulls = Nulls.union(a, b, outputs.words);
      double check = doubles(out.values, values(a, leftDoubles, rows, count), values(b, rightDoubles, rows, count),
          rows, count);
      if (check == 0) return out;
    } else if (isNumbers(a) && isNumbers(b) && (a instanceof DoubleVector || b instanceof DoubleVector)) {
      DoubleVector out = outputs.doubles();
      out.nulls = Nulls.union(a, b, outputs.words);
      double check = doubles(out.values, values(a, leftDoubles, rows, count), values(b, rightDoubles, rows, count),
          rows, count);
      if (check == 0) return out;
    }
    first.vector = a;
    second.vector = b;
    return boxed.eval(batch, rows, count);
  }

  private static boolean isNumbers(Vector vector) {
    return vector instanceof DoubleVector || vector instanceof LongVector longs && longs.kind().numeric();
  }

  private static double[] values(Vector vector, double[] scratch, int @Nullable [] rows, int count) {
    if (vector instanceof DoubleVector doubles) return doubles.values;
    ArithmeticKernels.toDoubles(scratch, ((LongVector) vector).values, rows, count);
    return scratch;
  }

  private boolean longs(long[] out, long[] a, long[] b, int @Nullable [] rows, int count) {
    boolean constant = right instanceof Constant;
    return switch (op) {
      case ADD -> constant
          ? ArithmeticKernels.add(out, a, b[0], rows, count)
          : ArithmeticKernels.add(out, a, b, rows, count);
      case SUBTRACT -> ArithmeticKernels.subtract(out, a, b, rows, count);
      case MULTIPLY -> constant
          ? ArithmeticKernels.multiply(out, a, b[0], rows, count)
          : ArithmeticKernels.multiply(out, a, b, rows, count);
      default -> throw new IllegalStateException("no kernel for " + op);
    };
  }

  private double doubles(double[] out, double[] a, double[] b, int @Nullable [] rows, int count) {
    return switch (op) {
      case ADD -> ArithmeticKernels.add(out, a, b, rows, count);
      case SUBTRACT -> ArithmeticKernels.subtract(out, a, b, rows, count);
      case MULTIPLY -> ArithmeticKernels.multiply(out, a, b, rows, count);
      case DIVIDE -> ArithmeticKernels.divide(out, a, b, rows, count);
      default -> throw new IllegalStateException("no kernel for " + op);
    };
  }

  /// Hands a vector that is there already to the boxed path.
  private static final class Held implements Evaluator {
    private Vector vector = new LongVector(SqlType.Kind.BIGINT, new long[0]);

    @Override
    public Vector eval(Batch batch, int @Nullable [] rows, int count) { return vector; }
  }
}
