// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.CommonTable;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.grammar.tree.Span;

/// The queries of the WITH clauses around a place. Each use is bound anew, as if its text stood there.
///
/// @param table one definition
/// @param outer those before and around it: the only ones it sees itself
record CommonTables(@Nullable CommonTable table, @Nullable CommonTables outer) {
  static final CommonTables NONE = new CommonTables(null, null);

  CommonTables with(List<CommonTable> tables) {
    var all = this;
    for (var next : tables) all = new CommonTables(next, all);
    return all;
  }

  /// The query of that name, or null.
  @Nullable
  BoundRelation bind(Identifier name, QueryBinder queries) {
    for (CommonTables at = this; at != null; at = at.outer) {
      var found = at.table;
      if (found != null && at.outer != null && found.name().folded().equals(name.folded()))
        return renamed(queries.bindNested(found.query(), at.outer), found.columns(), found.span(), queries.problems());
    }
    return null;
  }

  /// The query with the columns renamed, where new names were given.
  static BoundRelation renamed(BoundRelation query, List<Identifier> names, Span at, Problems problems) {
    if (names.isEmpty()) return query;
    if (names.size() != query.columns().size())
      throw problems.invalid("42P10", names.size() + " names for " + query.columns().size() + " columns", at);
    var columns = new ArrayList<SourceColumn>();
    for (int i = 0; i < names.size(); i++) columns.add(query.columns().get(i).named(names.get(i).folded()));
    return new BoundRelation(query.plan(), columns);
  }
}
