// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.tests.differential.Sql.Dialect;
import org.redexdb.tests.differential.Sql.Engine;
import org.redexdb.tests.support.Seeds;

/// Random queries give the rows that H2 and DuckDB give, from payload fields in one segment, from payload fields across
/// sealed segments, and from declared columns.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialModel {
  private static final int QUERIES_PER_TABLES = 100;

  @TempDir
  static Path temporary;

  private @Nullable Samples samples;

  static LongStream seeds() { return Seeds.of(300); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aRandomQueryGivesTheRowsOfOtherEngines(long seed) {
    Seeds.run(DifferentialModel.class, seed, () -> ask(samples(seed / QUERIES_PER_TABLES),
        RandomQuery.of(new SplittableRandom(seed))));
  }

  private Samples samples(long seed) throws SQLException {
    if (samples != null && samples.seed() == seed) return samples;
    close();
    samples = Samples.of(seed, temporary.resolve("store" + seed));
    return samples;
  }

  @AfterAll
  void close() throws SQLException {
    if (samples != null) samples.close();
    samples = null;
  }

  private static void ask(Samples samples, RandomQuery query) throws SQLException {
    if (!query.decimals()) {
      var wanted = reference(samples, query, false);
      for (String kind : List.of(RedexSamples.FIELDS, RedexSamples.SEGMENTED)) compare(samples, query, kind, wanted);
    }
    compare(samples, query, RedexSamples.DECLARED, reference(samples, query, true));
  }

  private static void compare(Samples samples, RandomQuery query, String kind, List<List<@Nullable Object>> wanted) {
    String sql = query.in(new Dialect(Engine.REDEX, kind.equals(RedexSamples.DECLARED)), kind + "_t", kind + "_u");
    try {
      assertThat(inOrder(query, samples.redex().ask(sql))).as(sql).isEqualTo(wanted);
    } catch (RuntimeException e) {
      throw new AssertionError(sql + "\n" + e, e);
    }
  }

  /// What both others say; where they do not agree the generator steps over one of its exclusions.
  private static List<List<@Nullable Object>> reference(Samples samples, RandomQuery query, boolean declared)
      throws SQLException {
    String toH2 = query.in(new Dialect(Engine.H2, declared), "t", "u");
    String toDuck = query.in(new Dialect(Engine.DUCK, declared), "t", "u");
    var wanted = inOrder(query, samples.h2().ask(toH2));
    assertThat(inOrder(query, samples.duck().ask(toDuck))).as("DuckDB: %s%nas H2: %s", toDuck, toH2).isEqualTo(wanted);
    return wanted;
  }

  private static List<List<@Nullable Object>> inOrder(RandomQuery query, List<List<@Nullable Object>> rows) {
    return query.ordered() ? rows : Rows.sorted(rows);
  }

  private record Samples(long seed, RedexSamples redex, ReferenceEngine h2, ReferenceEngine duck) {
    static Samples of(long seed, Path folder) throws SQLException {
      Map<String, List<SampleTables.Row>> tables = SampleTables.of(seed);
      return new Samples(seed, RedexSamples.of(tables, seed, folder), ReferenceEngine.h2(tables),
          ReferenceEngine.duck(tables));
    }

    void close() throws SQLException {
      redex.close();
      h2.close();
      duck.close();
    }
  }
}
