// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.util.List;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;

/// A projection that changes nothing goes; two in a row become one, unless that would compute something twice.
final class ProjectMerge implements Rule {
  @Override
  public Plan apply(Plan node) {
    return switch (node) {
      case Plan.Project(var input, var expressions) when identity(expressions, input.types().size()) -> input;
      case Plan.Project(Plan.Project(var input, var inner), var outer) when !computesTwice(inner, outer) ->
        new Plan.Project(input, outer.stream().map(rex -> Filters.inline(rex, inner)).toList());
      default -> node;
    };
  }

  private static boolean identity(List<Rex> expressions, int width) {
    if (expressions.size() != width) return false;
    for (int i = 0; i < width; i++) {
      if (!(expressions.get(i) instanceof Rex.Ref(int column, _)) || column != i) return false;
    }
    return true;
  }

  private static boolean computesTwice(List<Rex> inner, List<Rex> outer) {
    int[] uses = new int[inner.size()];
    for (Rex rex : outer) count(rex, uses);
    for (int i = 0; i < uses.length; i++) {
      if (uses[i] > 1 && !(inner.get(i) instanceof Rex.Ref) && !(inner.get(i) instanceof Rex.Literal)) return true;
    }
    return false;
  }

  private static void count(Rex rex, int[] uses) {
    if (rex instanceof Rex.Ref ref) uses[ref.column()]++;
    for (Rex child : RexTree.children(rex)) count(child, uses);
  }
}
