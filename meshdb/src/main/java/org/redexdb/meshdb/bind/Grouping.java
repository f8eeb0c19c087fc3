// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Path;
import org.redexdb.grammar.tree.Span;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;

/// GROUP BY: its keys, and other expressions expressed over keys and aggregates. A part that is built like a key is that
/// key.
final class Grouping {
  private final List<Rex> keys = new ArrayList<>();
  private final Scope scope;
  private final Problems problems;

  Grouping(Scope scope, Problems problems) {
    this.scope = scope;
    this.problems = problems;
  }

  List<Rex> keys() { return keys; }

  void bind(List<Expression> items, ExpressionBinder expressions, SelectList select) {
    for (var item : items) {
      Rex key = key(item, expressions, select);
      if (RexTree.any(key, SelectList::aggregate))
        throw problems.invalid("42803", "an aggregate cannot stand in GROUP BY", item.span());
      if (!keys.contains(key)) keys.add(key);
    }
  }

  private Rex key(Expression item, ExpressionBinder expressions, SelectList select) {
    if (item instanceof Expression.IntegerLiteral literal)
      return select.outputs().get(OutputOrder.ordinal(literal, select.outputs().size(), "GROUP BY", problems)).value();
    if (item instanceof Path path && path.isBareName()) {
      Rex aliased = select.findForGrouping(path.head());
      if (aliased != null) return aliased;
    }
    return expressions.bindIn("GROUP BY", item);
  }

  /// The expression over the columns of the aggregation: keys first, then aggregates.
  ///
  /// @param at shown when a column is neither
  Rex over(Rex rex, Span at) {
    return RexTree.replace(rex, part -> {
      int key = keys.indexOf(part);
      if (key >= 0) return new Rex.Ref(key, part.type());
      if (!(part instanceof Rex.Ref ref)) return null;
      if (SelectList.aggregate(ref)) return new Rex.Ref(keys.size() + Slots.column(ref), ref.type());
      throw ungrouped(ref, at);
    });
  }

  private RuntimeException ungrouped(Rex.Ref ref, Span at) {
    var place = scope.placeOf(ref);
    return problems.invalid("42803", "\"" + scope.column(ref).name()
        + "\" has many values in a group: add it to GROUP BY or put it into an aggregate, such as min(…)",
        place == null ? at : place);
  }
}
