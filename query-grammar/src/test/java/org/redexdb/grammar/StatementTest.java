// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Query;
import org.redexdb.grammar.tree.QueryBody;
import org.redexdb.grammar.tree.Statement;

class StatementTest {
  /// Text, and the canonical text of its tree.
  static Stream<List<String>> statements() {
    return Arrays.stream(
        """
            SELECT * FROM orders
            SELECT * FROM orders

            select distinct o.*, a from orders as o
            SELECT DISTINCT o.*, a FROM orders AS o

            SELECT ALL a b FROM t AS x (c, d) WHERE e GROUP BY f, g + 1 HAVING h ORDER BY i, j DESC, k NULLS FIRST, l DESC NULLS LAST LIMIT 1 OFFSET 2
            SELECT a AS b FROM t AS x (c, d) WHERE e GROUP BY f, (g + 1) HAVING h ORDER BY i ASC NULLS LAST, j DESC NULLS FIRST, k ASC NULLS FIRST, l DESC NULLS LAST LIMIT 1 OFFSET 2

            SELECT 1
            SELECT 1

            SELECT a FROM t OFFSET ? LIMIT ?
            SELECT a FROM t LIMIT ? OFFSET ?

            SELECT a FROM t LIMIT ALL
            SELECT a FROM t

            SELECT a FROM t OFFSET 5 ROWS FETCH NEXT 10 ROWS ONLY
            SELECT a FROM t LIMIT 10 OFFSET 5

            SELECT a FROM t FETCH FIRST ROW ONLY
            SELECT a FROM t LIMIT 1

            SELECT a FROM t AT SEQ 7
            SELECT a FROM t AT SEQ 7

            SELECT a FROM t FOR SEQ FROM 2 TO ? x
            SELECT a FROM t FOR SEQ FROM 2 TO ? AS x

            SELECT a FROM t FOR SEQ BETWEEN 2 AND 5 AS x
            SELECT a FROM t FOR SEQ BETWEEN 2 AND 5 AS x

            SELECT a FROM t FOR TIME FROM TIMESTAMP '2026-01-01' TO now()
            SELECT a FROM t FOR TIME FROM TIMESTAMP '2026-01-01' TO now()

            SELECT a FROM t FOR TIME BETWEEN '2026-01-01' AND now() - INTERVAL '1' HOUR
            SELECT a FROM t FOR TIME BETWEEN '2026-01-01' AND (now() - INTERVAL '0 months 0 days 3600000000000 ns')

            SELECT a FROM t AS OF SEQ 5 LATEST 10 BY x, y AS z
            SELECT a FROM t AS OF SEQ 5 LATEST 10 BY x, y AS z

            SELECT a FROM t AS OF TIMESTAMP '2026-01-01' z
            SELECT a FROM t AS OF TIMESTAMP '2026-01-01' AS z

            SELECT a FROM t LATEST
            SELECT a FROM t LATEST

            SELECT a FROM "plant/line-1", CHANNEL('it''s'), ORIGIN('00ff') o, main.t, $catalog
            SELECT a FROM (((("plant/line-1" CROSS JOIN "it's") CROSS JOIN ORIGIN('00ff') AS o) CROSS JOIN main.t) CROSS JOIN $catalog)

            SELECT * FROM a JOIN b ON a.k = b.k INNER JOIN c USING (k, l) CROSS JOIN d
            SELECT * FROM (((a INNER JOIN b ON (a.k = b.k)) INNER JOIN c USING (k, l)) CROSS JOIN d)

            SELECT * FROM a LEFT JOIN b ON x RIGHT OUTER JOIN c ON y FULL JOIN d ON z
            SELECT * FROM (((a LEFT JOIN b ON x) RIGHT JOIN c ON y) FULL JOIN d ON z)

            SELECT * FROM a ASOF JOIN b ON a.ts >= b.ts TOLERANCE 5s
            SELECT * FROM (a ASOF JOIN b ON (a.ts >= b.ts) TOLERANCE INTERVAL '0 months 0 days 5000000000 ns')

            SELECT * FROM a x ASOF LEFT JOIN b y ON x.k = y.k TOLERANCE 100
            SELECT * FROM (a AS x ASOF LEFT JOIN b AS y ON (x.k = y.k) TOLERANCE 100)

            SELECT * FROM (SELECT a FROM t) AS x, (b JOIN c ON d), UNNEST(payload.items) WITH ORDINALITY u (e, n)
            SELECT * FROM (((SELECT a FROM t) AS x CROSS JOIN (b INNER JOIN c ON d)) CROSS JOIN UNNEST(payload.items) WITH ORDINALITY AS u (e, n))

            SELECT count(*) FROM t WINDOW TUMBLE(SEQ SIZE 100 OFFSET 5) GROUP BY window_start
            SELECT count(*) FROM t WINDOW TUMBLE(SEQ SIZE 100 OFFSET 5) GROUP BY window_start

            SELECT * FROM t WHERE a WINDOW HOP(TS SIZE 1m SLIDE 10s)
            SELECT * FROM t WHERE a WINDOW HOP(TS SIZE INTERVAL '0 months 0 days 60000000000 ns' SLIDE INTERVAL '0 months 0 days 10000000000 ns')

            SELECT * FROM t WINDOW SESSION(TS GAP INTERVAL '30' SECOND)
            SELECT * FROM t WINDOW SESSION(TS GAP INTERVAL '0 months 0 days 30000000000 ns')

            WITH a AS (SELECT 1), b (x) AS (VALUES (1), (2)) SELECT * FROM a, b
            WITH a AS (SELECT 1), b (x) AS (VALUES (1), (2)) SELECT * FROM (a CROSS JOIN b)

            SELECT 1 UNION SELECT 2 INTERSECT SELECT 3 EXCEPT ALL SELECT 4 UNION DISTINCT SELECT 5 ORDER BY 1
            {{SELECT 1 UNION {SELECT 2 INTERSECT SELECT 3}} EXCEPT ALL SELECT 4} UNION SELECT 5 ORDER BY 1 ASC NULLS LAST

            (SELECT 1 LIMIT 1) UNION ALL (SELECT 2)
            (SELECT 1 LIMIT 1) UNION ALL (SELECT 2)

            VALUES (1, 'a'), (2, 'b')
            VALUES (1, 'a'), (2, 'b')

            INSERT INTO t VALUES (1, ?), (DEFAULT, NULL)
            INSERT INTO t VALUES (1, ?), (DEFAULT, NULL)

            INSERT INTO t (a, "b c") VALUES (1, 2) RETURNING seq, ts AS at
            INSERT INTO t (a, "b c") VALUES (1, 2) RETURNING seq, ts AS at

            INSERT INTO t (SELECT a FROM b)
            INSERT INTO t (SELECT a FROM b)

            INSERT INTO t (a) SELECT a FROM b LIMIT 3
            INSERT INTO t (a) SELECT a FROM b LIMIT 3

            APPEND TO "a/b" JSON '{"x": 1}', TEXT 'it''s', BYTES X'CAFE', JSON ? EXPECT SEQ 17 RETURNING seq
            APPEND TO "a/b" JSON '{"x": 1}', TEXT 'it''s', BYTES X'cafe', JSON ? EXPECT SEQ 17 RETURNING seq

            CREATE TABLE IF NOT EXISTS t (a BIGINT NOT NULL PRIMARY KEY, b TEXT DEFAULT 'x' || 'y' NOT NULL, c INT UNIQUE NULL, PRIMARY KEY (a, b), CONSTRAINT u UNIQUE (c)) WITH (extra = 'allow', ack = disk)
            CREATE TABLE IF NOT EXISTS t (a BIGINT NOT NULL PRIMARY KEY, b VARCHAR NOT NULL DEFAULT ('x' || 'y'), c INTEGER UNIQUE, PRIMARY KEY (a, b), CONSTRAINT u UNIQUE (c)) WITH (extra = 'allow', ack = 'disk')

            CREATE CHANNEL IF NOT EXISTS "a/b" WITH (retention_max_events = 1000, ratio = -1.5, verify = true, ack = all, x = on, y = ?)
            CREATE CHANNEL IF NOT EXISTS "a/b" WITH (retention_max_events = 1000, ratio = -1.5, verify = TRUE, ack = 'all', x = 'on', y = ?)

            CREATE CHANNEL channel
            CREATE CHANNEL channel

            DROP CHANNEL t
            DROP CHANNEL t

            DROP TABLE IF EXISTS "t"
            DROP CHANNEL IF EXISTS "t"

            SHOW CHANNELS
            SHOW CHANNELS

            show tables like 'a%'
            SHOW CHANNELS LIKE 'a%'

            SHOW STATUS
            SHOW STATUS

            show channel status like 'a%'
            SHOW CHANNEL STATUS LIKE 'a%'

            SHOW CHANNEL STATUS
            SHOW CHANNEL STATUS

            DESCRIBE t
            DESCRIBE t

            DESC TABLE main.t
            DESCRIBE main.t

            DESCRIBE table
            DESCRIBE table

            EXPLAIN SELECT 1
            EXPLAIN FORMAT TEXT SELECT 1

            EXPLAIN ANALYZE FORMAT JSON SELECT 1
            EXPLAIN ANALYZE FORMAT JSON SELECT 1

            SET time_zone = 'Europe/Berlin'
            SET time_zone = 'Europe/Berlin'

            SET fetch_size TO 100
            SET fetch_size = 100

            SET cache = off
            SET cache = 'off'

            SET cache = DEFAULT
            SET cache = DEFAULT

            UPDATE t SET a = 1 WHERE (b
            UPDATE

            DELETE FROM t
            DELETE

            MERGE INTO t USING s ON a = b WHEN MATCHED THEN UPDATE SET c = d
            MERGE

            truncate table t
            TRUNCATE

            ALTER TABLE t ADD COLUMN a INT
            ALTER

            TRIM CHANNEL t BEFORE SEQ 5
            TRIM

            SUBSCRIBE SELECT * FROM t EMIT CHANGES
            SUBSCRIBE

            WATCH SELECT a FROM t
            WATCH
            """
            .split("\n\n"))
        .map(pair -> List.of(pair.strip().split("\n")));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void everyStatementBecomesItsTree(List<String> textAndTree) {
    assertThat(CanonicalText.of(Rql.parseOne(textAndTree.get(0)))).isEqualTo(textAndTree.get(1));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void aPrintedTreeParsesToTheSameTree(List<String> textAndTree) {
    var printed = textAndTree.get(1).replace('{', '(').replace('}', ')');
    var again = CanonicalText.of(Rql.parseOne(printed));
    assertThat(again.replace('{', '(').replace('}', ')')).isEqualTo(printed);
  }

  @Test
  void statementsAreSeparatedBySemicolonsAndEmptyOnesLeftOut() {
    assertThat(Rql.parse(";; SELECT 1 ; /* ; */ ; -- ;\n SELECT ';' ;")).extracting(CanonicalText::of)
        .containsExactly("SELECT 1", "SELECT ';'");
    assertThat(Rql.parse("")).isEmpty();
    assertThat(Rql.parse(" /* nothing */ -- at all")).isEmpty();
  }

  @Test
  void oneStatementMeansExactlyOne() {
    assertThat(Rql.parseOne("SELECT 1;")).isInstanceOf(Query.class);
    assertThatThrownBy(() -> Rql.parseOne(" ; ")).isInstanceOf(SyntaxException.class)
        .hasMessageContaining("no statement");
    assertThatThrownBy(() -> Rql.parseOne("SELECT 1; SELECT 2")).isInstanceOf(SyntaxException.class)
        .hasMessageContaining("more than one statement").extracting(e -> ((SyntaxException) e).column()).isEqualTo(11);
  }

  @Test
  void verbsThatRewriteHistoryAreToldFromThoseThatNothingRunsYet() {
    for (var verb : Statement.Verb.values()) {
      var statement = (Statement.Unsupported) Rql.parseOne(verb.name().toLowerCase(java.util.Locale.ROOT) + " x");
      assertThat(statement.verb()).isEqualTo(verb);
    }
    assertThat(Statement.Verb.UPDATE.rewritesHistory()).isTrue();
    assertThat(Statement.Verb.ALTER.rewritesHistory()).isFalse();
  }

  @Test
  void parametersAreNumberedByWhereTheyStandInEachStatement() {
    var statements = Rql.parse("SELECT ?, ? + ? - ? FROM a AT SEQ ? LATEST ? WHERE ? AND ? LIMIT ? OFFSET ?; SELECT ?");
    assertThat(parameters(statements.get(0))).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(parameters(statements.get(1))).containsExactly(1);
  }

  private static List<Integer> parameters(Statement statement) {
    return java.util.regex.Pattern.compile("Parameter\\[number=(\\d+)").matcher(inTextOrder((Query) statement))
        .results().map(found -> Integer.valueOf(found.group(1))).toList();
  }

  private static String inTextOrder(Query query) {
    var select = (QueryBody.Select) query.body();
    return select.items() + " " + select.from() + " " + select.where() + " " + query.limit() + " " + query.offset();
  }

  @Test
  void aStatementFromSeveralThreadsIsTheSameTree() {
    var text = "SELECT a, sum(b) FROM t WHERE c = ? AND d IN (1, 2) GROUP BY a ORDER BY 2 DESC LIMIT 10";
    var expected = Rql.parseOne(text);
    var trees = java.util.stream.IntStream.range(0, 200).parallel().mapToObj(i -> Rql.parseOne(text)).toList();
    assertThat(trees).allMatch(expected::equals);
  }

  @Test
  void listsOfATreeCannotBeChanged() {
    var select = (QueryBody.Select) ((Query) Rql.parseOne("SELECT a, b FROM t")).body();
    assertThatThrownBy(() -> select.items().clear()).isInstanceOf(UnsupportedOperationException.class);
    assertThat(((Expression.BytesLiteral) Expressions.parsed("X'00FF'")).bytes()).containsExactly(0, 0xff);
  }
}
