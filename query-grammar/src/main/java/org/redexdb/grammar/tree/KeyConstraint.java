// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `[CONSTRAINT name] PRIMARY KEY (a, b)` or `UNIQUE (a, b)` as an element of a `CREATE TABLE`.
///
/// @param primary true for PRIMARY KEY
public record KeyConstraint(@Nullable Identifier name, boolean primary, List<Identifier> columns,
    Span span) implements Node {
  public KeyConstraint {
    columns = List.copyOf(columns);
  }
}
