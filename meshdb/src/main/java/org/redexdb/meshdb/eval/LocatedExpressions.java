// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.plan.Place;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// Expressions over the columns of one input, whose errors say which value, which event and which place of the statement
/// they come from. Costs one call per batch.
public final class LocatedExpressions {
  private final ExpressionCompiler compiler;
  private final Supplier<List<String>> names;

  /// @param names of the columns of the input; asked for only when something fails
  public LocatedExpressions(ExpressionCompiler compiler, Supplier<List<String>> names) {
    this.compiler = compiler;
    this.names = names;
  }

  public Evaluator compile(Rex rex) {
    Evaluator inner = compiler.compile(rex);
    return inner instanceof ColumnRef || inner instanceof Constant ? inner : new Located(inner, rex);
  }

  public List<Evaluator> compileAll(List<Rex> list) { return list.stream().map(this::compile).toList(); }

  public Selector condition(Rex rex) { return new LocatedSelector(compiler.condition(rex), rex); }

  /// The value of an expression without references.
  public @Nullable Object value(Rex rex) {
    try {
      return compiler.value(rex);
    } catch (SqlException.Data error) {
      var one = new Batch(0);
      one.size = 1;
      throw new Diagnosis(compiler, names.get(), one, 0).of(error, rex);
    }
  }

  /// What takes values of an expression in, row by row or many at once.
  @FunctionalInterface
  public interface Taker {
    /// @param rows as in [Evaluator#eval]
    void take(int @Nullable [] rows, int count);
  }

  /// Runs what takes the values of `argument` in. When it fails the rows are offered again one by one, so it may be left
  /// in any state.
  public void take(Taker taker, int @Nullable [] rows, int count, Batch batch, @Nullable Rex argument, Place place) {
    try {
      taker.take(rows, count);
    } catch (SqlException.Data error) {
      var failure = Diagnosis.firstFailure(rows, count, one -> taker.take(one, 1));
      if (failure == null || argument == null) throw error;
      throw new Diagnosis(compiler, names.get(), batch, failure.row()).located(failure.error(), place,
          List.of(argument), argument);
    }
  }

  private SqlException.Data located(SqlException.Data error, Diagnosis.@Nullable Failure failure, Batch batch,
      Rex rex) {
    return failure == null
        ? error
        : new Diagnosis(compiler, names.get(), batch, failure.row()).of(failure.error(), rex);
  }

  private final class Located implements Evaluator {
    private final Evaluator inner;
    private final Rex rex;

    Located(Evaluator inner, Rex rex) {
      this.inner = inner;
      this.rex = rex;
    }

    @Override
    public Vector eval(Batch batch, int @Nullable [] rows, int count) {
      try {
        return inner.eval(batch, rows, count);
      } catch (SqlException.Data error) {
        throw located(error, Diagnosis.firstFailure(rows, count, one -> inner.eval(batch, one, 1)), batch, rex);
      }
    }
  }

  private final class LocatedSelector implements Selector {
    private final Selector inner;
    private final Rex rex;

    LocatedSelector(Selector inner, Rex rex) {
      this.inner = inner;
      this.rex = rex;
    }

    @Override
    public int select(Batch batch, int @Nullable [] rows, int count, int[] out) {
      try {
        return inner.select(batch, rows, count, out);
      } catch (SqlException.Data error) {
        // The rows may have been narrowed in place already, which leaves none in the array that was not among them.
        var picked = new int[Batch.ROWS];
        throw located(error, Diagnosis.firstFailure(rows, count, one -> inner.select(batch, one, 1, picked)), batch,
            rex);
      }
    }
  }
}
