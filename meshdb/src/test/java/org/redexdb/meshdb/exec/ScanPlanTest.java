// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.redexdb.meshdb.exec.Run.aggregate;
import static org.redexdb.meshdb.exec.Run.call;
import static org.redexdb.meshdb.exec.Run.lit;
import static org.redexdb.meshdb.exec.Run.ref;
import static org.redexdb.meshdb.exec.Run.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Plan.AggregateCall.Function;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.Travel;
import org.redexdb.meshdb.value.Times;
import org.redexdb.storage.api.DamagedRange;

@NullUnmarked // rows are lists of values and NULLs
class ScanPlanTest {
  private static final int COUNT = 5_000;
  private final MemoryChannel channel = channel(0);
  private final Run run = new Run(1);

  private static MemoryChannel channel(long firstSeq) {
    return new MemoryChannel("c",
        new ArrayList<>(LongStream.range(0, COUNT).mapToObj(i -> List.<Object>of(i)).toList()),
        firstSeq);
  }

  private List<Long> seqs(Travel travel) {
    return run.rows(scan(channel, 1, travel)).stream().map(row -> (Long) row.getFirst()).toList();
  }

  private static List<Long> range(long from, long to) { return LongStream.range(from, to).boxed().toList(); }

  private static Rex time(long seq) { return lit(Times.instant(MemoryChannel.ts(seq))); }

  @Test
  void travelReadsExactlyTheSeqsItNames() {
    assertThat(seqs(new Travel.AtSeq(lit(7L)))).isEqualTo(range(7, 8));
    assertThat(seqs(new Travel.SeqRange(lit(10L), lit(2_500L)))).isEqualTo(range(10, 2_500));
    assertThat(seqs(new Travel.SeqRange(lit(-5L), lit(Long.MAX_VALUE)))).isEqualTo(range(0, COUNT));
    assertThat(seqs(new Travel.SeqRange(lit(9L), lit(3L)))).isEmpty();
    assertThat(seqs(new Travel.AsOfSeq(lit(3L)))).isEqualTo(range(0, 4));
    assertThat(seqs(new Travel.AsOfSeq(lit(Long.MAX_VALUE)))).isEqualTo(range(0, COUNT));
    assertThat(seqs(new Travel.AsOfSeq(lit(-1L)))).isEmpty();
    assertThat(seqs(new Travel.AsOfTime(time(20)))).isEqualTo(range(0, 21));
    assertThat(seqs(new Travel.TimeRange(time(20), time(30), false))).isEqualTo(range(20, 30));
    assertThat(seqs(new Travel.TimeRange(time(20), time(30), true))).isEqualTo(range(20, 31));
    assertThat(seqs(new Travel.TimeRange(time(20), time(20), false))).isEmpty();
    assertThat(seqs(new Travel.AtSeq(lit((long) COUNT)))).isEmpty();
  }

  @Test
  void aBoundThatIsNullLetsNothingThroughExceptThatAsOfNeedsOne() {
    assertThat(seqs(new Travel.AtSeq(lit(null)))).isEmpty();
    assertThat(seqs(new Travel.SeqRange(lit(0L), lit(null)))).isEmpty();
    assertThat(seqs(new Travel.TimeRange(lit(null), time(5), true))).isEmpty();
    assertThatThrownBy(() -> seqs(new Travel.AsOfSeq(lit(null)))).isInstanceOf(SqlException.Data.class);
    assertThatThrownBy(() -> seqs(new Travel.AtSeq(lit("7")))).isInstanceOf(SqlException.Data.class);
  }

  @Test
  void removedEventsAreNotAskedFor() {
    var trimmed = channel(100);
    assertThat(run.rows(scan(trimmed, 1, new Travel.AsOfSeq(lit(101L)))))
        .isEqualTo(List.of(List.of(100L), List.of(101L)));
    assertThat(run.rows(scan(trimmed, 1, new Travel.AtSeq(lit(50L))))).isEmpty();
  }

  @Test
  void aStatementDoesNotSeeWhatIsAppendedAfterItStarted() {
    var plan = scan(channel, 1);
    var context = run.context(plan);
    channel.rows.add(List.of(99_999L));
    long rows = 0;
    try (Operator root = PlanCompiler.open(plan, context)) {
      for (var batch = root.next(); batch != null; batch = root.next()) rows += batch.rows();
    }
    assertThat(rows).isEqualTo(COUNT);
  }

  @Test
  void countingAllEventsReadsNone() {
    var count = List.of(aggregate(Function.COUNT, null));
    assertThat(run.rows(new Plan.Aggregate(scan(channel, 1), List.of(), count)))
        .isEqualTo(List.of(List.of((long) COUNT)));
    assertThat(run.rows(new Plan.Aggregate(new Plan.Project(scan(channel, 1, new Travel.AsOfSeq(lit(9L))),
        List.of(ref(0))), List.of(), count))).isEqualTo(List.of(List.of(10L)));
    assertThat(run.scans.opened).isEmpty();
    var filtered = new Plan.Filter(scan(channel, 1), call(Op.LESS, ref(0), lit(5L)));
    assertThat(run.rows(new Plan.Aggregate(filtered, List.of(), count))).isEqualTo(List.of(List.of(5L)));
    var timed = scan(channel, 1, new Travel.TimeRange(time(1), time(4), false));
    assertThat(run.rows(new Plan.Aggregate(timed, List.of(), count))).isEqualTo(List.of(List.of(3L)));
  }

  @Test
  void eventsThatARepairGaveUpAreNotCountedFromTheirSeqs() {
    var count = List.of(aggregate(Function.COUNT, null));
    channel.damage = List.of(new DamagedRange(2, 3, DamagedRange.Kind.UNREADABLE),
        new DamagedRange(10, 12, DamagedRange.Kind.LOST));
    for (Travel without : List.of(new Travel.AsOfSeq(lit(9L)), new Travel.SeqRange(lit(12L), lit(22L))))
      assertThat(run.rows(new Plan.Aggregate(scan(channel, 1, without), List.of(), count)))
          .isEqualTo(List.of(List.of(10L)));
    assertThat(run.scans.opened).isEmpty();
    run.rows(new Plan.Aggregate(scan(channel, 1, new Travel.SeqRange(lit(11L), lit(22L))), List.of(), count));
    assertThat(run.scans.opened).hasSize(1);
  }

  @Test
  void aPointAndALimitReadNoMoreThanTheyNeed() {
    run.rows(scan(channel, 1, new Travel.AtSeq(lit(4_000L))));
    assertThat(run.scans.opened.getLast().batches).isEqualTo(1);
    var limited = new Plan.Scan(channel, new Travel.All(), scan(channel, 1).columns(),
        call(Op.GREATER, ref(0), lit(2L)), 1);
    assertThat(run.rows(limited)).isEqualTo(List.of(List.of(3L)));
    assertThat(run.scans.opened.getLast().batches).isLessThan(4);
    run.rows(scan(channel, 1, new Travel.SeqRange(lit(5L), lit(5L))));
    assertThat(run.scans.opened).hasSize(2);
  }

  @Test
  void withoutKeysThereIsOneGroupAlsoOverNoRows() {
    var empty = scan(channel, 1, new Travel.SeqRange(lit(5L), lit(5L)));
    var calls = List.of(aggregate(Function.COUNT, ref(0)), aggregate(Function.SUM, ref(0)),
        aggregate(Function.AVG, ref(0)), aggregate(Function.MIN, ref(0)));
    assertThat(run.rows(new Plan.Aggregate(empty, List.of(), calls)))
        .isEqualTo(List.of(java.util.Arrays.asList(0L, null, null, null)));
    assertThat(run.rows(new Plan.Aggregate(empty, List.of(ref(0)), calls))).isEmpty();
  }

  @Test
  void aFilterOfAnAggregateChoosesItsRowsAndDistinctEachValueOnce() {
    var tens = new Plan.AggregateCall(Function.SUM, call(Op.MODULO, ref(0), lit(10L)), true,
        call(Op.LESS, ref(0), lit(100L)), SqlType.DECIMAL);
    assertThat(run.rows(new Plan.Aggregate(scan(channel, 1), List.of(), List.of(tens))))
        .isEqualTo(List.of(List.of(new java.math.BigDecimal(45))));
  }

  @Test
  void constantRowsTakeParametersAndWidenToTheTypeOfTheColumn() {
    run.parameters = List.of(7);
    var plan = new Plan.Values(List.of(List.of(new Rex.Parameter(0, SqlType.BIGINT)), List.of(lit(2.5))),
        List.of(SqlType.DOUBLE));
    assertThat(run.rows(plan)).isEqualTo(List.of(List.of(7.0), List.of(2.5)));
    assertThat(run.rows(new Plan.Values(List.of(List.of()), List.of()))).isEqualTo(List.of(List.of()));
    run.parameters = List.of();
    assertThatThrownBy(() -> run.rows(plan)).isInstanceOf(SqlException.Invalid.class);
  }

  @Test
  void anErrorInABranchThatNoRowReachesDoesNotShow() {
    var guarded = new Rex.Case(List.of(new Rex.When(call(Op.EQUAL, ref(0), lit(0L)), lit(-1L))),
        call(Op.DIVIDE_TRUNCATING, lit(100L), ref(0)), SqlType.BIGINT);
    assertThat(run.rows(new Plan.Limit(new Plan.Project(scan(channel, 1), List.of(guarded)), 3, 0)))
        .isEqualTo(List.of(List.of(-1L), List.of(100L), List.of(50L)));
    var and = call(Op.AND, call(Op.NOT_EQUAL, ref(0), lit(0L)),
        call(Op.EQUAL, call(Op.DIVIDE_TRUNCATING, lit(100L), ref(0)), lit(50L)));
    assertThat(run.rows(new Plan.Filter(scan(channel, 1), and))).isEqualTo(List.of(List.of(2L)));
    assertThatThrownBy(() -> run.rows(new Plan.Project(scan(channel, 1),
        List.of(call(Op.DIVIDE_TRUNCATING, lit(100L), ref(0)))))).isInstanceOfSatisfying(SqlException.Data.class,
            e -> assertThat(e.sqlState()).isEqualTo("22012"));
  }

  @Test
  void strictTypesMakeAComparisonOfFamiliesAnError() {
    var plan = new Plan.Filter(scan(channel, 1), call(Op.EQUAL, ref(0), lit("1")));
    assertThat(run.rows(plan)).isEmpty();
    run.strict = true;
    assertThatThrownBy(() -> run.rows(plan)).isInstanceOfSatisfying(SqlException.Data.class,
        e -> assertThat(e.sqlState()).isEqualTo("22018"));
  }
}
