// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `LATEST [n] [BY keys]` after a source.
///
/// @param count how many events (of each key), null for one
/// @param keys empty when there is no BY
public record Latest(@Nullable Expression count, List<Expression> keys, Span span) implements Node {
  public Latest {
    keys = List.copyOf(keys);
  }
}
