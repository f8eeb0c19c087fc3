// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Place;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexText;
import org.redexdb.meshdb.plan.RexTree;
import org.redexdb.meshdb.value.ShownValue;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.RowOrigin;
import org.redexdb.storage.api.Where;

/// Says of an error of a value which value it was, where in the statement and in which event. Evaluators work on whole
/// batches and keep no track of that; once one has failed, the rows and then the parts of the expression are tried one by
/// one, so that nothing is paid for before.
final class Diagnosis {
  private static final int VALUES_MAX = 3;
  private static final int EXPRESSION_CHARS_MAX = 60;

  private final ExpressionCompiler compiler;
  private final List<String> names;
  private final Batch batch;
  private final int row;
  private final int[] rows;

  /// @param names of the columns of the batch
  Diagnosis(ExpressionCompiler compiler, List<String> names, Batch batch, int row) {
    this.compiler = compiler;
    this.names = names;
    this.batch = batch;
    this.row = row;
    this.rows = new int[]{row};
  }

  /// A part of an expression that fails by itself, all below it being well.
  private record Culprit(Rex rex, Place place, SqlException.Data error) {
  }

  /// The error to tell of.
  ///
  /// @param whole what failed in this row with `error`
  SqlException.Data of(SqlException.Data error, Rex whole) {
    Culprit culprit = find(whole, whole.place());
    return culprit == null
        ? located(error, whole.place(), List.of(), whole)
        : located(culprit.error, culprit.place, RexTree.children(culprit.rex), culprit.rex);
  }

  /// The error with the values of `parts`, of which `about` was made.
  SqlException.Data located(SqlException.Data error, Place place, List<Rex> parts, Rex about) {
    var values = new LinkedHashSet<String>();
    for (Rex part : parts)
      if (!(part instanceof Rex.Literal) && values.size() < VALUES_MAX) values.add(valueText(part));
    String message = error.getMessage() + (values.isEmpty() ? "" : ": " + String.join(", ", values));
    Where where = error.where().known() ? error.where() : origin(RexTree.columns(about));
    return new SqlException.Data(error.sqlState(), message, where, place.line(), place.column(), place.picture(),
        error);
  }

  private String valueText(Rex part) {
    String text = RexText.of(part, names);
    if (text.length() > EXPRESSION_CHARS_MAX) text = text.substring(0, EXPRESSION_CHARS_MAX) + "…";
    return text + " is " + ShownValue.of(value(part));
  }

  private Where origin(BitSet columns) {
    RowOrigin origin = batch.origin;
    return origin == null ? Where.NOWHERE : origin.where(row, columns.nextSetBit(0));
  }

  private @Nullable Object value(Rex part) { return compiler.compile(part).eval(batch, rows, 1).boxed(row); }

  /// @param outer place of the nearest expression around it that has one
  /// @return null when the expression can be evaluated
  private @Nullable Culprit find(Rex rex, Place outer) {
    Place place = rex.place().known() ? rex.place() : outer;
    var below = switch (rex) {
      case Rex.Case choice -> inCase(choice, place);
      case Rex.Call call when call.op() == Op.COALESCE -> inCoalesce(call, place);
      default -> inAny(RexTree.children(rex), place);
    };
    if (below != null) return below;
    try {
      value(rex);
      return null;
    } catch (SqlException.Data error) {
      return new Culprit(rex, place, error);
    }
  }

  private @Nullable Culprit inAny(List<Rex> parts, Place place) {
    for (Rex part : parts) {
      Culprit culprit = find(part, place);
      if (culprit != null) return culprit;
    }
    return null;
  }

  /// Only what is reached counts.
  private @Nullable Culprit inCase(Rex.Case choice, Place place) {
    for (Rex.When branch : choice.branches()) {
      Culprit culprit = find(branch.condition(), place);
      if (culprit != null) return culprit;
      if (Boolean.TRUE.equals(value(branch.condition()))) return find(branch.result(), place);
    }
    return find(choice.otherwise(), place);
  }

  private @Nullable Culprit inCoalesce(Rex.Call call, Place place) {
    for (Rex argument : call.arguments()) {
      Culprit culprit = find(argument, place);
      if (culprit != null || value(argument) != null) return culprit;
    }
    return null;
  }

  /// The first row for which something fails, and with what.
  record Failure(int row, SqlException.Data error) {
  }

  /// One row of a batch.
  @FunctionalInterface
  interface Attempt {
    void row(int[] row);
  }

  /// Tries rows one by one.
  ///
  /// @return null when none fails by itself
  static @Nullable Failure firstFailure(int @Nullable [] rows, int count, Attempt attempt) {
    var one = new int[1];
    // The attempt may overwrite the array it was given its rows in.
    var tried = new ArrayList<Integer>(count);
    for (int k = 0; k < count; k++) tried.add(rows == null ? k : rows[k]);
    for (int row : tried) {
      one[0] = row;
      try {
        attempt.row(one);
      } catch (SqlException.Data error) {
        return new Failure(row, error);
      }
    }
    return null;
  }
}
