// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Span;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.api.SqlType.Kind;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Rex;

/// Arithmetic, comparison and text joining over values already bound.
final class OperatorBinder {
  private final Scope scope;
  private final Coercion coercion;
  private final Problems problems;

  OperatorBinder(Scope scope, Coercion coercion, Problems problems) {
    this.scope = scope;
    this.coercion = coercion;
    this.problems = problems;
  }

  Rex binary(Expression.BinaryOperator operator, Rex left, Rex right, Span at) {
    return switch (operator) {
      case CONCAT -> concat(List.of(left, right));
      case ADD -> arithmetic(Op.ADD, "+", left, right, at);
      case SUBTRACT -> arithmetic(Op.SUBTRACT, "-", left, right, at);
      case MULTIPLY -> arithmetic(Op.MULTIPLY, "*", left, right, at);
      case MODULO -> arithmetic(Op.MODULO, "%", left, right, at);
      case DIVIDE -> arithmetic(truncates(left) && truncates(right) ? Op.DIVIDE_TRUNCATING : Op.DIVIDE, "/", left,
          right, at);
    };
  }

  /// Only numbers that are whole by declaration or as written divide without a rest.
  private boolean truncates(Rex side) { return TypeRules.whole(side.type()) && scope.certain(side); }

  Rex arithmetic(Op op, String symbol, Rex left, Rex right, Span at) {
    SqlType type = TypeRules.arithmetic(op, left.type(), right.type());
    if (type == null) {
      if (scope.certain(left) && scope.certain(right))
        throw problems.invalid("42804", symbol + " does not go with " + left.type() + " and " + right.type()
            + "; convert with CAST", at);
      type = SqlType.ANY;
    } else if (op == Op.DIVIDE && type.kind() == Kind.DECIMAL && !(scope.certain(left) && scope.certain(right))) {
      type = SqlType.DOUBLE;
    }
    return new Rex.Call(op, List.of(inDouble(left, type), inDouble(right, type)), type);
  }

  /// A constant with a point beside a DOUBLE is one too: 0.1 * price must not depend on how 0.1 is kept.
  private static Rex inDouble(Rex side, SqlType type) {
    return type.kind() == Kind.DOUBLE && side instanceof Rex.Literal(BigDecimal number, _)
        ? new Rex.Literal(number.doubleValue(), SqlType.DOUBLE)
        : side;
  }

  Rex negate(Rex value, Span at) {
    Kind kind = value.type().kind();
    if (!kind.numeric() && kind != Kind.ANY && kind != Kind.NULL && kind != Kind.INTERVAL && scope.certain(value))
      throw problems.invalid("42804", "a sign does not go with " + value.type(), at);
    SqlType type = kind == Kind.INTEGER
        ? SqlType.BIGINT
        : kind.numeric() || kind == Kind.NULL || kind == Kind.INTERVAL ? value.type() : SqlType.ANY;
    return new Rex.Call(Op.NEGATE, List.of(value), type);
  }

  /// Values that are no text are joined as the text that a CAST gives.
  Rex concat(List<Rex> values) {
    var texts = new ArrayList<Rex>(values.size());
    for (Rex value : values) {
      Kind kind = value.type().kind();
      texts.add(kind == Kind.VARCHAR && scope.certain(value) || kind == Kind.NULL
          ? value
          : value instanceof Rex.Parameter parameter
              ? coercion.typed(parameter, SqlType.VARCHAR)
              : new Rex.Cast(value, SqlType.VARCHAR));
    }
    return new Rex.Call(Op.CONCAT, texts, SqlType.VARCHAR);
  }

  Rex compare(Op op, Rex left, Rex right, Span leftAt, Span rightAt) {
    Rex first = coercion.toward(left, right, leftAt);
    Rex second = coercion.toward(right, first, rightAt);
    return new Rex.Call(op, List.of(first, second), SqlType.BOOLEAN);
  }

  static Op comparison(Expression.ComparisonOperator operator) {
    return switch (operator) {
      case EQUAL -> Op.EQUAL;
      case NOT_EQUAL -> Op.NOT_EQUAL;
      case LESS -> Op.LESS;
      case LESS_OR_EQUAL -> Op.LESS_OR_EQUAL;
      case GREATER -> Op.GREATER;
      case GREATER_OR_EQUAL -> Op.GREATER_OR_EQUAL;
    };
  }

  static Rex not(Rex condition) { return new Rex.Call(Op.NOT, List.of(condition), SqlType.BOOLEAN); }

  /// The common type of alternatives.
  SqlType commonType(List<Rex> values, String construct, Span at) {
    SqlType common = TypeRules
        .common(values.stream().filter(value -> !untypedParameter(value)).map(Rex::type).toList());
    if (common != null) return common.kind() == Kind.INTEGER ? SqlType.BIGINT : common;
    if (values.stream().allMatch(scope::certain)) {
      var types = values.stream().map(value -> value.type().toString()).distinct().toList();
      throw problems.invalid("42804", construct + " has values of types without a common one: "
          + String.join(", ", types) + "; convert with CAST", at);
    }
    return SqlType.ANY;
  }

  private static boolean untypedParameter(Rex value) {
    return value instanceof Rex.Parameter && value.type().kind() == Kind.ANY;
  }

  /// Refuses what can never be a condition.
  Rex condition(Rex value, String clause, Span at) {
    Kind kind = value.type().kind();
    if (kind != Kind.BOOLEAN && kind != Kind.ANY && kind != Kind.NULL && scope.certain(value))
      throw problems.invalid("42804", clause + " takes a condition, not " + value.type(), at);
    return value instanceof Rex.Parameter parameter ? coercion.typed(parameter, SqlType.BOOLEAN) : value;
  }
}
