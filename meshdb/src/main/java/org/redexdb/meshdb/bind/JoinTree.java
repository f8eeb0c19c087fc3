// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.plan.Rex;

/// The FROM of one SELECT over the numbers of its relations, which ascend from left to right.
sealed interface JoinTree {
  /// Number of the leftmost relation.
  int first();

  record Leaf(int relation) implements JoinTree {
    @Override
    public int first() { return relation; }
  }

  /// @param on condition, null for a cross join
  record Pair(JoinTree left, JoinTree right, @Nullable Rex on) implements JoinTree {
    @Override
    public int first() { return left.first(); }
  }
}
