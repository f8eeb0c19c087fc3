// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.grammar.tree.SelectItem;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;

/// The items of a SELECT, stars expanded, and the names they can be called by.
final class SelectList implements ExpressionBinder.Aliases {
  /// @param value  over slots
  /// @param alias  whether the name was given with AS
  /// @param column what the result says of it
  record Output(Rex value, boolean alias, SourceColumn column) {
  }

  private final List<Output> outputs = new ArrayList<>();
  private final Scope scope;
  private final Problems problems;

  SelectList(Scope scope, Problems problems) {
    this.scope = scope;
    this.problems = problems;
  }

  List<Output> outputs() { return outputs; }

  void bind(List<SelectItem> items, ExpressionBinder expressions, AggregateCollector aggregates) {
    for (var item : items) {
      switch (item) {
        case SelectItem.All all -> {
          if (scope.relations().isEmpty()) throw problems.invalid("42601", "* needs a FROM", all.span());
          for (int i = 0; i < scope.relations().size(); i++) star(i);
        }
        case SelectItem.AllOf all -> star(scope.relation(all.qualifier()));
        case SelectItem.Computed computed -> {
          Rex value = expressions.bindIn("SELECT", computed.expression(), aggregates, _ -> null);
          outputs.add(new Output(value, computed.alias() != null, column(value, computed.name())));
        }
      }
    }
  }

  private void star(int relation) {
    for (var labelled : scope.relations().get(relation).star()) {
      Rex.Ref ref = scope.ref(relation, labelled.column());
      outputs.add(new Output(ref, false, scope.column(ref).named(labelled.label())));
    }
  }

  private SourceColumn column(Rex value, String name) {
    return value instanceof Rex.Ref ref
        ? scope.column(ref).named(name)
        : SourceColumn.computed(name, value.type(), scope.nullable(value), scope.certain(value));
  }

  /// The value behind a name given with AS.
  @Override
  public @Nullable Rex find(Identifier name) {
    int index = indexOf(name, true);
    return index < 0 ? null : outputs.get(index).value();
  }

  /// The value behind an alias that is no aggregate: what GROUP BY may mean.
  @Nullable
  Rex findForGrouping(Identifier name) {
    Rex value = find(name);
    return value == null || RexTree.any(value, SelectList::aggregate) ? null : value;
  }

  static boolean aggregate(Rex rex) {
    return rex instanceof Rex.Ref ref && Slots.relation(ref) == Slots.AGGREGATES;
  }

  /// Number of the output of that name, or -1. Several that are the same value are one.
  int indexOf(Identifier name, boolean aliasesOnly) {
    var candidates = new ArrayList<Integer>();
    var names = new ArrayList<String>();
    for (int i = 0; i < outputs.size(); i++) {
      if (aliasesOnly && !outputs.get(i).alias()) continue;
      candidates.add(i);
      names.add(outputs.get(i).column().name());
    }
    var match = NameMatch.of(name, names);
    if (match.none()) return -1;
    int first = candidates.get(match.first());
    for (int other : match.indexes()) {
      if (!outputs.get(candidates.get(other)).value().equals(outputs.get(first).value()))
        throw problems.invalid("42702", "\"" + name.text() + "\" is ambiguous: several columns of the result have that"
            + " name", name.span());
    }
    return first;
  }
}
