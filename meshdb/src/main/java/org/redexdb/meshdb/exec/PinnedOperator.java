// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.vector.Batch;

/// The root of a statement: lets go of what its snapshot keeps when the operators have been closed.
public final class PinnedOperator implements Operator {
  private final Operator root;
  private final Snapshot snapshot;

  /// @param root     closed with this one
  /// @param snapshot closed with this one
  public PinnedOperator(Operator root, Snapshot snapshot) {
    this.root = root;
    this.snapshot = snapshot;
  }

  @Override
  public @Nullable Batch next() { return root.next(); }

  @Override
  public void close() {
    try {
      root.close();
    } finally {
      snapshot.close();
    }
  }
}
