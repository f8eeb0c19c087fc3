// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.redexdb.meshdb.exec.Run.aggregate;
import static org.redexdb.meshdb.exec.Run.call;
import static org.redexdb.meshdb.exec.Run.lit;
import static org.redexdb.meshdb.exec.Run.ref;
import static org.redexdb.meshdb.exec.Run.scan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Plan.AggregateCall.Function;
import org.redexdb.meshdb.value.NumberOrder;
import org.redexdb.meshdb.value.Ordering;

/// Operators against a twin that handles one boxed row after the other: over NULLs, values that change their type within a
/// column, batches of any size, selections, and more rows than a batch holds.
@NullUnmarked // rows are lists of values and NULLs
class OperatorModel {
  static LongStream seeds() { return LongStream.range(0, 12); }

  private static MemoryChannel channel(long seed, String name) {
    var random = new Random(seed * 31 + name.hashCode());
    int count = random.nextInt(3) == 0 ? random.nextInt(5) : 1 + random.nextInt(7_000);
    boolean[] mixed = {random.nextBoolean(), random.nextBoolean(), random.nextBoolean()};
    var rows = new ArrayList<List<Object>>();
    for (int i = 0; i < count; i++) {
      // Types drift between stretches of rows, so that some batches have one type and some have several.
      int drift = (i / 1500) % 3;
      rows.add(Arrays.asList(value(random, mixed[0] ? drift : 0), value(random, mixed[1] ? drift : 1),
          value(random, mixed[2] ? 3 : 2)));
    }
    return new MemoryChannel(name, rows);
  }

  private static Object value(Random random, int drift) {
    if (random.nextInt(10) == 0) return null;
    long n = random.nextInt(40) - 5L;
    return switch (drift == 3 ? random.nextInt(5) : drift) {
      case 0 -> n;
      case 1 -> n % 4 == 0 ? (Object) (double) n : n + 0.25;
      case 2 -> "t" + n;
      case 3 -> new BigDecimal(n).setScale(2);
      default -> n > 20;
    };
  }

  private static List<Object> keys(List<Object> row, int... columns) {
    var keys = new ArrayList<Object>();
    for (int column : columns) keys.add(Ordering.keyOrNull(row.get(column)));
    return keys;
  }

  private static List<Object> concat(List<Object> a, List<Object> b) {
    var row = new ArrayList<>(a);
    row.addAll(b);
    return row;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aFilterKeepsTheRowsForWhichTheConditionIsTrue(long seed) {
    var channel = channel(seed, "a");
    var plan = new Plan.Filter(scan(channel, 3), call(Op.AND, call(Op.GREATER_OR_EQUAL, ref(0), lit(3L)),
        call(Op.OR, call(Op.LESS, ref(1), lit(20L)), call(Op.EQUAL, ref(2), lit("t7")))));
    var expected = channel.rows.stream().filter(row -> number(row.get(0)) && order(row.get(0), 3L) >= 0)
        .filter(row -> number(row.get(1)) && order(row.get(1), 20L) < 0 || "t7".equals(row.get(2))).toList();
    assertThat(new Run(seed).rows(plan)).isEqualTo(expected);
  }

  private static boolean number(Object value) { return value instanceof Number; }

  private static int order(Object a, Object b) { return NumberOrder.compare(a, b); }

  @ParameterizedTest
  @MethodSource("seeds")
  void groupsComeInTheOrderOfTheirFirstRowWithTheValuesOfIt(long seed) {
    var channel = channel(seed, "a");
    for (int[] columns : new int[][]{{0}, {1}, {2}, {0, 2}, {2, 1, 0}}) {
      var keys = Arrays.stream(columns).mapToObj(Run::ref).toList();
      var plan = new Plan.Aggregate(scan(channel, 3), keys, List.of(aggregate(Function.COUNT, null),
          aggregate(Function.COUNT, ref(1)), aggregate(Function.MIN, ref(2)), aggregate(Function.MAX, ref(0)),
          new Plan.AggregateCall(Function.COUNT, ref(2), true, null, org.redexdb.meshdb.api.SqlType.BIGINT)));
      Map<List<Object>, List<List<Object>>> groups = new LinkedHashMap<>();
      for (List<Object> row : channel.rows) groups.computeIfAbsent(keys(row, columns), _ -> new ArrayList<>()).add(row);
      var expected = new ArrayList<List<Object>>();
      for (List<List<Object>> group : groups.values()) {
        var row = new ArrayList<Object>();
        for (int column : columns) row.add(group.getFirst().get(column));
        row.add((long) group.size());
        row.add(group.stream().filter(r -> r.get(1) != null).count());
        row.add(extreme(group, 2, -1));
        row.add(extreme(group, 0, 1));
        row.add(group.stream().map(r -> r.get(2)).filter(v -> v != null).map(Ordering::key).distinct().count());
        expected.add(row);
      }
      assertThat(new Run(seed).rows(plan)).isEqualTo(expected);
    }
  }

  private static Object extreme(List<List<Object>> rows, int column, int sign) {
    Object best = null;
    for (List<Object> row : rows) {
      Object value = row.get(column);
      if (value != null && (best == null || Ordering.compare(value, best) * sign > 0)) best = value;
    }
    return best;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sumsAreExactWhateverTheKindsOfNumbersAndTheBatches(long seed) {
    var random = new Random(seed);
    var rows = new ArrayList<List<Object>>();
    for (int i = 0; i < 6_000; i++) {
      Object value = switch (random.nextInt(4)) {
        case 0 -> null;
        case 1 -> random.nextLong();
        case 2 -> new BigDecimal(random.nextInt()).movePointLeft(3);
        default -> (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(30) - 15);
      };
      rows.add(Arrays.asList((long) random.nextInt(5), value));
    }
    var plan = new Plan.Aggregate(scan(new MemoryChannel("a", rows), 2), List.of(ref(0)), List.of(
        aggregate(Function.SUM, ref(1)), aggregate(Function.AVG, ref(1))));
    for (List<Object> result : new Run(seed).rows(plan)) {
      BigDecimal sum = BigDecimal.ZERO;
      int count = 0;
      for (List<Object> row : rows) {
        if (!row.get(0).equals(result.get(0)) || row.get(1) == null) continue;
        sum = sum.add(row.get(1) instanceof Double d ? new BigDecimal(d) : new BigDecimal(row.get(1).toString()));
        count++;
      }
      assertThat(result.get(1)).isEqualTo(sum.doubleValue());
      assertThat(result.get(2)).isEqualTo(sum.doubleValue() / count);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSortIsStableAndPutsNullsWhereTheyBelong(long seed) {
    var random = new Random(seed);
    var channel = channel(seed, "a");
    int[] columns = random.nextBoolean()
        ? new int[]{random.nextInt(3)}
        : new int[]{random.nextInt(3), random.nextInt(3)};
    var keys = new ArrayList<Plan.Sort.Key>();
    Comparator<List<Object>> order = (_, _) -> 0;
    for (int column : columns) {
      boolean descending = random.nextBoolean();
      boolean nullsFirst = random.nextBoolean();
      keys.add(new Plan.Sort.Key(ref(column), descending, nullsFirst));
      Comparator<Object> byValue = descending ? (a, b) -> Ordering.compare(b, a) : Ordering::compare;
      order = order.thenComparing(row -> row.get(column),
          nullsFirst ? Comparator.nullsFirst(byValue) : Comparator.nullsLast(byValue));
    }
    var sorted = channel.rows.stream().sorted(order).toList();
    assertThat(new Run(seed).rows(new Plan.Sort(scan(channel, 3), keys, -1, 0))).isEqualTo(sorted);
    for (long[] cut : new long[][]{{10, 0}, {1, 3}, {0, 2}, {3_000, 100}, {Long.MAX_VALUE, 5}, {-1, 6_900}}) {
      var expected = sorted.stream().skip(cut[1]).limit(cut[0] < 0 ? Long.MAX_VALUE : cut[0]).toList();
      assertThat(new Run(seed).rows(new Plan.Sort(scan(channel, 3), keys, cut[0], cut[1])))
          .as("limit %d offset %d", cut[0], cut[1]).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aJoinGivesEveryPairOnceInTheOrderOfTheLeftThenOfTheRight(long seed) {
    var left = channel(seed, "left");
    var right = new MemoryChannel("right", channel(seed, "right").rows.stream().limit(150).toList());
    for (int[] columns : new int[][]{{0}, {2}, {0, 1}}) {
      var keys = Arrays.stream(columns).mapToObj(Run::ref).toList();
      var plan = new Plan.Join(scan(left, 3), scan(right, 3), keys, keys, call(Op.LESS, ref(1), lit(18L)));
      var expected = new ArrayList<List<Object>>();
      for (List<Object> l : left.rows) {
        if (keys(l, columns).contains(null) || !number(l.get(1)) || order(l.get(1), 18L) >= 0) continue;
        for (List<Object> r : right.rows) if (keys(l, columns).equals(keys(r, columns))) expected.add(concat(l, r));
      }
      assertThat(new Run(seed).rows(plan)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aCrossJoinGivesEveryPair(long seed) {
    var left = new MemoryChannel("left", channel(seed, "left").rows.stream().limit(90).toList());
    var right = channel(seed, "right");
    var expected = new ArrayList<List<Object>>();
    for (List<Object> l : left.rows) for (List<Object> r : right.rows) expected.add(concat(l, r));
    assertThat(new Run(seed).rows(new Plan.Join(scan(left, 3), scan(right, 3), List.of(), List.of(), null)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void distinctKeepsTheFirstOfEqualRows(long seed) {
    var channel = channel(seed, "a");
    var expected = new LinkedHashMap<List<Object>, List<Object>>();
    for (List<Object> row : channel.rows) expected.putIfAbsent(keys(row, 0, 1, 2), row);
    assertThat(new Run(seed).rows(new Plan.Distinct(scan(channel, 3)))).isEqualTo(List.copyOf(expected.values()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aLimitGivesTheRowsAfterTheOffset(long seed) {
    var channel = channel(seed, "a");
    for (long[] cut : new long[][]{{10, 0}, {2_048, 1}, {0, 0}, {5_000, 2_049}, {-1, 4_000}})
      assertThat(new Run(seed).rows(new Plan.Limit(scan(channel, 3), cut[0], cut[1]))).isEqualTo(
          channel.rows.stream().skip(cut[1]).limit(cut[0] < 0 ? Long.MAX_VALUE : cut[0]).toList());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void projectionsOverSelectionsOverProjectionsStayRowByRow(long seed) {
    var channel = channel(seed, "a");
    var first = new Plan.Project(scan(channel, 3), List.of(ref(2), ref(0), call(Op.IS_NULL, ref(1))));
    var plan = new Plan.Project(new Plan.Filter(first, call(Op.NOT_EQUAL, ref(1), lit(2.0))),
        List.of(call(Op.COALESCE, ref(0), lit("none")), ref(2)));
    var expected = new ArrayList<List<Object>>();
    for (List<Object> row : channel.rows)
      if (number(row.get(0)) && order(row.get(0), 2L) != 0)
        expected.add(Arrays.asList(row.get(2) == null ? "none" : row.get(2), row.get(1) == null));
    assertThat(new Run(seed).rows(plan)).isEqualTo(expected);
  }
}
