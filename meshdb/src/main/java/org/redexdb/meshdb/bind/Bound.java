// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Query;
import org.redexdb.meshdb.api.Catalog;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Plan;

/// A query with every name resolved.
///
/// @param plan           as written, no rule applied
/// @param columns        of the result
/// @param parameterTypes one for each `?` of the query
/// @param valuesNeeded   whether values of parameters shape the plan (LIMIT ?): then it is bound for each execution
/// @param dependencies   what the binding holds for
public record Bound(Plan plan, List<Column> columns, List<SqlType> parameterTypes, boolean valuesNeeded,
    List<Dependency> dependencies) {
  public Bound {
    columns = List.copyOf(columns);
    parameterTypes = List.copyOf(parameterTypes);
    dependencies = List.copyOf(dependencies);
  }

  /// Binds a query.
  ///
  /// @param values given for one execution, null for preparing
  public static Bound of(Query query, Context context, @Nullable List<? extends @Nullable Object> values) {
    var parameters = new ParameterTypes(values);
    var binder = new QueryBinder(parameters, context);
    var relation = binder.bind(query);
    return new Bound(relation.plan(), relation.columns().stream().map(SourceColumn::column).toList(),
        parameters.types(), parameters.valuesNeeded(), binder.dependencies());
  }

  /// Whether the query would be bound the same way now.
  public boolean holds(Catalog catalog, FieldSource fields) {
    return dependencies.stream().allMatch(each -> each.holds(catalog, fields));
  }
}
