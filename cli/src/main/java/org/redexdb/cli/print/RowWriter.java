// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.print;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes rows one after the other. Threading: one thread.
interface RowWriter {
  /// @param values boxed as [org.redexdb.meshdb.api.SqlType.Kind] says, null for NULL
  void row(List<? extends @Nullable Object> values);

  /// Writes what is still held back. No rows at all still give a header.
  void end();
}
