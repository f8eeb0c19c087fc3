// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.List;
import org.redexdb.meshdb.plan.ScanColumn;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.SeqRange;

/// Opens the operators that read channels.
@FunctionalInterface
public interface ScanSource {
  /// Reads events of a channel in seq order.
  ///
  /// @param fromNanos      least append time, [Long#MIN_VALUE] for all
  /// @param toNanos        greatest append time, inclusive, [Long#MAX_VALUE] for all
  /// @param checkCancelled to run once per batch or oftener; throws to end the scan
  Operator open(Channel channel, SeqRange range, List<ScanColumn> columns, long fromNanos, long toNanos,
      Runnable checkCancelled);
}
