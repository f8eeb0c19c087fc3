// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redexdb.grammar.tree.DataType;
import org.redexdb.grammar.tree.Expression;

class ExpressionTest {
  @ParameterizedTest
  @CsvSource(delimiterString = "=>", quoteCharacter = '`', value = {
      // arithmetic, from tight to loose: :: then sign, * / %, + -, ||
      "a + b * c => (a + (b * c))", "a * b + c => ((a * b) + c)", "a - b - c => ((a - b) - c)",
      "a / b % c * d => (((a / b) % c) * d)", "a || b + c => (a || (b + c))", "a + b || c => ((a + b) || c)",
      "a || b || c => ((a || b) || c)", "- a * b => ((- a) * b)", "- a::int => (- CAST(a AS INTEGER))",
      "a + b::int => (a + CAST(b AS INTEGER))", "a::int::text => CAST(CAST(a AS INTEGER) AS VARCHAR)",
      "+ - a => (+ (- a))", "(a + b) * c => ((a + b) * c)", "a - -5 => (a - -5)", "a -5 => (a - 5)",
      "-5 + 3 => (-5 + 3)",
      "- -5 => (- -5)", "-5::text => (- CAST(5 AS VARCHAR))",
      // conditions: comparison, NOT, AND, OR
      "a = b OR c = d AND NOT e => ((a = b) OR ((c = d) AND (NOT e)))", "a OR b OR c => (a OR b OR c)",
      "a AND b AND (c AND d) => (a AND b AND (c AND d))", "(a OR b) AND c => ((a OR b) AND c)",
      "NOT a = b => (NOT (a = b))", "NOT NOT a => (NOT (NOT a))", "a + 1 < b * 2 => ((a + 1) < (b * 2))",
      "(a = b) = c => ((a = b) = c)", "a != b => (a <> b)", "a <= b => (a <= b)", "a >= b => (a >= b)",
      "a > b => (a > b)",
      "a BETWEEN 1 AND 2 AND b => ((a BETWEEN 1 AND 2) AND b)",
      "a NOT BETWEEN b - 1 AND c || d => (a NOT BETWEEN (b - 1) AND (c || d))",
      "a IN (1, 2) OR b NOT IN (c) => ((a IN (1, 2)) OR (b NOT IN (c)))",
      "a IN (SELECT b FROM c) => (a IN (SELECT b FROM c))",
      "(a, b) NOT IN (SELECT 1, 2) => ((a, b) NOT IN (SELECT 1, 2))",
      "a LIKE 'x%' AND b NOT LIKE c ESCAPE '!' => ((a LIKE 'x%') AND (b NOT LIKE c ESCAPE '!'))",
      "a IS NULL AND b IS NOT NULL => ((a IS NULL) AND (b IS NOT NULL))",
      "a IS DISTINCT FROM b + 1 OR c IS NOT DISTINCT FROM d => ((a IS DISTINCT FROM (b + 1)) OR (c IS NOT DISTINCT FROM d))",
      "a IS TRUE AND b IS NOT FALSE AND c IS UNKNOWN => ((a IS TRUE) AND (b IS NOT FALSE) AND (c IS UNKNOWN))",
      "a = ANY (SELECT 1) OR b < SOME (SELECT 2) OR c >= ALL (SELECT 3) => ((a = ANY (SELECT 1)) OR (b < ANY (SELECT 2)) OR (c >= ALL (SELECT 3)))",
      "EXISTS (SELECT 1) => EXISTS (SELECT 1)", "(SELECT 1) + ((SELECT 2)) => ((SELECT 1) + ((SELECT 2)))",
      // forms
      "CASE WHEN a THEN b WHEN c THEN d ELSE e END => CASE WHEN a THEN b WHEN c THEN d ELSE e END",
      "case a when 1 then 'x' end + 1 => (CASE a WHEN 1 THEN 'x' END + 1)",
      "cast(a as varchar(10)) => CAST(a AS VARCHAR(10))", "f() + g(a, b OR c) => (f() + g(a, (b OR c)))",
      "count(*) => count(*)", "count(DISTINCT a, b) => count(DISTINCT a, b)", "sum(ALL a) => sum(a)",
      "sum(a) FILTER (WHERE b > 1) => sum(a) FILTER (WHERE (b > 1))",
      "percentile_disc(0.9) WITHIN GROUP (ORDER BY a DESC) => percentile_disc(0.9) WITHIN GROUP (ORDER BY a DESC NULLS FIRST)",
      "rank() OVER () => rank() OVER ()",
      "lag(a, 1) OVER (PARTITION BY b, c ORDER BY d ROWS UNBOUNDED PRECEDING) => lag(a, 1) OVER (PARTITION BY b, c ORDER BY d ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
      "sum(a) OVER (RANGE BETWEEN INTERVAL '1' DAY PRECEDING AND 5 FOLLOWING) => sum(a) OVER (RANGE BETWEEN INTERVAL '0 months 1 days 0 ns' PRECEDING AND 5 FOLLOWING)",
      "has(payload.a[0]) => HAS(payload.a[0])", "extract(hour FROM ts + b) => EXTRACT(hour FROM (ts + b))",
      "left(a, 2) || right(b, 1) => (left(a, 2) || right(b, 1))", "substring(a FROM 2 FOR 3) => substring(a, 2, 3)",
      "substring(a, 2) => substring(a, 2)", "position('x' IN a) => position('x', a)",
      "CURRENT_TIMESTAMP => CURRENT_TIMESTAMP()", "current_date => current_date()",
      // paths
      "a.b.c => a.b.c", "payload[\"a.b\"]['c''d'][10].e => payload[\"a.b\"][\"c'd\"][10].e",
      "\"case:concept:name\" => \"case:concept:name\"", "x.\"y z\".order.end => x.\"y z\".order.end"})
  void operatorsBindAndFormsReadAsInPostgres(String text, String canonical) {
    assertThat(CanonicalText.expression(Expressions.parsed(text))).isEqualTo(canonical);
  }

  @Test
  void literalsKeepTheirExactValue() {
    assertThat(Expressions.parsed("-9223372036854775808")).isInstanceOfSatisfying(Expression.IntegerLiteral.class,
        literal -> assertThat(literal.value()).isEqualTo(BigInteger.valueOf(Long.MIN_VALUE)));
    assertThat(Expressions.parsed("123456789012345678901234567890")).isInstanceOfSatisfying(
        Expression.IntegerLiteral.class,
        literal -> assertThat(literal.value()).isEqualTo(new BigInteger("123456789012345678901234567890")));
    assertThat(Expressions.parsed("1.50")).isInstanceOfSatisfying(Expression.DecimalLiteral.class,
        literal -> assertThat(literal.value()).isEqualTo(new BigDecimal("1.50")));
    assertThat(Expressions.parsed(".5")).isInstanceOfSatisfying(Expression.DecimalLiteral.class,
        literal -> assertThat(literal.value()).isEqualTo(new BigDecimal("0.5")));
    assertThat(Expressions.parsed("1.5e-3")).isInstanceOfSatisfying(Expression.DoubleLiteral.class,
        literal -> assertThat(literal.value()).isEqualTo(0.0015));
    assertThat(Expressions.parsed("'it''s\n😀'")).isInstanceOfSatisfying(Expression.StringLiteral.class,
        literal -> assertThat(literal.value()).isEqualTo("it's\n😀"));
    assertThat(Expressions.parsed("''")).isInstanceOfSatisfying(Expression.StringLiteral.class,
        literal -> assertThat(literal.value()).isEmpty());
    assertThat(Expressions.parsed("x'0aFF'")).isInstanceOfSatisfying(Expression.BytesLiteral.class,
        literal -> assertThat(literal.hex()).isEqualTo("0aff"));
    assertThat(Expressions.parsed("timestamp '2026-01-01 00:00'")).isInstanceOfSatisfying(
        Expression.TimestampLiteral.class, literal -> assertThat(literal.text()).isEqualTo("2026-01-01 00:00"));
    assertThat(Expressions.parsed("date '2026-01-01'")).isInstanceOfSatisfying(Expression.DateLiteral.class,
        literal -> assertThat(literal.text()).isEqualTo("2026-01-01"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"'5' MINUTE|0|0|300000000000",
      "'-5' MINUTE|0|0|-300000000000", "'1.5' HOUR|0|0|5400000000000",
      "'3' MONTH|3|0|0", "'2' YEAR|24|0|0", "'2' WEEK|0|14|0", "'10' DAY|0|10|0",
      "'7' SECOND|0|0|7000000000",
      "'5 minutes'|0|0|300000000000", "'1 day 2 hours'|0|1|7200000000000", "'1day2h'|0|1|7200000000000",
      "'1.5 days'|0|1|43200000000000", "'1 year 2 months'|14|0|0", "'1ms 1us 1ns'|0|0|1001001",
      "'PT5M'|0|0|300000000000", "'P5M'|5|0|0", "'P1Y2M3W4DT5H6M7.5S'|14|25|18367500000000",
      "'-P1DT1S'|0|-1|-1000000000", "'0.5 years'|6|0|0"})
  void intervalsAreReadInThreeSpellings(String text, long months, long days, long nanos) {
    var literal = (Expression.IntervalLiteral) Expressions.parsed("INTERVAL " + text);
    assertThat(literal.months()).isEqualTo(months);
    assertThat(literal.days()).isEqualTo(days);
    assertThat(literal.nanos()).isEqualTo(nanos);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"BOOLEAN|BOOLEAN||", "smallint|SMALLINT||", "INT|INTEGER||", "INTEGER|INTEGER||",
      "BIGINT|BIGINT||", "DECIMAL|DECIMAL||", "DECIMAL(10)|DECIMAL|10|", "NUMERIC(10, 2)|DECIMAL|10|2",
      "REAL|REAL||", "FLOAT|DOUBLE||", "DOUBLE|DOUBLE||", "DOUBLE PRECISION|DOUBLE||", "VARCHAR|VARCHAR||",
      "VARCHAR(20)|VARCHAR|20|", "TEXT|VARCHAR||", "CHAR(3)|CHAR|3|", "CHARACTER VARYING(9)|VARCHAR|9|",
      "TIMESTAMP|TIMESTAMP||", "TIMESTAMP(3)|TIMESTAMP|3|", "TIMESTAMP WITHOUT TIME ZONE|TIMESTAMP||", "DATE|DATE||",
      "JSON|JSON||", "VARBINARY(16)|VARBINARY|16|", "BYTES|VARBINARY||", "uuid|UUID||"})
  void typesAndTheirSynonymsAreRead(String text, DataType.Kind kind, Integer precision, Integer scale) {
    var type = ((Expression.Cast) Expressions.parsed("a::" + text)).type();
    assertThat(type.kind()).isEqualTo(kind);
    assertThat(type.precision()).isEqualTo(precision);
    assertThat(type.scale()).isEqualTo(scale);
    assertThat(type.withTimeZone()).isFalse();
  }

  @Test
  void aTimestampMayHaveATimeZone() {
    var type = ((Expression.Cast) Expressions.parsed("CAST(a AS TIMESTAMP(9) WITH TIME ZONE)")).type();
    assertThat(type.withTimeZone()).isTrue();
    assertThat(type.precision()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"a|a", "o.Amount|Amount", "payload.items[0]|items",
      "payload[\"a.b\"]|a.b", "payload[3]|payload", "\"x y\"|x y", "Count(*)|Count", "a::int|a", "CAST(f(x) AS INT)|f",
      "has(payload.a)|has", "extract(hour FROM ts)|extract", "a  +   b|a + b", "a/* c */+b|a +b", "(a)|a",
      "CASE WHEN a THEN b END|CASE WHEN a THEN b END", "'it''s'|'it''s'", "1|1", "(a + b)::int|(a + b)::int",
      "a AS b|b",
      "a + 1 \"B c\"|B c"})
  void anItemWithoutAliasIsNamedAfterWhatItShows(String text, String name) {
    assertThat(Expressions.item(text).name()).isEqualTo(name);
  }
}
