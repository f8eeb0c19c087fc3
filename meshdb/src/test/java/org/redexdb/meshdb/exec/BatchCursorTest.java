// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.redexdb.meshdb.exec.Run.aggregate;
import static org.redexdb.meshdb.exec.Run.call;
import static org.redexdb.meshdb.exec.Run.lit;
import static org.redexdb.meshdb.exec.Run.ref;
import static org.redexdb.meshdb.exec.Run.scan;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Plan.AggregateCall.Function;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.storage.api.TimeSource;

@NullUnmarked // rows are lists of values and NULLs
class BatchCursorTest {
  private static final int COUNT = 20_000;
  private final MemoryChannel channel = new MemoryChannel("c",
      LongStream.range(0, COUNT).mapToObj(i -> List.<Object>of(i, "k" + i % 7_000)).toList());

  private static void fails(String sqlState, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(SqlException.class,
        e -> assertThat(e.sqlState()).isEqualTo(sqlState));
  }

  @Test
  void typedReadsGiveTheValueOrSayWhyNot() {
    var row = Arrays.<Object>asList(7L, 2.5, 3.0, new BigDecimal("4"), "12", null, "x");
    try (BatchCursor cursor = new Run(1).cursor(scan(new MemoryChannel("one", List.of(row)), 7), 0)) {
      assertThat(cursor.next()).isTrue();
      assertThat(Run.row(cursor, 7)).isEqualTo(row);
      assertThat(cursor.longValue(0)).isEqualTo(7);
      assertThat(cursor.doubleValue(0)).isEqualTo(7.0);
      assertThat(cursor.doubleValue(1)).isEqualTo(2.5);
      fails("22003", () -> cursor.longValue(1));
      assertThat(cursor.longValue(2)).isEqualTo(3);
      assertThat(cursor.longValue(3)).isEqualTo(4);
      assertThat(cursor.longValue(4)).isEqualTo(12);
      assertThat(cursor.doubleValue(4)).isEqualTo(12.0);
      assertThat(cursor.isNull(5)).isTrue();
      fails("22004", () -> cursor.longValue(5));
      fails("22004", () -> cursor.doubleValue(5));
      fails("22018", () -> cursor.longValue(6));
      assertThat(cursor.next()).isFalse();
      assertThatThrownBy(() -> cursor.value(0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void cancelEndsAQueryWithItsReasonAndGivesBackWhatItHeld() {
    var run = new Run(1);
    BatchCursor cursor = run
        .cursor(new Plan.Sort(scan(channel, 2), List.of(new Plan.Sort.Key(ref(1), false, false)), -1,
            0), 0);
    assertThat(cursor.next()).isTrue();
    assertThat(run.memory.usedBytes()).isPositive();
    cursor.cancel();
    fails("57014", () -> {
      while (cursor.next()) cursor.value(0);
    });
    assertThat(run.memory.usedBytes()).isZero();
    assertThat(run.scans.opened.getFirst().closed).isTrue();
    assertThat(cursor.next()).isFalse();
    cursor.close();
    cursor.close();
    fails("57014", cursor::next);
  }

  @Test
  void everyOperatorEndsWhenCancelled() {
    var keys = List.of(ref(1));
    var sort = new Plan.Sort(scan(channel, 2), List.of(new Plan.Sort.Key(ref(1), true, false)), -1, 0);
    for (Plan plan : List.of(scan(channel, 2), new Plan.Filter(scan(channel, 2), call(Op.LESS, ref(0), lit(-1L))),
        new Plan.Aggregate(scan(channel, 2), keys, List.of(aggregate(Function.COUNT, null))), sort,
        new Plan.Distinct(scan(channel, 2)), new Plan.Join(scan(channel, 2), scan(channel, 2), keys, keys, null))) {
      var run = new Run(1);
      BatchCursor cursor = run.cursor(plan, 0);
      cursor.cancel();
      fails("57014", cursor::next);
      assertThat(run.scans.opened).allMatch(source -> source.closed);
    }
  }

  @Test
  void aStatementEndsWhenItsTimeIsOver() {
    var now = new AtomicLong();
    TimeSource clock = new TimeSource() {
      @Override
      public long epochNanos() { return 0; }

      @Override
      public long monotonicNanos() { return now.get(); }
    };
    var run = new Run(1, Run.memory(1 << 30), new Cancellation(clock, 1_000));
    try (BatchCursor cursor = run.cursor(scan(channel, 2), 0)) {
      now.set(1_000);
      assertThat(cursor.next()).isTrue();
      now.set(1_001);
      assertThatThrownBy(() -> {
        while (cursor.next()) cursor.value(0);
      }).isInstanceOf(SqlException.Cancelled.class).hasMessageContaining("query_max_duration");
    }
  }

  @Test
  void oneRowBeyondTheLimitOfRowsIsAnError() {
    for (long max : new long[]{1, Batch.ROWS - 1, Batch.ROWS, 9_000}) {
      var run = new Run(1);
      BatchCursor cursor = run.cursor(scan(channel, 2), max);
      for (long i = 0; i < max; i++) assertThat(cursor.next()).isTrue();
      fails("54000", cursor::next);
      assertThat(cursor.next()).isFalse();
      assertThat(run.scans.opened.getFirst().closed).isTrue();
    }
    var exact = new Run(1).rows(new Plan.Limit(scan(channel, 2), 5, 0));
    try (BatchCursor cursor = new Run(1).cursor(new Plan.Limit(scan(channel, 2), 5, 0), 5)) {
      for (List<Object> row : exact) {
        assertThat(cursor.next()).isTrue();
        assertThat(Run.row(cursor, 2)).isEqualTo(row);
      }
      assertThat(cursor.next()).isFalse();
    }
  }

  @Test
  void operatorsThatHoldRowsStopAtTheMemoryLimitAndSayWhich() {
    var keys = List.of(ref(1));
    var plans = java.util.Map.of("ORDER BY",
        new Plan.Sort(scan(channel, 2), List.of(new Plan.Sort.Key(ref(1), true, false)), -1, 0), "GROUP BY",
        new Plan.Aggregate(scan(channel, 2), keys, List.of(aggregate(Function.SUM, ref(0)))), "DISTINCT",
        new Plan.Distinct(scan(channel, 2)), "JOIN",
        new Plan.Join(scan(channel, 2), scan(channel, 2), keys, keys, null));
    plans.forEach((name, plan) -> {
      var run = new Run(1, Run.memory(100_000), new Cancellation(Run.CLOCK, 0));
      assertThatThrownBy(() -> run.rows(plan)).isInstanceOf(SqlException.Limit.class).hasMessageContaining(name)
          .hasMessageContaining("100000");
      assertThat(run.memory.usedBytes()).isZero();
      assertThat(new Run(1).rows(plan)).isNotEmpty();
    });
    var top = new Run(1, Run.memory(2_000_000), new Cancellation(Run.CLOCK, 0));
    assertThat(top.rows(new Plan.Sort(scan(channel, 2), List.of(new Plan.Sort.Key(ref(0), true, false)), 3, 0)))
        .extracting(List::getFirst).containsExactly(COUNT - 1L, COUNT - 2L, COUNT - 3L);
  }

  @Test
  void groupsThatHoldLongTextsOrBigSumsStopAtTheMemoryLimit() {
    int groups = 400;
    long limitBytes = 200_000;
    var channel = new MemoryChannel("wide", LongStream.range(0, groups)
        .mapToObj(i -> List.<Object>of(i, i + "x".repeat(1_000), 1e300))
        .toList());
    var held = List.of(aggregate(Function.MAX, ref(1)), aggregate(Function.MIN, ref(1)),
        aggregate(Function.SUM, ref(2)));
    for (Plan.AggregateCall call : held) {
      var plan = new Plan.Aggregate(scan(channel, 3), List.of(ref(0)), List.of(call));
      var run = new Run(1, Run.memory(limitBytes), new Cancellation(Run.CLOCK, 0));
      assertThatThrownBy(() -> run.rows(plan)).isInstanceOfSatisfying(SqlException.Limit.class, e -> {
        assertThat(e.sqlState()).isEqualTo("53200");
        assertThat(e).hasMessageContaining("GROUP BY");
      });
      assertThat(run.memory.usedBytes()).isZero();
      assertThat(new Run(1).rows(plan)).hasSize(groups);
      // What one group gives up for a greater value is given back: many rows of one group need no more than one value.
      var one = new Run(1, Run.memory(limitBytes), new Cancellation(Run.CLOCK, 0));
      assertThat(one.rows(new Plan.Aggregate(scan(channel, 3), List.of(), List.of(call)))).hasSize(1);
    }
  }

  @Test
  void closingFromAnotherThreadEndsARunningQueryAndItsOwnThreadClosesTheOperators() throws Exception {
    var running = new CountDownLatch(1);
    var closes = new AtomicInteger();
    var cancellation = new Cancellation(Run.CLOCK, 0);
    var runner = Thread.currentThread();
    Operator endless = new Operator() {
      @Override
      public @Nullable Batch next() {
        running.countDown();
        while (true) {
          cancellation.check();
          Thread.onSpinWait();
        }
      }

      @Override
      public void close() {
        assertThat(Thread.currentThread()).isSameAs(runner);
        closes.incrementAndGet();
      }
    };
    var cursor = new BatchCursor(List.of(), endless, cancellation, 0);
    var closer = Thread.ofPlatform().start(() -> {
      try {
        running.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      cursor.close();
    });
    fails("57014", cursor::next);
    closer.join();
    cursor.close();
    assertThat(closes).hasValue(1);
  }
}
