// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.List;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.plan.Plan;

/// Runs plans: the seam to the operators.
@FunctionalInterface
public interface QueryRunner {
  /// Starts a plan; the tips of its channels are fixed now.
  RowCursor open(Plan plan, List<Column> columns, Invocation invocation);
}
