// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of a query, forward only, computed as they are asked for.
///
/// Confined to one thread, except [#cancel] and [#close]. Holds segments pinned until closed.
public interface RowCursor extends AutoCloseable {
  List<Column> columns();

  /// Moves to the next row.
  ///
  /// @throws SqlException.Cancelled after [#cancel]
  boolean next();

  /// Whether the value at `column` (0-based) of the current row is NULL.
  boolean isNull(int column);

  /// The value boxed as [SqlType.Kind] says, or null.
  @Nullable
  Object value(int column);

  /// The value as a long without boxing; only for integer and decimal values within range, else as [#value] would cast.
  ///
  /// @throws SqlException.Data when the value is NULL or not a whole number in range
  long longValue(int column);

  /// The value as a double without boxing.
  double doubleValue(int column);

  /// Stops the query: a running [#next] throws within 100 ms. Any thread.
  void cancel();

  @Override
  void close();
}
