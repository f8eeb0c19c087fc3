// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.List;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;

/// A statement whose names are resolved, ready to run many times. Confined to the session's thread.
public interface Prepared {
  /// One for each `?`.
  default List<SqlType> parameterTypes() { return List.of(); }

  /// Columns of the rows; empty when there are none.
  default List<Column> columns() { return List.of(); }

  /// Whether it would be prepared in the same way now.
  default boolean current() { return true; }

  SqlResult execute(Invocation invocation);
}
