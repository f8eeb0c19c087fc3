// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.redexdb.tests.differential.Sql.Dialect;

/// One random query over the sample tables `t` and `u`.
///
/// @param sql with `$t` and `$u` where the names of the tables belong
/// @param ordered whether the order of the rows is promised
/// @param decimals whether it names DECIMAL columns, so that only declared tables can answer
record RandomQuery(Sql sql, boolean ordered, boolean decimals) {
  private static final int DEPTH = 2;

  static RandomQuery of(RandomGenerator random) { return new Maker(random).make(); }

  String in(Dialect dialect, String t, String u) { return sql.in(dialect).replace("$t", t).replace("$u", u); }

  private static final class Maker {
    private final RandomGenerator random;
    private final boolean decimals;

    Maker(RandomGenerator random) {
      this.random = random;
      this.decimals = random.nextInt(4) == 0;
    }

    RandomQuery make() {
      return switch (random.nextInt(10)) {
        case 0, 1 -> rows();
        case 2, 3, 4 -> groups(one(), Sql.of(" FROM ", travelling("$t"), " a", where(one())), true);
        case 5 -> whole();
        case 6 -> distinct();
        case 7, 8 -> joined();
        default -> nested();
      };
    }

    private Expressions over(List<String> aliases) { return new Expressions(random, aliases, decimals); }

    private Expressions one() { return over(List.of("a")); }

    private RandomQuery query(Sql sql, boolean ordered) { return new RandomQuery(sql, ordered, decimals); }

    /// The table, or its past: what AS OF and FOR say of a channel is a condition on the seq, which is the id.
    private Sql travelling(String table) {
      int n = random.nextInt(150);
      int m = n + random.nextInt(60);
      return switch (random.nextInt(8)) {
        case 0 -> past(table, " AS OF SEQ " + n, "id <= " + n);
        case 1 -> past(table, " FOR SEQ FROM " + n + " TO " + m, "id >= " + n + " AND id < " + m);
        case 2 -> past(table, " FOR SEQ BETWEEN " + n + " AND " + m, "id BETWEEN " + n + " AND " + m);
        default -> Sql.text(table);
      };
    }

    private static Sql past(String table, String travel, String condition) {
      return dialect -> dialect.redex() ? table + travel : "(SELECT * FROM " + table + " WHERE " + condition + ")";
    }

    private Sql where(Expressions expressions) {
      return random.nextInt(3) == 0 ? Sql.text("") : Sql.of(" WHERE ", expressions.condition(DEPTH));
    }

    private static Sql list(List<Sql> items) {
      return Sql.join(", ", IntStream.range(0, items.size()).mapToObj(i -> Sql.of(items.get(i), " AS c" + (i + 1)))
          .toList());
    }

    /// Rows of one channel: by seq when no order is asked for.
    private RandomQuery rows() {
      var expressions = one();
      var items = expressions.some(1, 3, () -> expressions.value(DEPTH));
      items.add(Sql.text("a.id"));
      Sql order = random.nextBoolean()
          ? promised("a.id")
          : Sql.of(" ORDER BY ", key(expressions.key(1)), ", ", key(Sql.text("a.id")));
      return query(Sql.of("SELECT ", list(items), " FROM ", travelling("$t"), " a", where(expressions), order,
          window()), true);
    }

    /// What RedexDB promises without being asked, the others must be told.
    private static Sql promised(String order) { return dialect -> dialect.redex() ? "" : " ORDER BY " + order; }

    /// Only RedexDB is left to its own rule for NULLs: last when ascending, first when descending.
    private Sql key(Sql value) {
      boolean descending = random.nextBoolean();
      boolean nullsSaid = random.nextInt(4) == 0;
      boolean nullsFirst = nullsSaid ? random.nextBoolean() : descending;
      String direction = descending ? " DESC" : random.nextBoolean() ? "" : " ASC";
      return dialect -> value.in(dialect) + direction
          + (dialect.redex() && !nullsSaid ? "" : nullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }

    private Sql window() {
      return switch (random.nextInt(4)) {
        case 0 -> Sql.text(" LIMIT " + random.nextInt(20));
        case 1 -> Sql.text(" LIMIT " + random.nextInt(1, 30) + " OFFSET " + random.nextInt(40));
        default -> Sql.text("");
      };
    }

    private RandomQuery groups(Expressions expressions, Sql from, boolean firstRowOrder) {
      var keys = expressions.some(1, 2, () -> expressions.key(1));
      var items = new ArrayList<>(keys);
      items.addAll(expressions.some(1, 3, () -> expressions.aggregate(1)));
      Sql having = random.nextInt(3) == 0
          ? Sql.of(" HAVING ", expressions.aggregate(0), " IS NOT NULL AND count(*) > " + random.nextInt(3))
          : Sql.text("");
      boolean asked = random.nextBoolean();
      Sql order = asked ? allOf(items.size()) : firstRowOrder ? promised("min(a.id)") : Sql.text("");
      return query(Sql.of("SELECT ", list(items), from, " GROUP BY ", Sql.join(", ", keys), having, order,
          asked ? window() : Sql.text("")), asked || firstRowOrder);
    }

    private Sql allOf(int columns) {
      return Sql.of(" ORDER BY ", Sql.join(", ", IntStream.rangeClosed(1, columns).mapToObj(i -> key(Sql.text("c" + i)))
          .toList()));
    }

    private RandomQuery whole() {
      var expressions = one();
      return query(Sql.of("SELECT ", list(expressions.some(1, 4, () -> expressions.aggregate(DEPTH))), " FROM ",
          travelling("$t"), " a", where(expressions)), true);
    }

    private RandomQuery distinct() {
      var expressions = one();
      var items = expressions.some(1, 2, () -> expressions.key(1));
      boolean asked = random.nextBoolean();
      return query(Sql.of("SELECT DISTINCT ", list(items), " FROM $t a", where(expressions), asked
          ? allOf(items.size())
          : Sql.text(""), asked ? window() : Sql.text("")), asked);
    }

    private RandomQuery joined() {
      var both = over(List.of("a", "b"));
      Sql on = random.nextBoolean() ? Sql.text("a.i = b.i") : Sql.text("a.k = b.s AND a.j >= b.j");
      if (random.nextInt(3) == 0) on = Sql.of(on, " AND ", both.condition(1));
      Sql from = random.nextInt(4) == 0
          ? Sql.of(" FROM $t a, $u b WHERE ", on, " AND b.id < 10")
          : Sql.of(" FROM $t a JOIN $u b ON ", on, where(both));
      if (random.nextBoolean()) return groups(both, from, false);
      var items = new ArrayList<Sql>(both.some(1, 2, () -> both.value(1)));
      items.add(Sql.text("a.id"));
      items.add(Sql.text("b.id"));
      boolean asked = random.nextBoolean();
      return query(Sql.of("SELECT ", list(items), from, asked ? allOf(items.size()) : Sql.text(""),
          asked ? window() : Sql.text("")), asked);
    }

    /// A grouping of what a query in FROM, or a common table, gives.
    private RandomQuery nested() {
      var expressions = one();
      Sql inner = Sql.of("SELECT ", expressions.key(1), " AS g, ", expressions.number(1, true), " AS x FROM $t a",
          where(expressions));
      Sql items = Sql.text("SELECT q.g AS c1, count(*) AS c2, sum(q.x) AS c3, max(q.x) AS c4");
      Sql tail = Sql.of(" GROUP BY q.g", random.nextBoolean() ? " HAVING sum(q.x) > 0" : "", allOf(4), window());
      return query(random.nextBoolean()
          ? Sql.of(items, " FROM (", inner, ") AS q", tail)
          : Sql.of("WITH w AS (", inner, ") ", items, " FROM w q", tail), true);
    }
  }
}
