// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;

/// A running plan node: batches on demand. One virtual call per batch, loops over arrays inside.
///
/// Confined to one thread, except that the statement's cancellation may be set from any.
public interface Operator extends AutoCloseable {
  /// The next batch with at least one row, or null at the end. The batch belongs to the operator and is overwritten by
  /// the next call.
  @Nullable
  Batch next();

  @Override
  void close();
}
