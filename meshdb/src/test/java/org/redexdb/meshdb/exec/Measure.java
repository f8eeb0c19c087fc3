// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import static org.redexdb.meshdb.exec.Run.aggregate;
import static org.redexdb.meshdb.exec.Run.call;
import static org.redexdb.meshdb.exec.Run.lit;
import static org.redexdb.meshdb.exec.Run.ref;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.redexdb.meshdb.FakeCatalog;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.eval.EvalContext;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Plan.AggregateCall.Function;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.ScanColumn;
import org.redexdb.meshdb.plan.Travel;
import org.redexdb.meshdb.value.Ordering;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.TextVector;

/// Prints nanoseconds per row of a few plans over a million rows that lie in vectors already: what the operators cost
/// without a scan. Run by hand; the median of eleven runs after a warm-up.
@NullUnmarked // an operator ends with null
final class Measure {
  private static final int BATCHES = 489;
  private static final long ROWS = (long) BATCHES * Batch.ROWS;

  private Measure() {}

  /// device (text, 1,000 different), temp (double), n (long)
  private static Batch[] batches() {
    var random = new Random(7);
    byte[][] devices = IntStream.range(0, 1_000).mapToObj(i -> Ordering.utf8("device-%04d".formatted(i)))
        .toArray(byte[][]::new);
    var batches = new Batch[BATCHES];
    for (int b = 0; b < BATCHES; b++) {
      var device = new TextVector(SqlType.Kind.VARCHAR);
      var temp = new DoubleVector();
      var n = new LongVector(SqlType.Kind.BIGINT);
      for (int i = 0; i < Batch.ROWS; i++) {
        byte[] name = devices[random.nextInt(devices.length)];
        device.set(i, name, 0, name.length);
        temp.values[i] = Math.round(random.nextGaussian() * 1_000 + 2_000) / 100.0;
        n.values[i] = random.nextInt(1_000_000_000);
      }
      batches[b] = new Batch(3);
      batches[b].columns = new org.redexdb.meshdb.vector.Vector[]{device, temp, n};
      batches[b].size = Batch.ROWS;
    }
    return batches;
  }

  private static ScanSource source(Batch[] batches) {
    return (_, _, _, _, _, check) -> new Operator() {
      private int at;

      @Override
      public Batch next() {
        if (at == BATCHES) return null;
        check.run();
        batches[at].size = Batch.ROWS;
        batches[at].selected = -1;
        return batches[at++];
      }

      @Override
      public void close() {}
    };
  }

  public static void main(String[] arguments) {
    var channel = new MemoryChannel("m", java.util.Collections.nCopies((int) ROWS, List.of()));
    ScanSource scans = source(batches());
    var scan = new Plan.Scan(channel, new Travel.All(), IntStream.range(0, 3)
        .<ScanColumn>mapToObj(c -> new ScanColumn.Declared("" + c, SqlType.ANY)).toList(), null, -1);
    Rex hot = call(Op.GREATER, ref(1), lit(30.0));
    var count = List.of(aggregate(Function.COUNT, null));
    measure("filter-count (double > 30)", new Plan.Aggregate(new Plan.Filter(scan, hot), List.of(), count), scans);
    measure("filter-count (long < c and double > 30)", new Plan.Aggregate(new Plan.Filter(scan,
        call(Op.AND, call(Op.LESS, ref(2), lit(500_000_000L)), hot)), List.of(), count), scans);
    measure("filter-count (text = 'device-0500')", new Plan.Aggregate(new Plan.Filter(scan,
        call(Op.EQUAL, ref(0), lit("device-0500"))), List.of(), count), scans);
    measure("filter-count (text like '%-05%')", new Plan.Aggregate(new Plan.Filter(scan,
        call(Op.LIKE, ref(0), lit("%-05%"))), List.of(), count), scans);
    measure("sum(long), sum(double)", new Plan.Aggregate(scan, List.of(), List.of(aggregate(Function.SUM, ref(2)),
        aggregate(Function.SUM, ref(1)))), scans);
    measure("group by text: count, sum(double)", new Plan.Aggregate(scan, List.of(ref(0)), List.of(
        aggregate(Function.COUNT, null), aggregate(Function.SUM, ref(1)))), scans);
    measure("group by text: count, avg, min, max", new Plan.Aggregate(scan, List.of(ref(0)), List.of(
        aggregate(Function.COUNT, null), aggregate(Function.AVG, ref(1)), aggregate(Function.MIN, ref(1)),
        aggregate(Function.MAX, ref(1)))), scans);
    measure("group by long % 1000: count", new Plan.Aggregate(scan, List.of(call(Op.MODULO, ref(2), lit(1_000L))),
        count), scans);
    measure("group by long, 1 M groups: count", new Plan.Aggregate(scan, List.of(ref(2)), count), scans);
    measure("project temp * 1.8 + 32, sum", new Plan.Aggregate(new Plan.Project(scan, List.of(call(Op.ADD,
        call(Op.MULTIPLY, ref(1), lit(1.8)), lit(32.0)))), List.of(), List.of(aggregate(Function.SUM, ref(0)))), scans);
    var byTemp = List.of(new Plan.Sort.Key(ref(1), true, true));
    measure("order by double desc limit 10", new Plan.Sort(scan, byTemp, 10, 0), scans);
    measure("order by double desc limit 10000", new Plan.Sort(scan, byTemp, 10_000, 0), scans);
    measure("order by double, all", new Plan.Sort(scan, byTemp, -1, 0), scans);
    measure("order by text, double, all", new Plan.Sort(scan, List.of(new Plan.Sort.Key(ref(0), false, false),
        byTemp.getFirst()), -1, 0), scans);
    var sites = new Plan.Limit(new Plan.Distinct(new Plan.Project(scan, List.of(ref(0)))), 1_000, 0);
    measure("join with 1,000 rows by text, count", new Plan.Aggregate(new Plan.Join(scan, sites, List.of(ref(0)),
        List.of(ref(0)), null), List.of(), count), source(batches()));
  }

  private static void measure(String name, Plan plan, ScanSource scans) {
    var nanos = new long[11];
    for (int run = -12; run < nanos.length; run++) {
      long start = System.nanoTime();
      var cancellation = new Cancellation(Run.CLOCK, 0);
      var context = new ExecContext(new EvalContext(List.of(), 0, ZoneOffset.UTC, false),
          Snapshot.of(plan, new FakeCatalog()::tips),
          cancellation, new MemoryBudget(new MemoryPool(4L << 30), 0, 0, cancellation), scans);
      try (Operator root = PlanCompiler.open(plan, context)) {
        while (root.next() != null) {
          // The rows are the work.
        }
      }
      if (run >= 0) nanos[run] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.printf("%-45s %8.2f ns/row, best %.2f%n", name, (double) nanos[nanos.length / 2] / ROWS,
        (double) nanos[0] / ROWS);
  }
}
