// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlType;

/// A column that a relation offers or a query gives.
///
/// @param name     label
/// @param type     what is known of its type
/// @param nullable false only when NULL is impossible
/// @param certain  true when every value is of `type`; false for what comes out of undeclared payloads, where values of
///                 other types may turn up
/// @param table    channel it comes from unchanged, or null
/// @param source   column of `table`, or null
record SourceColumn(String name, SqlType type, boolean nullable, boolean certain, @Nullable String table,
    @Nullable String source) {
  static SourceColumn computed(String name, SqlType type, boolean nullable, boolean certain) {
    return new SourceColumn(name, type, nullable, certain, null, null);
  }

  SourceColumn named(String newName) { return new SourceColumn(newName, type, nullable, certain, table, source); }

  /// As results show it.
  Column column() { return new Column(name, type, nullable, table, source); }
}
