// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import java.util.List;
import org.redexdb.meshdb.api.Catalog;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.eval.EvalContext;
import org.redexdb.meshdb.exec.BatchCursor;
import org.redexdb.meshdb.exec.ExecContext;
import org.redexdb.meshdb.exec.MemoryBudget;
import org.redexdb.meshdb.exec.MemoryPool;
import org.redexdb.meshdb.exec.PinnedOperator;
import org.redexdb.meshdb.exec.PlanCompiler;
import org.redexdb.meshdb.exec.Snapshot;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.scan.ChannelScan;
import org.redexdb.meshdb.statement.Invocation;
import org.redexdb.meshdb.statement.QueryRunner;

/// Runs plans with the operators of this module over the channels themselves.
final class PlanRunner implements QueryRunner {
  private final Catalog catalog;
  private final MemoryPool memory;

  /// @param catalog of the channels that plans read
  /// @param memory that all statements share
  PlanRunner(Catalog catalog, MemoryPool memory) {
    this.catalog = catalog;
    this.memory = memory;
  }

  @Override
  public RowCursor open(Plan plan, List<Column> columns, Invocation invocation) {
    var settings = invocation.settings();
    var expressions = new EvalContext(invocation.parameters(), invocation.nowNanos(), settings.zone(),
        settings.strictTypes());
    var budget = new MemoryBudget(memory, settings.memoryMaxBytes(), settings.memoryWaitNanos(),
        invocation.cancellation());
    var snapshot = Snapshot.of(plan, catalog::tips);
    boolean done = false;
    try {
      var context = new ExecContext(expressions, snapshot, invocation.cancellation(), budget, ChannelScan::open);
      var root = new PinnedOperator(PlanCompiler.open(plan, context), snapshot);
      done = true;
      return new BatchCursor(columns, root, invocation.cancellation(), settings.maxRows());
    } finally {
      if (!done) snapshot.close();
    }
  }
}
