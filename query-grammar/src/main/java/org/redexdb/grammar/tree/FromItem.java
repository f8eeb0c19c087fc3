// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A source of rows. `FROM a, b` is a [Join] of kind CROSS.
public sealed interface FromItem extends Node {
  /// A channel, table, view or CTE, with the part of its history to read.
  record Channel(
      ChannelRef channel, @Nullable Travel travel, @Nullable Latest latest, @Nullable TableAlias alias,
      Span span) implements FromItem {
  }

  /// `(query) AS x`.
  record Derived(Query query, @Nullable TableAlias alias, Span span) implements FromItem {
  }

  /// `UNNEST(array) [WITH ORDINALITY]`.
  record Unnest(Expression array, boolean withOrdinality, @Nullable TableAlias alias, Span span) implements FromItem {
  }

  /// Two sources side by side; chains lean left.
  ///
  /// @param on the condition, null for CROSS and USING
  /// @param using the columns of USING, else empty
  record Join(
      JoinKind kind, FromItem left, FromItem right, @Nullable Expression on, List<Identifier> using,
      Span span) implements FromItem {
    public Join {
      using = List.copyOf(using);
    }
  }

  /// `a ASOF [LEFT] JOIN b ON condition [TOLERANCE length]`.
  ///
  /// @param keepLeft true for ASOF LEFT JOIN
  /// @param tolerance a number (seq) or an interval, null for none
  record AsofJoin(
      boolean keepLeft, FromItem left, FromItem right, Expression on, @Nullable Expression tolerance,
      Span span) implements FromItem {
  }

  /// What becomes of rows without a partner.
  enum JoinKind {
    INNER, LEFT, RIGHT, FULL, CROSS
  }
}
