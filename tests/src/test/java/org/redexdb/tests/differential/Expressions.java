// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.redexdb.tests.differential.Sql.Engine;

/// Random expressions of a wanted type over the columns of some sources. What it avoids or words differently, and why:
///
/// | Difference | Rule of semantics.md | Here |
/// |---|---|---|
/// | integer by integer: truncates (H2), `//` (DuckDB), DOUBLE for payload numbers | §2 division | worded per dialect |
/// | division by zero: error or NULL | §2 division: 22012 | divisors are NULLIF(x, 0) or constants |
/// | AVG of numbers: DECIMAL or DECFLOAT in H2 | §2 overflow: AVG is DOUBLE | H2 casts what comes out |
/// | AVG of DECIMAL: rounded at another place by each | §2 overflow: AVG is DOUBLE | not generated; see sql/aggregates |
/// | a whole number as a key of GROUP BY or ORDER BY means a column | same | no constants as keys |
/// | sums of inexact doubles depend on order | §2 sums: exact | only arguments whose sums are exact in any order |
/// | quotients in DuckDB are not always the nearest double, so that equal ones differ | §2 comparison: exact | no quotients where values are told apart: keys, DISTINCT |
/// | mixed families: error or implicit cast | §2 comparison: UNKNOWN | never generated; see sql/values |
/// | texts above U+FFFF: H2 compares UTF-16 units | §2 comparison: code points | not in the vocabulary; see sql/ordering |
/// | `\` in LIKE: H2 escapes by default | grammar: no escape unless said | not in the vocabulary |
/// | week, dow: depend on the locale in H2 | ISO weeks | not generated; see sql/functions |
/// | GREATEST, LEAST over NULL: NULL in H2 unless told | NULLs passed over | H2 is told IGNORE NULLS |
/// | order of NULLs: first in H2, last in DuckDB | §2 order | the others are always told where |
final class Expressions {
  private static final List<String> WORDS = List.of("", "a", "b", "ab", "B", "Abc", "x y", "äö", "zz", "100", "%",
      "a_b");
  private static final List<String> PATTERNS = List.of("a%", "%b", "_", "%", "a_b", "%y", "x%y", "1__", "");
  private static final List<String> UNITS = List.of("year", "quarter", "month", "day", "hour", "minute");
  private static final List<String> TIMES = List.of("2026-01-01 00:00:00", "2026-02-28 23:59:59", "2026-03-15 12:30:00",
      "2025-12-31 23:00:00");

  private static final Pattern COLUMN = Pattern.compile("\\b[ab]\\.[a-z]");

  private final RandomGenerator random;
  private final List<String> sources;
  private final boolean decimals;

  /// @param sources aliases of the sources in scope
  /// @param decimals whether columns of type DECIMAL may be used, which only declared tables have
  Expressions(RandomGenerator random, List<String> sources, boolean decimals) {
    this.random = random;
    this.sources = sources;
    this.decimals = decimals;
  }

  private String source() { return sources.get(random.nextInt(sources.size())); }

  private <T> T any(List<T> choices) { return choices.get(random.nextInt(choices.size())); }

  Sql column(String name) { return Sql.text(source() + "." + name); }

  private Sql time() {
    String source = source();
    return dialect -> source + (dialect.redex() && !dialect.declared() ? ".event_time" : ".t");
  }

  /// A number whose sums are exact, or any.
  Sql number(int depth, boolean exact) {
    if (!exact && depth > 0 && random.nextInt(4) == 0) return inexact(depth - 1);
    return random.nextInt(3) == 0 ? real(depth) : integer(depth);
  }

  Sql integer(int depth) {
    if (depth <= 0) {
      return random.nextInt(4) == 0 ? Sql.text("" + random.nextInt(-3, 8)) : column(any(List.of("i", "j", "id")));
    }
    return switch (random.nextInt(14)) {
      case 0, 1 -> Sql.of("(", integer(depth - 1), any(List.of(" + ", " - ")), integer(depth - 1), ")");
      case 2 -> Sql.of("(", integer(0), " * ", integer(0), ")");
      case 3 -> Sql.of("abs(", integer(depth - 1), ")");
      case 4 -> Sql.of("mod(", integer(depth - 1), ", ", random.nextInt(2, 6), ")");
      case 5 -> choice(integer(depth - 1), integer(depth - 1), depth);
      case 6 -> Sql.of("coalesce(", integer(depth - 1), ", ", integer(depth - 1), ")");
      case 7 -> Sql.of("nullif(", integer(depth - 1), ", ", integer(0), ")");
      case 8 -> Sql.of("length(", text(depth - 1), ")");
      case 9 -> extreme(integer(depth - 1), integer(depth - 1));
      case 10 -> Sql.of("extract(", any(List.of("year", "month", "day", "hour", "minute", "quarter", "doy")), " FROM ",
          moment(depth - 1), ")");
      case 11 -> Sql.of("position('", any(List.of("a", "b", " ")), "' IN ", text(depth - 1), ")");
      case 12 -> Sql.of("(- ", integer(depth - 1), ")");
      default -> integer(0);
    };
  }

  /// Multiples of 1/64 that stay small: every sum of them is exact.
  private Sql real(int depth) {
    if (depth <= 0) {
      if (decimals && random.nextInt(3) == 0) return Sql.text("CAST(" + source() + ".i AS DOUBLE PRECISION)");
      return random.nextInt(4) == 0 ? Sql.text(any(List.of("1.5e0", "-0.25e0", "2e0"))) : column("d");
    }
    return switch (random.nextInt(8)) {
      case 0, 1 -> Sql.of("(", real(depth - 1), any(List.of(" + ", " - ")), number(depth - 1, true), ")");
      case 2 -> Sql.of("(", real(0), " * ", real(0), ")");
      case 3 -> choice(real(depth - 1), real(depth - 1), depth);
      case 4 -> Sql.of("coalesce(", real(depth - 1), ", ", real(0), ")");
      case 5 -> Sql.of(any(List.of("floor(", "ceil(", "round(", "abs(")), real(depth - 1), ")");
      case 6 -> extreme(real(depth - 1), real(depth - 1));
      default -> real(0);
    };
  }

  private Sql inexact(int depth) {
    if (random.nextInt(3) == 0) return Sql.of("sqrt(abs(", real(depth), "))");
    Sql left = column(any(List.of("i", "j", "id")));
    Sql right = random.nextBoolean() ? Sql.text("" + random.nextInt(1, 7)) : Sql.of("nullif(", column("i"), ", 0)");
    return dialect -> {
      String a = left.in(dialect);
      String b = right.in(dialect);
      if (dialect.redex()) return "(" + a + " / " + b + ")";
      if (!dialect.declared()) return "(CAST(" + a + " AS DOUBLE PRECISION) / CAST(" + b + " AS DOUBLE PRECISION))";
      return "(" + a + (dialect.engine() == Engine.DUCK ? " // " : " / ") + b + ")";
    };
  }

  private Sql extreme(Sql a, Sql b) {
    String function = random.nextBoolean() ? "greatest(" : "least(";
    return dialect -> function + a.in(dialect) + ", " + b.in(dialect) + ")"
        + (dialect.engine() == Engine.H2 ? " IGNORE NULLS" : "");
  }

  private Sql choice(Sql a, Sql b, int depth) {
    Sql otherwise = random.nextInt(4) == 0 ? Sql.text("") : Sql.of(" ELSE ", b);
    return Sql.of("CASE WHEN ", condition(depth - 1), " THEN ", a, otherwise, " END");
  }

  /// A DECIMAL(10,2) and what exact arithmetic makes of it.
  Sql decimal(int depth) {
    if (depth <= 0) return column("m");
    return switch (random.nextInt(4)) {
      case 0 -> Sql.of("(", decimal(depth - 1), any(List.of(" + ", " - ")), decimal(depth - 1), ")");
      case 1 -> Sql.of("(", column("m"), " * ", random.nextInt(1, 9), ")");
      case 2 -> Sql.of("coalesce(", column("m"), ", 0.50)");
      default -> column("m");
    };
  }

  Sql text(int depth) {
    if (depth <= 0) return random.nextInt(4) == 0 ? literal(any(WORDS)) : column(any(List.of("s", "k")));
    return switch (random.nextInt(11)) {
      case 0 -> Sql.of(any(List.of("upper(", "lower(", "trim(")), text(depth - 1), ")");
      case 1 -> Sql.of("(", text(depth - 1), " || ", text(depth - 1), ")");
      case 2 -> Sql.of("substring(", text(depth - 1), ", ", random.nextInt(1, 4), ", ", random.nextInt(0, 4), ")");
      case 3 -> choice(text(depth - 1), text(depth - 1), depth);
      case 4 -> Sql.of("coalesce(", text(depth - 1), ", ", text(0), ")");
      case 5 -> Sql.of("nullif(", text(depth - 1), ", ", text(0), ")");
      case 6 -> Sql.of("CAST(", integer(depth - 1), " AS VARCHAR)");
      case 7 -> Sql.of("replace(", text(depth - 1), ", 'a', 'b')");
      case 8 -> Sql.of(any(List.of("left(", "right(")), text(depth - 1), ", ", random.nextInt(0, 3), ")");
      case 9 -> extreme(text(depth - 1), text(0));
      default -> text(0);
    };
  }

  private static Sql literal(String text) { return Sql.text("'" + text.replace("'", "''") + "'"); }

  Sql moment(int depth) {
    if (depth <= 0) return time();
    return switch (random.nextInt(5)) {
      case 0, 1 -> Sql.of("date_trunc('", any(UNITS), "', ", moment(depth - 1), ")");
      case 2 -> Sql.of("coalesce(", time(), ", TIMESTAMP '", any(TIMES), "')");
      case 3 ->
        Sql.of("(", time(), " + INTERVAL '", random.nextInt(1, 40), "' ", any(List.of("DAY", "HOUR", "MONTH")), ")");
      default -> time();
    };
  }

  Sql condition(int depth) {
    if (depth > 0 && random.nextInt(2) == 0) {
      return switch (random.nextInt(5)) {
        case 0, 1 -> Sql.of("(", condition(depth - 1), " AND ", condition(depth - 1), ")");
        case 2, 3 -> Sql.of("(", condition(depth - 1), " OR ", condition(depth - 1), ")");
        default -> Sql.of("NOT (", condition(depth - 1), ")");
      };
    }
    return switch (random.nextInt(12)) {
      case 0, 1 -> Sql.of(number(depth, false), comparison(), number(depth, false));
      case 2 -> Sql.of(text(depth), comparison(), text(depth));
      case 3 -> Sql.of(moment(depth), comparison(), "TIMESTAMP '", any(TIMES), "'");
      case 4 -> Sql.of(any(List.of(number(depth, false), text(depth), moment(depth))),
          any(List.of(" IS NULL", " IS NOT NULL")));
      case 5 -> Sql.of(integer(depth), any(List.of(" BETWEEN ", " NOT BETWEEN ")), integer(0), " AND ", integer(0));
      case 6 -> Sql.of(integer(depth), any(List.of(" IN (", " NOT IN (")), random.nextInt(5), ", ", integer(0),
          random.nextInt(6) == 0 ? ", NULL)" : ")");
      case 7 ->
        Sql.of(text(depth), any(List.of(" IN (", " NOT IN (")), literal(any(WORDS)), ", ", literal(any(WORDS)), ")");
      case 8 -> Sql.of(text(depth), any(List.of(" LIKE ", " NOT LIKE ")), literal(any(PATTERNS)));
      case 9 -> Sql.of(integer(depth), any(List.of(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ")), integer(0));
      case 10 -> Sql.of(column("b"), any(List.of(" IS TRUE", " IS NOT TRUE", " IS FALSE", " IS NOT FALSE")));
      default -> column("b");
    };
  }

  private String comparison() { return any(List.of(" = ", " <> ", " < ", " <= ", " > ", " >= ")); }

  /// A value to show, to group or to order by.
  Sql value(int depth) { return value(depth, false); }

  private Sql value(int depth, boolean exact) {
    int kinds = decimals ? 6 : 5;
    return switch (random.nextInt(kinds)) {
      case 0, 1 -> number(depth, exact);
      case 2 -> text(depth);
      case 3 -> moment(depth);
      case 4 -> random.nextBoolean() ? column("b") : Sql.of("(", condition(depth), ")");
      default -> decimal(depth);
    };
  }

  /// A value that is no constant: as a key of a group or an order, a whole number would mean a column of the result.
  Sql key(int depth) {
    while (true) {
      Sql value = value(depth, true);
      if (COLUMN.matcher(value.in(new Sql.Dialect(Engine.REDEX, true))).find()) return value;
    }
  }

  Sql aggregate(int depth) {
    Sql filter = random.nextInt(5) == 0 ? Sql.of(" FILTER (WHERE ", condition(depth), ")") : Sql.text("");
    int kinds = decimals ? 9 : 7;
    return switch (random.nextInt(kinds)) {
      case 0 -> Sql.of("count(*)", filter);
      case 1 -> Sql.of("count(", value(depth), ")", filter);
      case 2 -> Sql.of("count(DISTINCT ", value(depth, true), ")", filter);
      case 3 -> Sql.of(random.nextInt(4) == 0 ? "sum(DISTINCT " : "sum(", number(depth, true), ")", filter);
      case 4 -> average(number(depth, true), filter);
      case 5, 6 -> Sql.of(any(List.of("min(", "max(")), any(List.of(number(depth, false), text(depth), moment(depth))),
          ")", filter);
      default -> Sql.of("sum(", decimal(depth), ")", filter);
    };
  }

  private static Sql average(Sql argument, Sql filter) {
    return dialect -> {
      String average = "avg(" + argument.in(dialect) + ")" + filter.in(dialect);
      return dialect.engine() != Engine.H2
          ? average
          : "CAST(avg(CAST(" + argument.in(dialect) + " AS DOUBLE PRECISION))" + filter.in(dialect)
              + " AS DOUBLE PRECISION)";
    };
  }

  List<Sql> some(int least, int most, java.util.function.Supplier<Sql> maker) {
    var made = new ArrayList<Sql>();
    for (int i = random.nextInt(least, most + 1); i > 0; i--) made.add(maker.get());
    return made;
  }
}
