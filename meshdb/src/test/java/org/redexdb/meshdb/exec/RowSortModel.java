// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.meshdb.plan.Plan;

/// Sorting against the sort of the JDK.
@NullUnmarked // NULL is a value here
class RowSortModel {
  static LongStream seeds() { return LongStream.range(0, 20); }

  @ParameterizedTest
  @MethodSource("seeds")
  void pairsAreSortedStablyAtEverySize(long seed) {
    var random = new Random(seed);
    for (int size : new int[]{0, 1, 2, 24, 25, 26, 4_095, 4_096, 4_097, 20_000}) {
      long spread = random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(1_000);
      var keys = new long[size + 6];
      for (int i = 0; i < keys.length; i++) keys[i] = random.nextLong() % spread;
      int[] rows = IntStream.range(0, keys.length).toArray();
      long[] given = keys.clone();
      var expected = IntStream.range(3, size + 3).boxed().sorted(Comparator.comparingLong(i -> given[i])).toList();
      new PairSort(keys, rows, new Cancellation(Run.CLOCK, 0)).sort(3, size + 3);
      assertThat(Arrays.stream(rows, 3, size + 3).boxed().toList()).isEqualTo(expected);
      assertThat(Arrays.copyOfRange(rows, size + 3, size + 6)).containsExactly(size + 3, size + 4, size + 5);
      for (int i = 0; i < keys.length; i++) assertThat(keys[i]).isEqualTo(given[rows[i]]);
    }
  }

  @Test
  void veryLongEqualTextsDoNotExhaustTheStack() {
    var rows = new ArrayList<List<Object>>();
    String start = "x".repeat(300_000);
    for (int i = 0; i < 40; i++) rows.add(List.of(start + (i * 7 % 40 / 10), (long) i));
    var plan = new Plan.Sort(Run.scan(new MemoryChannel("t", rows), 2),
        List.of(new Plan.Sort.Key(Run.ref(0), false, false)), -1, 0);
    var expected = rows.stream().sorted(Comparator.comparing(row -> (String) row.getFirst())).toList();
    assertThat(new Run(1).rows(plan).equals(expected)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void textsAreSortedByTheirBytesWhateverTheirCommonStart(long seed) {
    var random = new Random(seed);
    var rows = new ArrayList<List<Object>>();
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder("common-prefix-of-all".substring(0, random.nextInt(21)));
      for (int c = random.nextInt(9); c > 0; c--) text.append((char) (random.nextInt(3) * random.nextInt(700)));
      rows.add(Arrays.asList(random.nextInt(20) == 0 ? null : text.toString(), (long) random.nextInt(10)));
    }
    Comparator<Object> byBytes = (a, b) -> Arrays.compareUnsigned(((String) a).getBytes(StandardCharsets.UTF_8),
        ((String) b).getBytes(StandardCharsets.UTF_8));
    boolean descending = random.nextBoolean();
    var plan = new Plan.Sort(Run.scan(new MemoryChannel("t", rows), 2), List.of(
        new Plan.Sort.Key(Run.ref(0), descending, true), new Plan.Sort.Key(Run.ref(1), false, false)), -1, 0);
    var expected = rows.stream().sorted(Comparator.<List<Object>, Object>comparing(List::getFirst,
        Comparator.nullsFirst(descending ? byBytes.reversed() : byBytes)).thenComparing(row -> (Long) row.get(1)))
        .toList();
    assertThat(new Run(seed).rows(plan)).isEqualTo(expected);
  }
}
