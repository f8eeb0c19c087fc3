// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.util.List;

/// `AS x` or `AS x (a, b)`.
///
/// @param columns new names of the columns, empty when none were given
public record TableAlias(Identifier name, List<Identifier> columns, Span span) implements Node {
  public TableAlias {
    columns = List.copyOf(columns);
  }
}
