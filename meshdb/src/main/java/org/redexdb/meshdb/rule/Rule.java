// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import org.redexdb.meshdb.plan.Plan;

/// Rewrites one kind of node into another that gives the same rows sooner.
interface Rule {
  /// @param node whose inputs have been rewritten already
  /// @return the same instance when the rule does not apply
  Plan apply(Plan node);
}
