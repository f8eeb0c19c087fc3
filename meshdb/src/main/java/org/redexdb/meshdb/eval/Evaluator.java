// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// An expression ready to run: one virtual call per node and batch, loops over arrays inside.
///
/// Confined to one thread; used by one operator.
public interface Evaluator {
  /// Values for some rows of a batch. The result belongs to this evaluator (or is a column of the batch) and is
  /// overwritten by the next call; at other rows it is undefined.
  ///
  /// @param rows  ascending row numbers of which the first `count` are meant, or null for rows `[0, count)`
  Vector eval(Batch batch, int @Nullable [] rows, int count);

  /// Values for the rows of a batch that count.
  default Vector eval(Batch batch) {
    return batch.selected < 0 ? eval(batch, null, batch.size) : eval(batch, batch.selection, batch.selected);
  }
}
