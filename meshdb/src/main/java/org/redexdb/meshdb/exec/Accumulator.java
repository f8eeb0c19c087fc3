// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Vector;

/// One aggregate function over all groups. Confined to one thread.
interface Accumulator {
  /// Makes room for groups `[0, groups)`.
  void groups(int groups);

  /// Adds rows.
  ///
  /// @param values    the argument; for COUNT(*) any vector without nulls
  /// @param rows      as in [org.redexdb.meshdb.eval.Evaluator#eval]
  /// @param groupOf   group of each row, by row number; null when all are in group 0
  void add(Vector values, int @Nullable [] rows, int count, int @Nullable [] groupOf);

  /// The result of a group, boxed.
  @Nullable
  Object result(int group);
}
