// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `OVER (PARTITION BY … ORDER BY … frame)` after a function.
///
/// @param frame null when none was written
public record Over(List<Expression> partitionBy, List<SortItem> orderBy, @Nullable Frame frame,
    Span span) implements Node {
  public Over {
    partitionBy = List.copyOf(partitionBy);
    orderBy = List.copyOf(orderBy);
  }

  /// `ROWS|RANGE BETWEEN start AND end`; without BETWEEN the end is the current row.
  public record Frame(boolean rows, Bound start, Bound end) {
  }

  /// One end of a frame.
  public sealed interface Bound {
    /// UNBOUNDED PRECEDING, or UNBOUNDED FOLLOWING.
    record Unbounded(boolean following) implements Bound {
    }

    /// CURRENT ROW.
    record CurrentRow() implements Bound {
    }

    /// `distance PRECEDING`, or `distance FOLLOWING`.
    record Distance(Expression distance, boolean following) implements Bound {
    }
  }
}
