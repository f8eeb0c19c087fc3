// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.meshdb.FakeCatalog;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.bind.BinderFixture;
import org.redexdb.meshdb.eval.EvalContext;
import org.redexdb.meshdb.eval.ExpressionCompiler;
import org.redexdb.meshdb.exec.BatchCursor;
import org.redexdb.meshdb.exec.Cancellation;
import org.redexdb.meshdb.exec.ExecContext;
import org.redexdb.meshdb.exec.MemoryBudget;
import org.redexdb.meshdb.exec.MemoryPool;
import org.redexdb.meshdb.exec.PlanCompiler;
import org.redexdb.meshdb.exec.Snapshot;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.PlanText;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.scan.ChannelScan;
import org.redexdb.storage.api.TimeSource;

/// Random queries over rows with NULLs, missing fields and mixed types: the plan as bound is the naive twin of the plan
/// after all rules. Both must give the same rows, in the same order where there is one.
class OptimizerModel {
  private static final int QUERIES_PER_SEED = 200;
  private static final TimeSource CLOCK = new TimeSource() {
    @Override
    public long epochNanos() { return 0; }

    @Override
    public long monotonicNanos() { return 0; }
  };

  private final BinderFixture fixture = new BinderFixture();
  private final EvalContext expressions = new EvalContext(List.of(), 0, ZoneOffset.UTC, false);

  static LongStream seeds() { return LongStream.range(0, 10); }

  @ParameterizedTest
  @MethodSource("seeds")
  void rulesDoNotChangeAnswers(long seed) {
    var random = new Random(seed);
    fill(random);
    var optimizer = new Optimizer(this::evaluate);
    int answered = 0;
    for (int i = 0; i < QUERIES_PER_SEED; i++) {
      String sql = query(random);
      Plan bound = fixture.bind(sql).plan();
      Plan optimized = optimizer.optimize(bound);
      var expected = rows(bound);
      var actual = rows(optimized);
      String why = sql + "\n" + String.join("\n", PlanText.lines(optimized));
      if (sql.contains(" JOIN ")) assertThat(actual).as(why).containsExactlyInAnyOrderElementsOf(expected);
      else
        assertThat(actual).as(why).isEqualTo(expected);
      if (!expected.isEmpty()) answered++;
    }
    assertThat(answered).as("queries that gave rows").isGreaterThan(QUERIES_PER_SEED / 3);
  }

  private void fill(Random random) {
    String[] amounts = {"1", "2.5", "-3", "null", "\"x\"", "10", "1e1", "0"};
    String[] statuses = {"\"a\"", "\"b\"", "null", "\"\"", "7"};
    for (int i = 0; i < 300; i++) {
      var json = new StringBuilder("{\"userId\":").append(random.nextInt(8));
      if (random.nextInt(5) > 0) json.append(",\"amount\":").append(amounts[random.nextInt(amounts.length)]);
      if (random.nextInt(5) > 0) json.append(",\"status\":").append(statuses[random.nextInt(statuses.length)]);
      fixture.catalog.channel("orders").append(json.append('}').toString());
    }
    for (int i = 0; i < 10; i++)
      fixture.catalog.channel("users").append("{\"ID\":" + random.nextInt(8) + ",\"name\":\"n" + i % 3 + "\"}");
  }

  private static String query(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> "SELECT seq, amount, status FROM orders" + where(random, "") + order(random) + limit(random);
      case 1 -> "SELECT status, count(*) n, count(amount) c, min(seq) s FROM orders" + where(random, "")
          + " GROUP BY status" + (random.nextBoolean() ? " HAVING count(*) > 20 AND status <> 'b'" : "");
      case 2 -> "SELECT DISTINCT status FROM orders" + where(random, "") + limit(random);
      case 3 -> "SELECT o.seq, u.name FROM orders o JOIN users u ON u.ID = o.userId" + where(random, "o.")
          + (random.nextBoolean() ? "" : " ORDER BY o.seq, u.seq LIMIT 7");
      case 4 -> "SELECT x.a, x.s FROM (SELECT amount a, seq s, status FROM orders" + where(random, "") + order(random)
          + limit(random) + ") x WHERE x.s > " + random.nextInt(300) + " AND x.a IS NOT NULL";
      case 5 -> "SELECT seq FROM orders LATEST " + random.nextInt(20) + where(random, "");
      default -> "SELECT count(*), max(seq) FROM orders FOR SEQ FROM " + random.nextInt(100) + " TO "
          + (50 + random.nextInt(300)) + where(random, "");
    };
  }

  private static String where(Random random, String prefix) {
    var parts = new ArrayList<String>();
    for (int i = random.nextInt(4); i > 0; i--) parts.add(condition(random, prefix));
    return parts.isEmpty() ? "" : " WHERE " + String.join(random.nextInt(4) == 0 ? " OR " : " AND ", parts);
  }

  private static String condition(Random random, String prefix) {
    String[] comparisons = {"=", "<>", "<", "<=", ">", ">="};
    String comparison = comparisons[random.nextInt(comparisons.length)];
    return switch (random.nextInt(8)) {
      case 0 -> prefix + "seq " + comparison + " " + random.nextInt(310);
      case 1 -> random.nextInt(310) + " " + comparison + " " + prefix + "seq";
      case 2 -> prefix + "ts " + comparison + " '2026-01-01 00:0" + random.nextInt(5) + ":" + (10 + random.nextInt(50))
          + "'";
      case 3 -> prefix + "amount " + comparison + " " + (random.nextInt(8) - 2) + ".5";
      case 4 -> "(" + prefix + "status = 'a' OR " + prefix + "amount " + comparison + " 1 + 1)";
      case 5 -> prefix + "status IN ('a', 'b', NULL)";
      case 6 -> "NOT (" + prefix + "amount " + comparison + " 2)";
      default -> prefix + "status IS " + (random.nextBoolean() ? "" : "NOT ") + "NULL";
    };
  }

  private static String order(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> " ORDER BY seq DESC";
      case 1 -> " ORDER BY seq";
      case 2 -> " ORDER BY status DESC, seq";
      default -> "";
    };
  }

  private static String limit(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> " LIMIT " + random.nextInt(30);
      case 1 -> " LIMIT " + random.nextInt(30) + " OFFSET " + random.nextInt(10);
      default -> "";
    };
  }

  private Rex.@Nullable Literal evaluate(Rex rex) {
    try {
      return new Rex.Literal(new ExpressionCompiler(expressions).value(rex), rex.type());
    } catch (SqlException _) {
      return null;
    }
  }

  private List<List<@Nullable Object>> rows(Plan plan) {
    var cancellation = new Cancellation(CLOCK, 0);
    var context = new ExecContext(expressions, Snapshot.of(plan, new FakeCatalog()::tips), cancellation,
        new MemoryBudget(new MemoryPool(1L << 30), 0, 0, cancellation),
        ChannelScan::open);
    var rows = new ArrayList<List<@Nullable Object>>();
    try (var cursor = new BatchCursor(List.of(), PlanCompiler.open(plan, context), cancellation, 0)) {
      while (cursor.next()) {
        var row = new ArrayList<@Nullable Object>();
        for (int i = 0; i < plan.types().size(); i++) row.add(cursor.value(i));
        rows.add(row);
      }
    }
    return rows;
  }
}
