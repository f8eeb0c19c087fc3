// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.PlanTree;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;

/// Computes what does not depend on rows, and takes constants out of AND, OR and CASE.
///
/// ```
/// a > 1 + 2 AND TRUE   →   a > 3
/// ```
final class ConstantFolding implements Rule {
  private static final Rex.Literal TRUE = new Rex.Literal(true, SqlType.BOOLEAN);
  private static final Rex.Literal FALSE = new Rex.Literal(false, SqlType.BOOLEAN);

  private final Function<Rex, Rex.@Nullable Literal> evaluator;

  ConstantFolding(Function<Rex, Rex.@Nullable Literal> evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  public Plan apply(Plan node) {
    return PlanTree.mapOwn(node, this::fold);
  }

  Rex fold(Rex rex) {
    Rex folded = switch (RexTree.rebuild(rex, this::fold)) {
      case Rex.Call(Op op, var arguments, _, _) when op == Op.AND -> logical(Op.AND, arguments, TRUE, FALSE);
      case Rex.Call(Op op, var arguments, _, _) when op == Op.OR -> logical(Op.OR, arguments, FALSE, TRUE);
      case Rex.Case choice -> choice(choice);
      case Rex other -> other;
    };
    if (folded instanceof Rex.Literal || folded instanceof Rex.Ref || !RexTree.constant(folded)) return folded;
    var value = evaluator.apply(folded);
    return value == null ? folded : value;
  }

  /// @param neutral  operand that changes nothing
  /// @param deciding operand that decides
  private static Rex logical(Op op, List<Rex> arguments, Rex.Literal neutral, Rex.Literal deciding) {
    var kept = new ArrayList<Rex>();
    for (Rex argument : arguments) {
      if (argument.equals(deciding)) return deciding;
      if (argument instanceof Rex.Call(Op inner, var nested, _, _) && inner == op) {
        nested.stream().filter(part -> !kept.contains(part)).forEach(kept::add);
      } else if (!argument.equals(neutral) && !kept.contains(argument)) {
        kept.add(argument);
      }
    }
    return switch (kept.size()) {
      case 0 -> neutral;
      case 1 -> alone(kept.getFirst());
      default -> new Rex.Call(op, kept, SqlType.BOOLEAN);
    };
  }

  /// Only a value that is a truth value may lose the AND around it: a payload field that holds text is UNKNOWN there.
  private static Rex alone(Rex part) {
    return part.type().kind() == SqlType.Kind.BOOLEAN
        ? part
        : new Rex.Call(Op.AND, List.of(part, TRUE), SqlType.BOOLEAN);
  }

  private static Rex choice(Rex.Case choice) {
    var branches = new ArrayList<Rex.When>();
    for (var branch : choice.branches()) {
      if (branch.condition().equals(TRUE))
        return branches.isEmpty() ? branch.result() : new Rex.Case(branches, branch.result(), choice.type());
      boolean never = branch.condition().equals(FALSE)
          || branch.condition() instanceof Rex.Literal(var value, _) && value == null;
      if (!never) branches.add(branch);
    }
    return branches.isEmpty() ? choice.otherwise() : new Rex.Case(branches, choice.otherwise(), choice.type());
  }
}
