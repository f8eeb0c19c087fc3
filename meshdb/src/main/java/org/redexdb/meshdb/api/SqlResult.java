// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.api;

import java.util.List;
import org.redexdb.storage.api.Position;

/// What a statement gave.
public sealed interface SqlResult extends AutoCloseable permits SqlResult.Rows, SqlResult.Appended, SqlResult.Done {
  /// A query, SHOW, DESCRIBE or EXPLAIN; close the cursor.
  record Rows(RowCursor cursor) implements SqlResult {
    @Override
    public void close() { cursor.close(); }
  }

  /// INSERT or APPEND.
  ///
  /// @param count     events appended
  /// @param positions first and last position; empty when `count` is 0
  record Appended(long count, List<Position> positions) implements SqlResult {
    public Appended {
      positions = List.copyOf(positions);
    }
  }

  /// A definition or a setting.
  ///
  /// @param message one line for a person: `created channel orders`
  record Done(String message) implements SqlResult {
  }

  @Override
  default void close() {}
}
