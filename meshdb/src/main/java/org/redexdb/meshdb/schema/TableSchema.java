// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The declared shape of a channel's payloads.
///
/// @param columns      in order of declaration
/// @param extraAllowed whether payloads may have further fields
public record TableSchema(List<TableColumn> columns, boolean extraAllowed) {
  /// Columns a table may have.
  public static final int COLUMNS_MAX = 1000;
  /// Name of the channel attribute that keeps it.
  public static final String ATTRIBUTE = "schema";

  public TableSchema {
    columns = List.copyOf(columns);
  }

  public @Nullable TableColumn find(String name) {
    for (var column : columns) {
      if (column.name().equals(name)) return column;
    }
    return null;
  }

  public List<String> names() { return columns.stream().map(TableColumn::name).toList(); }
}
