// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.SqlType;

/// Bound expressions as text close to RQL, for EXPLAIN and messages.
public final class RexText {
  private RexText() {}

  /// @param names of the columns of the input
  public static String of(Rex rex, List<String> names) {
    return switch (rex) {
      case Rex.Literal(var value, _) -> literal(value);
      case Rex.Parameter(int index, _) -> "?" + (index + 1);
      case Rex.Ref(int column, _) -> column < names.size() ? names.get(column) : "#" + column;
      case Rex.Now _ -> "now()";
      case Rex.Cast(Rex value, SqlType type, _) -> "CAST(" + of(value, names) + " AS " + type + ")";
      case Rex.In(Rex value, var elements, _) -> inner(value, names) + " IN (" + list(elements, names) + ")";
      case Rex.Case choice -> choice(choice, names);
      case Rex.Call call -> call(call, names);
    };
  }

  static String list(List<? extends Rex> rexes, List<String> names) {
    return rexes.stream().map(rex -> of(rex, names)).collect(Collectors.joining(", "));
  }

  /// As [#of], in parentheses where operators would run into each other.
  private static String inner(Rex rex, List<String> names) {
    String text = of(rex, names);
    boolean plain = switch (rex) {
      case Rex.Call call -> symbol(call.op()) == null && !suffixed(call.op());
      case Rex.In _ -> false;
      default -> true;
    };
    return plain ? text : "(" + text + ")";
  }

  private static boolean suffixed(Op op) {
    return switch (op) {
      case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_FALSE, NOT, NEGATE, LIKE -> true;
      default -> false;
    };
  }

  private static String call(Rex.Call call, List<String> names) {
    var arguments = call.arguments();
    String symbol = symbol(call.op());
    if (symbol != null)
      return arguments.stream().map(argument -> inner(argument, names)).collect(Collectors.joining(" " + symbol + " "));
    return switch (call.op()) {
      case NOT -> "NOT " + inner(arguments.getFirst(), names);
      case NEGATE -> "-" + inner(arguments.getFirst(), names);
      case IS_NULL -> inner(arguments.getFirst(), names) + " IS NULL";
      case IS_NOT_NULL -> inner(arguments.getFirst(), names) + " IS NOT NULL";
      case IS_TRUE -> inner(arguments.getFirst(), names) + " IS TRUE";
      case IS_FALSE -> inner(arguments.getFirst(), names) + " IS FALSE";
      case LIKE -> inner(arguments.get(0), names) + " LIKE " + inner(arguments.get(1), names)
          + (arguments.size() > 2 ? " ESCAPE " + inner(arguments.get(2), names) : "");
      default -> call.op().name().toLowerCase(Locale.ROOT) + "(" + list(arguments, names) + ")";
    };
  }

  private static @Nullable String symbol(Op op) {
    return switch (op) {
      case ADD -> "+";
      case SUBTRACT -> "-";
      case MULTIPLY -> "*";
      case DIVIDE -> "/";
      case DIVIDE_TRUNCATING -> "DIV";
      case MODULO -> "%";
      case EQUAL -> "=";
      case NOT_EQUAL -> "<>";
      case LESS -> "<";
      case LESS_OR_EQUAL -> "<=";
      case GREATER -> ">";
      case GREATER_OR_EQUAL -> ">=";
      case IS_DISTINCT -> "IS DISTINCT FROM";
      case IS_NOT_DISTINCT -> "IS NOT DISTINCT FROM";
      case AND -> "AND";
      case OR -> "OR";
      case CONCAT -> "||";
      default -> null;
    };
  }

  private static String choice(Rex.Case choice, List<String> names) {
    var text = new StringBuilder("CASE");
    for (var branch : choice.branches())
      text.append(" WHEN ").append(of(branch.condition(), names)).append(" THEN ").append(of(branch.result(), names));
    return text.append(" ELSE ").append(of(choice.otherwise(), names)).append(" END").toString();
  }

  private static String literal(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case Boolean truth -> truth ? "TRUE" : "FALSE";
      case BigDecimal number -> number.toPlainString();
      case Double number -> number + "e0";
      case Number number -> number.toString();
      case Instant time -> "TIMESTAMP '" + time + "'";
      case LocalDate date -> "DATE '" + date + "'";
      case Interval(long months, long days, long nanos) -> "INTERVAL '" + Period.ofMonths((int) months).plusDays(days)
          + " " + Duration.ofNanos(nanos) + "'";
      case byte[] bytes -> "X'" + HexFormat.of().formatHex(bytes) + "'";
      default -> "'" + value.toString().replace("'", "''") + "'";
    };
  }
}
