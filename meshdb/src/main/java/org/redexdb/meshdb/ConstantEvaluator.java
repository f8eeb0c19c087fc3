// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.eval.EvalContext;
import org.redexdb.meshdb.eval.ExpressionCompiler;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;
import org.redexdb.meshdb.vector.Batch;

/// Computes constants with the evaluators that rows go through, so that folding cannot change an answer. What depends on
/// the session (its zone, strict comparison) is left for execution.
final class ConstantEvaluator implements Function<Rex, Rex.@Nullable Literal> {
  private static final EvalContext CONTEXT = new EvalContext(List.of(), 0, ZoneOffset.UTC, true);

  @Override
  public Rex.@Nullable Literal apply(Rex rex) {
    if (RexTree.any(rex, ConstantEvaluator::dependsOnZone)) return null;
    var row = new Batch(0);
    row.size = 1;
    try {
      var value = new ExpressionCompiler(CONTEXT).compile(rex).eval(row).boxed(0);
      return new Rex.Literal(value, rex.type());
    } catch (SqlException _) {
      // A row that reaches the expression fails with it; if none does, the statement is fine.
      return null;
    }
  }

  private static boolean dependsOnZone(Rex rex) {
    return switch (rex) {
      case Rex.Cast(Rex value, SqlType type, _) -> temporal(type) || temporal(value.type());
      case Rex.Call call -> call.op() == Op.DATE_TRUNC || call.op() == Op.EXTRACT || call.op() == Op.TO_TIMESTAMP
          || call.arguments().stream().anyMatch(argument -> argument.type().kind() == SqlType.Kind.INTERVAL
              && call.arguments().stream().anyMatch(other -> temporal(other.type())));
      default -> false;
    };
  }

  private static boolean temporal(SqlType type) {
    return type.kind() == SqlType.Kind.TIMESTAMP || type.kind() == SqlType.Kind.DATE;
  }
}
