// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.redexdb.meshdb.FakeCatalog;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.eval.EvalContext;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.ScanColumn;
import org.redexdb.meshdb.plan.Travel;
import org.redexdb.storage.api.TimeSource;

/// Plans in short words, and their rows.
@NullUnmarked // rows are lists of values and NULLs
final class Run {
  static final TimeSource CLOCK = new TimeSource() {
    @Override
    public long epochNanos() { return 0; }

    @Override
    public long monotonicNanos() { return 0; }
  };

  final RowSource.Scans scans;
  final Cancellation cancellation;
  final MemoryBudget memory;
  boolean strict;
  List<Object> parameters = List.of();

  static MemoryBudget memory(long bytes) {
    return new MemoryBudget(new MemoryPool(bytes), 0, 0, new Cancellation(CLOCK, 0));
  }

  Run(long seed) { this(seed, memory(1L << 30), new Cancellation(CLOCK, 0)); }

  Run(long seed, MemoryBudget memory, Cancellation cancellation) {
    this.scans = new RowSource.Scans(new Random(seed));
    this.memory = memory;
    this.cancellation = cancellation;
  }

  ExecContext context(Plan plan) {
    return new ExecContext(new EvalContext(parameters, 0, ZoneOffset.UTC, strict),
        Snapshot.of(plan, new FakeCatalog()::tips), cancellation,
        memory, scans);
  }

  BatchCursor cursor(Plan plan, long rowsMax) {
    var columns = plan.types().stream().map(type -> new Column("c", type, true, null, null)).toList();
    return new BatchCursor(columns, PlanCompiler.open(plan, context(plan)), cancellation, rowsMax);
  }

  List<List<Object>> rows(Plan plan) {
    try (BatchCursor cursor = cursor(plan, 0)) {
      var rows = new ArrayList<List<Object>>();
      while (cursor.next()) rows.add(row(cursor, plan.types().size()));
      return rows;
    }
  }

  static List<Object> row(BatchCursor cursor, int columns) {
    var row = new ArrayList<Object>();
    for (int c = 0; c < columns; c++) row.add(cursor.value(c));
    return Collections.unmodifiableList(row);
  }

  static Plan.Scan scan(MemoryChannel channel, int columns) { return scan(channel, columns, new Travel.All()); }

  static Plan.Scan scan(MemoryChannel channel, int columns, Travel travel) {
    List<ScanColumn> list = new ArrayList<>(
        IntStream.range(0, columns).mapToObj(c -> new ScanColumn.Declared("" + c, SqlType.ANY)).toList());
    return new Plan.Scan(channel, travel, list, null, -1);
  }

  static Rex ref(int column) { return new Rex.Ref(column, SqlType.ANY); }

  static Rex lit(Object value) { return new Rex.Literal(value, SqlType.ANY); }

  static Rex call(Op op, Rex... arguments) { return new Rex.Call(op, List.of(arguments), SqlType.ANY); }

  static Plan.AggregateCall aggregate(Plan.AggregateCall.Function function, Rex argument) {
    return new Plan.AggregateCall(function, argument, false, null, SqlType.ANY);
  }
}
