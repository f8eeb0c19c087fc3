// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.statement;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.redexdb.meshdb.api.RowCursor;

/// The rows of a statement that are open in the engine. Apart from the statement, so that they can be closed when nobody
/// reaches it any more. Thread-safe.
public final class OpenRows {
  private final Set<RowCursor> open = ConcurrentHashMap.newKeySet();

  void add(RowCursor rows) { open.add(rows); }

  void remove(RowCursor rows) { open.remove(rows); }

  /// Closes what is open.
  ///
  /// @return whether something was
  public boolean close() {
    boolean any = false;
    for (RowCursor rows : open) {
      any = true;
      rows.close();
    }
    open.clear();
    return any;
  }
}
