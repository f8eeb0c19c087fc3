// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.List;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Path;

/// ORDER BY over nothing but the columns of a result: by number or by name.
final class OutputOrder {
  private OutputOrder() {}

  static int column(Expression key, List<SourceColumn> columns, Problems problems) {
    return switch (key) {
      case Expression.IntegerLiteral literal -> ordinal(literal, columns.size(), "ORDER BY", problems);
      case Path path when path.isBareName() -> {
        var names = columns.stream().map(SourceColumn::name).toList();
        var match = NameMatch.of(path.head(), names);
        if (match.none())
          throw problems.invalid("42703", "no column \"" + path.head().text() + "\" in the result"
              + NameHint.of(path.head().text(), names), path.span());
        if (match.several())
          throw problems.invalid("42702", "\"" + path.head().text() + "\" is ambiguous in the result", path.span());
        yield match.first();
      }
      default -> throw problems.invalid("42P10", "ORDER BY takes a column of the result here, by name or number",
          key.span());
    };
  }

  /// A column number as an index.
  static int ordinal(Expression.IntegerLiteral literal, int columns, String clause, Problems problems) {
    if (literal.value().signum() <= 0 || literal.value().bitLength() > 31 || literal.value().intValue() > columns)
      throw problems.invalid("42P10", clause + " " + literal.value() + ": the result has " + columns
          + (columns == 1 ? " column" : " columns"), literal.span());
    return literal.value().intValue() - 1;
  }
}
