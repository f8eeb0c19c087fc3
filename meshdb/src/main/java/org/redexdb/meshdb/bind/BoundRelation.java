// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.List;
import org.redexdb.meshdb.plan.Plan;

/// A bound query with what is known of its columns, as many as the plan gives.
record BoundRelation(Plan plan, List<SourceColumn> columns) {
  BoundRelation {
    columns = List.copyOf(columns);
  }
}
