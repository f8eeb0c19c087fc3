// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.grammar.tree.Path;
import org.redexdb.meshdb.plan.Plan;

/// A query in parentheses, a common table expression or VALUES as a source.
record DerivedRelation(String alias, BoundRelation query, Problems problems) implements Relation {
  @Override
  public @Nullable Resolved resolve(Identifier name, List<Path.Step> steps) {
    var match = NameMatch.of(name, names());
    if (match.none()) return null;
    if (match.several())
      throw problems.invalid("42702", "\"" + name.text() + "\" is ambiguous: " + alias + " has "
          + match.indexes().size() + " columns of that name; give them different aliases", name.span());
    return new Resolved(match.first(), steps);
  }

  @Override
  public @Nullable Resolved resolveHas(Identifier name, List<Path.Step> steps) { return null; }

  @Override
  public List<Labelled> star() {
    var all = new ArrayList<Labelled>();
    for (int i = 0; i < query.columns().size(); i++) all.add(new Labelled(i, query.columns().get(i).name()));
    return all;
  }

  @Override
  public List<String> names() { return query.columns().stream().map(SourceColumn::name).toList(); }

  @Override
  public SourceColumn column(int index) { return query.columns().get(index); }

  @Override
  public Plan build() { return query.plan(); }
}
