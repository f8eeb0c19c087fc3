// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.GoldenScript;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.bind.BinderFixture;
import org.redexdb.meshdb.eval.EvalContext;
import org.redexdb.meshdb.eval.ExpressionCompiler;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.PlanText;
import org.redexdb.meshdb.plan.PlanTree;
import org.redexdb.meshdb.plan.Rex;

/// Each rule alone: the plan as bound, and what the rule makes of it. Some rules are shown after those that bring about
/// what they wait for.
class RulesTest {
  private static Rex.@Nullable Literal evaluate(Rex rex) {
    try {
      return new Rex.Literal(new ExpressionCompiler(new EvalContext(List.of(), 0, ZoneOffset.UTC, false)).value(rex),
          rex.type());
    } catch (SqlException _) {
      return null;
    }
  }

  private static final Map<String, Rule> RULES = Map.ofEntries(
      Map.entry("ConstantFolding", new ConstantFolding(RulesTest::evaluate)),
      Map.entry("FilterMerge", new FilterMerge()),
      Map.entry("ConstantFilter", new ConstantFilter()), Map.entry("FilterBelowProject", new FilterBelowProject()),
      Map.entry("FilterBelowSort", new FilterBelowSort()),
      Map.entry("FilterBelowAggregate", new FilterBelowAggregate()), Map.entry("FilterIntoJoin", new FilterIntoJoin()),
      Map.entry("JoinConditions", new JoinConditions()), Map.entry("FilterIntoScan", new FilterIntoScan()),
      Map.entry("SeqBounds", new SeqBounds()), Map.entry("TimeBounds", new TimeBounds()),
      Map.entry("ProjectMerge", new ProjectMerge()), Map.entry("SortBySeq", new SortBySeq()),
      Map.entry("LimitBelowProject", new LimitBelowProject()), Map.entry("TopRows", new TopRows()),
      Map.entry("LastEvents", new LastEvents()), Map.entry("LimitIntoScan", new LimitIntoScan()));

  private final BinderFixture fixture = new BinderFixture();

  RulesTest() {
    for (int i = 0; i < 100; i++) fixture.catalog.channel("orders").append("{}");
  }

  @Test
  void eachRuleMakesOfAPlanWhatIsExpected() { GoldenScript.run("rule/rules.txt", this::beforeAndAfter); }

  /// First line: names of rules, the last of which is the one shown; then the query.
  private String beforeAndAfter(String block) {
    int lineEnd = block.indexOf('\n');
    var names = List.of(block.substring(0, lineEnd).split(" "));
    Plan before = fixture.bind(block.substring(lineEnd + 1)).plan();
    for (String name : names.subList(0, names.size() - 1)) before = apply(name, before);
    Plan after = apply(names.getLast(), before);
    return text(before) + "\n=>\n" + (after.equals(before) ? "the same" : text(after));
  }

  private static Plan apply(String name, Plan plan) {
    if (name.equals("PruneColumns")) return PruneColumns.of(plan);
    var rule = RULES.get(name);
    assertThat(rule).as("rule %s", name).isNotNull();
    return PlanTree.bottomUp(plan, rule::apply);
  }

  private static String text(Plan plan) { return String.join("\n", PlanText.lines(plan)); }

  @Test
  void rulesComeToAnEndAndKeepTheTypes() {
    var optimizer = new Optimizer(RulesTest::evaluate);
    for (String sql : List.of("SELECT * FROM orders WHERE amount > 1 AND seq > 5 AND ts > '2026-01-01' LIMIT 5",
        "SELECT a.amount, count(*) FROM orders a, users u, items i WHERE a.userId = u.ID AND u.ID = i.id AND i.price > 5"
            + " GROUP BY a.amount HAVING a.amount > 1 AND count(*) > 2 ORDER BY 2 DESC, 1 LIMIT 3 OFFSET 1",
        "SELECT DISTINCT x.s FROM (SELECT status s, seq FROM orders LATEST 10 WHERE amount > 1 ORDER BY seq) x"
            + " WHERE x.s LIKE 'a%' ORDER BY 1")) {
      Plan bound = fixture.bind(sql).plan();
      Plan once = optimizer.optimize(bound);
      assertThat(once.types()).as(sql).isEqualTo(bound.types());
      assertThat(optimizer.optimize(once)).as(sql).isEqualTo(once);
    }
  }
}
