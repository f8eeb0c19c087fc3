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

  /// Order of two rows; 0 only when all keys are equal.
  int compare(StoredRows keys, int a, int b) {
    for (int c = 0; c < descending.length; c++) {
      StoredColumn column = keys.column(c);
      boolean leftNull = column.isNull(a);
      boolean rightNull = column.isNull(b);
      if (leftNull || rightNull) {
        if (leftNull && rightNull) continue;
        return leftNull == nullsFirst[c] ? -1 : 1;
      }
      int byKey = column.compare(a, b);
      if (byKey != 0) return descending[c] ? -byKey : byKey;
    }
    return 0;
  }

  /// Prefix of the first key in the direction of the sort; NULL where it belongs.
  long prefix(StoredColumn first, int row) {
    if (first.isNull(row)) return nullsFirst[0] ? -1 : SortPrefix.LIMIT;
    long prefix = first.prefix(row);
    return descending[0] ? SortPrefix.LIMIT - 1 - prefix : prefix;
  }
}
