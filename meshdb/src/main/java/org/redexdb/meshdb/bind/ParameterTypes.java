// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Rex;

/// What is found out about the `?` of a statement while it is bound.
final class ParameterTypes {
  private final List<SqlType> types = new ArrayList<>();
  private final @Nullable List<? extends @Nullable Object> values;
  private boolean valuesNeeded;

  /// @param values given when a statement is bound for one execution, else null
  ParameterTypes(@Nullable List<? extends @Nullable Object> values) {
    this.values = values;
  }

  Rex.Parameter add(int index) {
    while (types.size() <= index) types.add(SqlType.ANY);
    return new Rex.Parameter(index, types.get(index));
  }

  /// Takes over a type where nothing better is known yet.
  Rex.Parameter infer(Rex.Parameter parameter, SqlType type) {
    if (types.get(parameter.index()).kind() == SqlType.Kind.ANY && type.kind() != SqlType.Kind.NULL)
      types.set(parameter.index(), type);
    return new Rex.Parameter(parameter.index(), types.get(parameter.index()));
  }

  /// The whole number given for a parameter that shapes the plan; null when bound without values.
  ///
  /// @return null also for NULL
  @Nullable
  Object valueThatShapesThePlan(int index) {
    valuesNeeded = true;
    return values == null || index >= values.size() ? null : values.get(index);
  }

  /// Whether the plan depends on the values, so that it is bound anew for each execution.
  boolean valuesNeeded() { return valuesNeeded; }

  List<SqlType> types() { return List.copyOf(types); }
}
