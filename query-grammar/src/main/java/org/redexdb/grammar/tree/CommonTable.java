// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.util.List;

/// `name [(a, b)] AS (query)` in a WITH clause.
public record CommonTable(Identifier name, List<Identifier> columns, Query query, Span span) implements Node {
  public CommonTable {
    columns = List.copyOf(columns);
  }
}
