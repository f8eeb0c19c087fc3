// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;

/// A condition ready to pick rows: those for which it is true, not false nor UNKNOWN.
///
/// Confined to one thread; used by one operator.
public interface Selector {
  /// Writes the row numbers that meet the condition to `out`, ascending.
  ///
  /// @param rows rows to look at, as in [Evaluator#eval]; may be the same array as `out`
  /// @return how many were written
  int select(Batch batch, int @Nullable [] rows, int count, int[] out);
}
