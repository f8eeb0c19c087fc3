// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.math.BigDecimal;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Statement;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.bind.Problems;

/// SET of a session option.
final class SetStatement implements Prepared {
  private final Statement.SetOption set;
  private final Problems problems;

  SetStatement(Statement.SetOption set, Problems problems) {
    this.set = set;
    this.problems = problems;
  }

  @Override
  public SqlResult execute(Invocation invocation) {
    String name = set.name().folded();
    var settings = invocation.settings();
    try {
      if (set.value() == null) settings.reset(name);
      else
        settings.set(name, text(set.value()));
    } catch (SqlException.Invalid e) {
      throw problems.invalid(e.sqlState(), String.valueOf(e.getMessage()), set.span());
    }
    return new SqlResult.Done("set " + name + " to " + settings.text(name));
  }

  private String text(Expression value) {
    return switch (value) {
      case Expression.StringLiteral text -> text.value();
      case Expression.IntegerLiteral number -> number.value().toString();
      case Expression.DecimalLiteral number -> number.value().toPlainString();
      case Expression.DoubleLiteral number -> BigDecimal.valueOf(number.value()).toPlainString();
      case Expression.BooleanLiteral truth -> truth.value() ? "on" : "off";
      default -> throw problems.invalid("42601", "SET takes a constant", value.span());
    };
  }
}
