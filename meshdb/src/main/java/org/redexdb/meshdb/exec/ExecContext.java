// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.redexdb.meshdb.eval.EvalContext;

/// One execution of a statement.
///
/// @param expressions  parameters, time, zone
/// @param snapshot     how far the channels go
/// @param cancellation checked once per batch
/// @param memory       what operators may hold
/// @param scans        how channels are read
public record ExecContext(EvalContext expressions, Snapshot snapshot, Cancellation cancellation, MemoryBudget memory,
    ScanSource scans) {
}
