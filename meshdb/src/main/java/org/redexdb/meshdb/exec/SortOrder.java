// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.List;
import org.redexdb.meshdb.plan.Plan;

/// Directions of sort keys, and the order of stored rows by them.
record SortOrder(boolean[] descending, boolean[] nullsFirst) {
  static SortOrder of(List<Plan.Sort.Key> keys) {
    var order = new SortOrder(new boolean[keys.size()], new boolean[keys.size()]);
    for (int c = 0; c < keys.size(); c++) {
      order.descending[c] = keys.get(c).descending();
      order.nullsFirst[c] = keys.get(c).nullsFirst();
    }
    return order;
  }

  int keyCount() { return descending.length; }

  /// Prefix of the first key in the direction of the sort; NULL where it belongs.
  long prefix(StoredColumn first, int row) {
    if (first.isNull(row)) return nullsFirst[0] ? -1 : SortPrefix.LIMIT;
    long prefix = first.prefix(row);
    return descending[0] ? SortPrefix.LIMIT - 1 - prefix : prefix;
  }
}
