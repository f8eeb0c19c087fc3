// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Path;
import org.redexdb.grammar.tree.SortItem;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;

/// ORDER BY of a SELECT: by number, by name of the result, or by any expression over the sources, in which names given
/// with AS count first.
final class SelectOrder {
  private final SelectList list;
  private final ExpressionBinder expressions;
  private final AggregateCollector aggregates;
  private final Problems problems;
  private final List<Rex> extras = new ArrayList<>();
  private final List<Plan.Sort.Key> keys = new ArrayList<>();

  SelectOrder(SelectList list, ExpressionBinder expressions, AggregateCollector aggregates, Problems problems) {
    this.list = list;
    this.expressions = expressions;
    this.aggregates = aggregates;
    this.problems = problems;
  }

  /// Values over slots that only the order needs; they come behind the outputs.
  List<Rex> extras() { return extras; }

  /// Keys over outputs and extras.
  List<Plan.Sort.Key> keys() { return keys; }

  void bind(List<SortItem> items, boolean distinct) {
    for (var item : items) {
      int column = column(item.expression(), distinct);
      var type = column < list.outputs().size()
          ? list.outputs().get(column).value().type()
          : extras.get(column - list.outputs().size()).type();
      keys.add(new Plan.Sort.Key(new Rex.Ref(column, type), item.descending(), item.nullsFirst()));
    }
  }

  private int column(Expression key, boolean distinct) {
    var outputs = list.outputs();
    if (key instanceof Expression.IntegerLiteral literal)
      return OutputOrder.ordinal(literal, outputs.size(), "ORDER BY", problems);
    if (key instanceof Path path && path.isBareName()) {
      int named = list.indexOf(path.head(), false);
      if (named >= 0) return named;
    }
    Rex value = expressions.bindIn("ORDER BY", key, aggregates, list);
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).value().equals(value)) return i;
    }
    if (distinct)
      throw problems.invalid("42P10", "with SELECT DISTINCT, ORDER BY takes what is in the SELECT list", key.span());
    int known = extras.indexOf(value);
    if (known < 0) {
      known = extras.size();
      extras.add(value);
    }
    return outputs.size() + known;
  }
}
