// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A value, condition or aggregate, unresolved and untyped. Parentheses leave no node.
public sealed interface Expression extends Node
    permits Path, Expression.Literal, Expression.Parameter, Expression.DefaultValue, Expression.Unary,
    Expression.Binary, Expression.Comparison, Expression.Logical, Expression.Not, Expression.Between, Expression.InList,
    Expression.InQuery, Expression.Like, Expression.IsNull, Expression.IsDistinct, Expression.IsTruth, Expression.Case,
    Expression.Cast, Expression.FunctionCall, Expression.Has, Expression.Extract, Expression.Row, Expression.Subquery,
    Expression.Exists, Expression.QuantifiedComparison {

  /// A constant. A minus sign directly before a number belongs to the literal.
  sealed interface Literal extends Expression {
  }

  /// `42`, of any size.
  record IntegerLiteral(BigInteger value, Span span) implements Literal {
  }

  /// `4.20`: digits with a point, no exponent; scale as written.
  record DecimalLiteral(BigDecimal value, Span span) implements Literal {
  }

  /// `4.2e1`: a number with an exponent, always finite.
  record DoubleLiteral(double value, Span span) implements Literal {
  }

  /// `'it''s'`.
  record StringLiteral(String value, Span span) implements Literal {
  }

  /// TRUE or FALSE.
  record BooleanLiteral(boolean value, Span span) implements Literal {
  }

  /// NULL.
  record NullLiteral(Span span) implements Literal {
  }

  /// `TIMESTAMP '…'`; the text is not read here because its zone is a matter of the session.
  record TimestampLiteral(String text, Span span) implements Literal {
  }

  /// `DATE '…'`, text unread.
  record DateLiteral(String text, Span span) implements Literal {
  }

  /// `INTERVAL '5' MINUTE`, `INTERVAL '1 day 2 hours'`, `INTERVAL 'PT5M'`. Months and days are kept apart from the rest
  /// because they have no fixed length.
  record IntervalLiteral(long months, long days, long nanos, Span span) implements Literal {
  }

  /// `X'cafe'`.
  ///
  /// @param hex an even number of lower case hex digits
  record BytesLiteral(String hex, Span span) implements Literal {
    /// The bytes, a new array each time.
    public byte[] bytes() {
      return HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT));
    }
  }

  /// `?`.
  ///
  /// @param number from 1, counted through the statement
  record Parameter(int number, Span span) implements Expression {
  }

  /// DEFAULT as a value of an INSERT row.
  record DefaultValue(Span span) implements Expression {
  }

  /// `-x`, `+x`.
  record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {
  }

  /// Signs.
  enum UnaryOperator {
    MINUS, PLUS
  }

  /// Arithmetic and `||`.
  record Binary(BinaryOperator operator, Expression left, Expression right, Span span) implements Expression {
  }

  /// Operators on two values that give a value.
  enum BinaryOperator {
    ADD("+"), SUBTRACT("-"), MULTIPLY("*"), DIVIDE("/"), MODULO("%"), CONCAT("||");

    private final String symbol;

    BinaryOperator(String symbol) {
      this.symbol = symbol;
    }

    /// As written in RQL.
    public String symbol() {
      return symbol;
    }
  }

  /// `a < b`.
  record Comparison(ComparisonOperator operator, Expression left, Expression right, Span span) implements Expression {
  }

  /// `a < ANY (query)`, `a < ALL (query)`; SOME is ANY.
  record QuantifiedComparison(ComparisonOperator operator, Expression left, boolean all, Query query,
      Span span) implements Expression {
  }

  /// Comparisons.
  enum ComparisonOperator {
    EQUAL("="), NOT_EQUAL("<>"), LESS("<"), LESS_OR_EQUAL("<="), GREATER(">"), GREATER_OR_EQUAL(">=");

    private final String symbol;

    ComparisonOperator(String symbol) {
      this.symbol = symbol;
    }

    /// As written in RQL.
    public String symbol() {
      return symbol;
    }
  }

  /// `a AND b AND c`, one node for the whole chain: at least two operands.
  record Logical(LogicalOperator operator, List<Expression> operands, Span span) implements Expression {
    public Logical {
      operands = List.copyOf(operands);
    }
  }

  /// AND, OR.
  enum LogicalOperator {
    AND, OR
  }

  /// `NOT a`.
  record Not(Expression operand, Span span) implements Expression {
  }

  /// `a [NOT] BETWEEN low AND high`.
  record Between(Expression value, Expression low, Expression high, boolean negated, Span span) implements Expression {
  }

  /// `a [NOT] IN (x, y)`: at least one element.
  record InList(Expression value, List<Expression> elements, boolean negated, Span span) implements Expression {
    public InList {
      elements = List.copyOf(elements);
    }
  }

  /// `a [NOT] IN (query)`.
  record InQuery(Expression value, Query query, boolean negated, Span span) implements Expression {
  }

  /// `a [NOT] LIKE pattern [ESCAPE e]`.
  record Like(Expression value, Expression pattern, @Nullable Expression escape, boolean negated,
      Span span) implements Expression {
  }

  /// `a IS [NOT] NULL`.
  record IsNull(Expression value, boolean negated, Span span) implements Expression {
  }

  /// `a IS [NOT] DISTINCT FROM b`; negated for NOT.
  record IsDistinct(Expression left, Expression right, boolean negated, Span span) implements Expression {
  }

  /// `a IS [NOT] TRUE|FALSE|UNKNOWN`.
  ///
  /// @param truth true, false, or null for UNKNOWN
  record IsTruth(Expression value, @Nullable Boolean truth, boolean negated, Span span) implements Expression {
  }

  /// `CASE [operand] WHEN … THEN … [ELSE …] END`.
  ///
  /// @param operand null for the form with conditions
  /// @param otherwise null when there is no ELSE
  record Case(@Nullable Expression operand, List<When> branches, @Nullable Expression otherwise,
      Span span) implements Expression {
    public Case {
      branches = List.copyOf(branches);
    }
  }

  /// One branch of a [Case]; `condition` is a value to compare with when the case has an operand.
  record When(Expression condition, Expression result) {
  }

  /// `CAST(a AS type)`, `a::type`.
  record Cast(Expression operand, DataType type, Span span) implements Expression {
  }

  /// A call, of an aggregate or a scalar function: the grammar does not tell them apart.
  ///
  /// @param star true for `count(*)`, with no arguments
  /// @param distinct true for `f(DISTINCT …)`
  /// @param orderBy keys of `WITHIN GROUP (ORDER BY …)`, else empty
  /// @param filter condition of `FILTER (WHERE …)`, or null
  /// @param over the window of an analytic call, or null
  record FunctionCall(
      Identifier name, List<Expression> arguments, boolean star, boolean distinct, List<SortItem> orderBy,
      @Nullable Expression filter, @Nullable Over over, Span span) implements Expression {
    public FunctionCall {
      arguments = List.copyOf(arguments);
      orderBy = List.copyOf(orderBy);
    }
  }

  /// `HAS(path)`: true when the payload has the path, be it null.
  record Has(Path path, Span span) implements Expression {
  }

  /// `EXTRACT(unit FROM source)`.
  record Extract(Identifier unit, Expression source, Span span) implements Expression {
  }

  /// `(a, b)`: at least two elements.
  record Row(List<Expression> elements, Span span) implements Expression {
    public Row {
      elements = List.copyOf(elements);
    }
  }

  /// `(query)` as a value.
  record Subquery(Query query, Span span) implements Expression {
  }

  /// `EXISTS (query)`.
  record Exists(Query query, Span span) implements Expression {
  }
}
