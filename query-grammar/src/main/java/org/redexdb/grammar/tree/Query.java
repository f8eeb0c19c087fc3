// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query: a statement by itself, and the inside of a subquery.
///
/// @param with common table expressions, mostly empty
/// @param limit number of rows, null for all
/// @param offset rows to leave out, null for none
public record Query(
    List<CommonTable> with, QueryBody body, List<SortItem> orderBy, @Nullable Expression limit,
    @Nullable Expression offset, Span span) implements Statement {
  public Query {
    with = List.copyOf(with);
    orderBy = List.copyOf(orderBy);
  }
}
