// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a query is made of, before ORDER BY and LIMIT.
public sealed interface QueryBody extends Node {
  /// `SELECT … FROM … WHERE … WINDOW … GROUP BY … HAVING …`.
  ///
  /// @param from null for a SELECT without FROM
  /// @param groupBy empty when there is no GROUP BY
  record Select(
      boolean distinct, List<SelectItem> items, @Nullable FromItem from, @Nullable Expression where,
      @Nullable EventWindow window, List<Expression> groupBy, @Nullable Expression having,
      Span span) implements QueryBody {
    public Select {
      items = List.copyOf(items);
      groupBy = List.copyOf(groupBy);
    }
  }

  /// `VALUES (1, 'a'), (2, 'b')`; every row has at least one value, rows may differ in length until bound.
  record Values(List<List<Expression>> rows, Span span) implements QueryBody {
    public Values {
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /// `left UNION [ALL] right` and so on; INTERSECT binds tighter, chains lean left.
  ///
  /// @param all true keeps duplicates
  record SetOperation(SetOperator operator, boolean all, QueryBody left, QueryBody right,
      Span span) implements QueryBody {
  }

  /// `(query)`: a query in parentheses, with its own ORDER BY and LIMIT.
  record Nested(Query query, Span span) implements QueryBody {
  }

  /// The set operators.
  enum SetOperator {
    UNION, INTERSECT, EXCEPT
  }
}
