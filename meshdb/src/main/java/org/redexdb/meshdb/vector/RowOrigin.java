// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.vector;

import org.redexdb.storage.api.Where;

/// Tells, for errors, which event a value of a batch comes from. Asked while the batch is valid.
@FunctionalInterface
public interface RowOrigin {
  /// @param row    of the batch
  /// @param column of the batch, -1 for the row as a whole
  /// @return [Where#NOWHERE] when that is not known
  Where where(int row, int column);
}
