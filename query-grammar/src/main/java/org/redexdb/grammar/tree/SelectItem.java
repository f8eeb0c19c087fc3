// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import org.jspecify.annotations.Nullable;

/// One item of a SELECT or RETURNING list.
public sealed interface SelectItem extends Node {
  /// `*`.
  record All(Span span) implements SelectItem {
  }

  /// `alias.*`.
  record AllOf(Identifier qualifier, Span span) implements SelectItem {
  }

  /// `expression [[AS] name]`.
  ///
  /// @param sourceText the expression as written, without comments and with every run of blanks made one space
  record Computed(Expression expression, @Nullable Identifier alias, String sourceText,
      Span span) implements SelectItem {
    /// The name of the result column: the alias, else the last name of a path, else the name of the function (also
    /// under a cast), else the source text. Spelt as written.
    public String name() {
      return alias != null ? alias.text() : nameOf(expression);
    }

    private String nameOf(Expression shown) {
      return switch (shown) {
        case Path path -> path.lastName();
        case Expression.FunctionCall call -> call.name().text();
        case Expression.Has ignored -> "has";
        case Expression.Extract ignored -> "extract";
        case Expression.Cast cast -> nameOf(cast.operand());
        default -> sourceText;
      };
    }
  }
}
