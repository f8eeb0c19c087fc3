// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.redexdb.grammar.tree.Span;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.api.SqlType.Kind;
import org.redexdb.meshdb.plan.Rex;

/// Makes the sides of a comparison, or the branches of a choice, meet: gives `?` a type, reads text constants as what
/// they are compared with, and turns constants with a point into DOUBLE where the other side is a number of a payload,
/// because comparison is exact and 4.2 in JSON is a double.
final class Coercion {
  private final Scope scope;
  private final ParameterTypes parameters;
  private final LiteralBinder literals;

  Coercion(Scope scope, ParameterTypes parameters, LiteralBinder literals) {
    this.scope = scope;
    this.parameters = parameters;
    this.literals = literals;
  }

  /// `side` made comparable with `other`.
  Rex toward(Rex side, Rex other, Span at) {
    return switch (side) {
      case Rex.Parameter parameter when parameter.type().kind() == Kind.ANY ->
        parameters.infer(parameter, parameterType(other));
      case Rex.Literal(String text, SqlType type) when type.kind() == Kind.VARCHAR && readsText(other) ->
        literals.fromText(text, other.type(), at);
      case Rex.Literal(BigDecimal number, _) when inexact(other) ->
        new Rex.Literal(number.doubleValue(), SqlType.DOUBLE);
      default -> side.type().kind() == Kind.DATE && other.type().kind() == Kind.TIMESTAMP && scope.certain(side)
          ? new Rex.Cast(side, SqlType.TIMESTAMP)
          : side;
    };
  }

  /// Beside a payload anything may come: the values there carry their own types.
  private SqlType parameterType(Rex other) {
    if (other instanceof Rex.Parameter || !scope.certain(other)) return SqlType.ANY;
    return other.type().kind() == Kind.INTEGER ? SqlType.BIGINT : other.type();
  }

  private boolean readsText(Rex other) {
    return switch (other.type().kind()) {
      case TIMESTAMP, DATE, UUID -> scope.certain(other);
      // 1 = 'a' is UNKNOWN, as it is when both come from payloads.
      case BOOLEAN, INTEGER, BIGINT, DECIMAL, DOUBLE -> scope.certain(other) && !(other instanceof Rex.Literal);
      default -> false;
    };
  }

  private boolean inexact(Rex other) {
    Kind kind = other.type().kind();
    return kind == Kind.DOUBLE || !scope.certain(other) && !(other instanceof Rex.Parameter)
        && (kind.numeric() || kind == Kind.ANY);
  }

  /// The parameter with this type, if none was known.
  Rex.Parameter typed(Rex.Parameter parameter, SqlType type) { return parameters.infer(parameter, type); }

  /// Gives a `?` without type this one, and reads a text constant as it.
  Rex wanted(Rex value, SqlType type, Span at) {
    return switch (value) {
      case Rex.Parameter parameter when parameter.type().kind() == Kind.ANY -> parameters.infer(parameter, type);
      case Rex.Literal(String text, SqlType own) when own.kind() == Kind.VARCHAR
          && type.kind() != Kind.VARCHAR && type.kind() != Kind.JSON && type.kind() != Kind.ANY ->
        literals.fromText(text, type, at);
      default -> value;
    };
  }

  /// Converts to the common type what surely converts; values of payloads stay what they are.
  List<Rex> unify(List<Rex> values, SqlType common) {
    var unified = new ArrayList<Rex>(values.size());
    for (Rex value : values) unified.add(unify(value, common));
    return unified;
  }

  private Rex unify(Rex value, SqlType common) {
    if (value instanceof Rex.Parameter parameter && parameter.type().kind() == Kind.ANY)
      return parameters.infer(parameter, common);
    Kind own = value.type().kind();
    if (own == common.kind() || own == Kind.NULL || own == Kind.ANY || common.kind() == Kind.ANY) return value;
    if (value instanceof Rex.Literal(Number number, _) && common.kind() == Kind.DOUBLE)
      return new Rex.Literal(number.doubleValue(), SqlType.DOUBLE);
    return scope.certain(value) ? new Rex.Cast(value, common) : value;
  }
}
