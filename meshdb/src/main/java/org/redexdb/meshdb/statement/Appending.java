// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;

/// Receipts as results.
final class Appending {
  private Appending() {}

  /// @param receipt null when nothing was to be appended
  static SqlResult result(@Nullable Receipt receipt) {
    if (receipt == null) return new SqlResult.Appended(0, List.of());
    var last = receipt.position();
    return new SqlResult.Appended(receipt.count(), List.of(new Position(last.epoch(), receipt.firstSeq()), last));
  }
}
