// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;

/// No rows.
final class EmptyOperator implements Operator {
  @Override
  public @Nullable Batch next() { return null; }

  @Override
  public void close() {}
}
