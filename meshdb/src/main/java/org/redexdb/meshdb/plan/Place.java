// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.SourceExcerpt;
import org.redexdb.grammar.tree.Span;

/// Where an expression was written, for errors at run time. Takes no part in what an expression is: all places are equal,
/// so that `a + 1` in SELECT is the `a + 1` of GROUP BY.
public final class Place {
  /// Of what the engine made by itself.
  public static final Place NONE = new Place("", null);

  private final String source;
  private final @Nullable Span span;

  private Place(String source, @Nullable Span span) {
    this.source = source;
    this.span = span;
  }

  /// @param source the statement
  public static Place of(String source, Span span) { return new Place(source, span); }

  public boolean known() { return span != null; }

  /// 1-based, 0 when not known.
  public int line() { return span == null ? 0 : span.line(); }

  /// 1-based, 0 when not known.
  public int column() { return span == null ? 0 : span.column(); }

  /// The line of the statement with a caret under the place; empty when not known.
  public String picture() { return span == null ? "" : SourceExcerpt.of(source, span); }

  @Override
  public boolean equals(@Nullable Object other) { return other instanceof Place; }

  @Override
  public int hashCode() { return 0; }

  @Override
  public String toString() { return line() + ":" + column(); }
}
