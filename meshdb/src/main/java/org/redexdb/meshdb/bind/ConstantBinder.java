// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Rex;

/// Values outside of queries: defaults, the rows of an INSERT, the events of an APPEND. They have no columns.
public final class ConstantBinder {
  private final ParameterTypes parameters = new ParameterTypes(null);
  private final ExpressionBinder expressions;

  public ConstantBinder(Context context) {
    this.expressions = new ExpressionBinder(new Scope(context.problems()), parameters, context);
  }

  /// @param wanted type that a text constant is read as and a `?` gets
  public Rex bind(Expression expression, SqlType wanted) {
    return expressions.coercion().wanted(expressions.bindIn("VALUES", expression), wanted, expression.span());
  }

  /// Binds one value that cannot have parameters.
  public static Rex bind(Expression expression, SqlType wanted, Context context) {
    return new ConstantBinder(context).bind(expression, wanted);
  }

  /// Binds rows; an element stays null where DEFAULT stands.
  ///
  /// @param wanted types of the columns
  public List<List<@Nullable Rex>> rows(List<List<Expression>> rows, List<SqlType> wanted) {
    var bound = new ArrayList<List<@Nullable Rex>>(rows.size());
    for (var row : rows) {
      var values = new ArrayList<@Nullable Rex>(row.size());
      for (int i = 0; i < row.size(); i++)
        values.add(row.get(i) instanceof Expression.DefaultValue ? null : bind(row.get(i), wanted.get(i)));
      bound.add(values);
    }
    return bound;
  }

  /// One for each `?` met so far.
  public List<SqlType> parameterTypes() { return parameters.types(); }
}
