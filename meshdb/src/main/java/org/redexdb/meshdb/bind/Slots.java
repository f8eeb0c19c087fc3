// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Rex;

/// Column references of a SELECT that is still being bound. How many columns each source delivers is known only at the
/// end, so until then a reference packs the number of the relation and the number of the column within it.
final class Slots {
  /// Stands for the relation in references to the aggregates of the SELECT.
  static final int AGGREGATES = 0x7fff;
  static final int RELATIONS_MAX = 0x7ffe;
  static final int COLUMNS_MAX = 0xffff;

  private Slots() {}

  static Rex.Ref ref(int relation, int column, SqlType type) {
    if (relation > AGGREGATES || column > COLUMNS_MAX)
      throw new IllegalArgumentException("too many sources or columns: " + relation + "." + column);
    return new Rex.Ref(relation << 16 | column, type);
  }

  static int relation(Rex.Ref ref) { return ref.column() >>> 16; }

  static int column(Rex.Ref ref) { return ref.column() & COLUMNS_MAX; }
}
