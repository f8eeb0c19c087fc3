// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {
  private static final int STATEMENT_CHARS_MAX = 1 << 20;
  private static final int NESTING_MAX = 200;
  private static final int TREE_DEPTH_MAX = 500;
  private static final int NUMBER_CHARS_MAX = 1000;

  /// The deepest statement was measured to need up to 576 KiB; a thread has 1 MiB unless told otherwise.
  private static final long STACK_BYTES = 768 << 10;

  /// Statements that nest n levels.
  static Stream<Arguments> nested() {
    return Stream.of(nested("parentheses", n -> "SELECT " + "(".repeat(n) + "1" + ")".repeat(n)),
        nested("conditions", n -> "SELECT 1 WHERE " + "(".repeat(n) + "a = 1" + ")".repeat(n)),
        nested("functions", n -> "SELECT " + "f(".repeat(n) + "1" + ")".repeat(n)),
        nested("subqueries", n -> "SELECT " + "(SELECT ".repeat(n) + "1" + ")".repeat(n)),
        nested("derived tables", n -> "SELECT * FROM " + "(SELECT * FROM ".repeat(n) + "t" + ")".repeat(n)),
        nested("joins", n -> "SELECT * FROM " + "(".repeat(n) + "t" + ")".repeat(n)),
        nested("queries", n -> "(".repeat(n) + "SELECT 1" + ")".repeat(n)),
        nested("cases", n -> "SELECT " + "CASE WHEN a THEN ".repeat(n) + "1" + " END".repeat(n)),
        nested("signs", n -> "SELECT " + "- ".repeat(n) + "a"), nested("nots", n -> "SELECT " + "NOT ".repeat(n) + "a"),
        nested("in lists", n -> "SELECT " + "a IN (".repeat(n) + "1" + ")".repeat(n)),
        nested("signed parentheses", n -> "SELECT " + (n % 2 == 1 ? "- " : "") + "-(".repeat(n / 2) + "a"
            + ")".repeat(n / 2)));
  }

  private static Arguments nested(String what, IntFunction<String> text) {
    return Arguments.of(what, text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nested")
  void nestingIsReadUpToItsLimitOnASmallStackAndRefusedBeyond(String what, IntFunction<String> text) {
    for (var levels : List.of(NESTING_MAX - 1, NESTING_MAX)) {
      assertThat(onStackOf(STACK_BYTES, text.apply(levels))).as("%s levels of %s", levels, what).isNull();
    }
    for (var levels : List.of(NESTING_MAX + 1, 10_000, 100_000)) {
      var refused = onStackOf(STACK_BYTES, text.apply(levels));
      assertThat(refused).as("%s levels of %s", levels, what).isInstanceOf(SyntaxException.class)
          .hasMessageContaining("nested more than 200 levels deep");
    }
  }

  @Test
  void theMostCostlyNestingFitsASmallStack() {
    var levels = TREE_DEPTH_MAX / 3 - 1; // a comparison, a subquery and its query each
    assertThat(onStackOf(STACK_BYTES, "SELECT " + "(SELECT 1 WHERE 1 = ".repeat(levels) + "1" + ")".repeat(levels)))
        .isNull();
  }

  /// What parsing throws on a thread with a stack of that many bytes, or null.
  private static @Nullable Throwable onStackOf(long bytes, String text) {
    var thrown = new AtomicReference<@Nullable Throwable>();
    var thread = new Thread(null, () -> Rql.parse(text), "small stack", bytes);
    thread.setUncaughtExceptionHandler((ignored, e) -> thrown.set(e));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return thrown.get();
  }

  /// Statements whose tree is n operators deep.
  static Stream<Arguments> chains() {
    return Stream.of(nested("sums", n -> "SELECT 1" + " + 1".repeat(n - 1)),
        nested("concatenations", n -> "SELECT a" + " || 'x'".repeat(n - 1)),
        nested("casts", n -> "SELECT a" + "::text".repeat(n - 1)),
        nested("unions", n -> "SELECT 1" + " UNION ALL SELECT 1".repeat(n - 1)),
        nested("joins", n -> "SELECT * FROM a" + " JOIN b ON c".repeat(n - 1)),
        nested("sources", n -> "SELECT * FROM a" + ", a".repeat(n - 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chains")
  void chainsAreReadUpToTheDepthOfATreeAndRefusedBeyond(String what, IntFunction<String> text) {
    assertThat(onStackOf(STACK_BYTES, text.apply(TREE_DEPTH_MAX - 1))).as(what).isNull();
    assertThat(onStackOf(STACK_BYTES, text.apply(TREE_DEPTH_MAX))).as(what).isNull();
    assertThat(onStackOf(STACK_BYTES, text.apply(TREE_DEPTH_MAX + 1))).as(what).isInstanceOf(SyntaxException.class)
        .hasMessageContaining("more than 500 operators within each other");
    assertThat(onStackOf(STACK_BYTES, text.apply(20_000))).as(what).isInstanceOf(SyntaxException.class);
  }

  @Test
  void chainsOfAndAndOrAreOneNodeAndHaveNoLimit() {
    assertThat(Rql.parse("SELECT 1 WHERE a" + " AND a".repeat(20_000))).hasSize(1);
    assertThat(Rql.parse("SELECT 1 WHERE a = 1" + " OR a = 1 AND b".repeat(10_000))).hasSize(1);
  }

  @Test
  void aStatementMayHaveOneMebibyte() {
    assertThat(Rql.parse(statementOf(STATEMENT_CHARS_MAX - 1))).hasSize(1);
    assertThat(Rql.parse(statementOf(STATEMENT_CHARS_MAX))).hasSize(1);
    assertThatThrownBy(() -> Rql.parse(statementOf(STATEMENT_CHARS_MAX + 1))).isInstanceOf(SyntaxException.class)
        .hasMessageContaining("statement longer than 1048576 characters");
  }

  @Test
  void theLimitOfAStatementIsNotTheLimitOfAText() {
    var two = statementOf(STATEMENT_CHARS_MAX);
    assertThat(Rql.parse("/* " + " ".repeat(STATEMENT_CHARS_MAX) + " */" + two + ";" + two)).hasSize(2);
  }

  private static String statementOf(int length) {
    var head = "SELECT '";
    return head + "x".repeat(length - head.length() - 1) + "'";
  }

  @Test
  void aMebibyteOfValuesParses() {
    var row = "(1,'abc',NULL,2.5),";
    var text = "INSERT INTO t VALUES " + row.repeat(50_000) + "(1,2,3,4)";
    assertThat(Rql.parse(text)).hasSize(1);
  }

  @Test
  void numbersHaveAThousandCharacters() {
    for (var head : List.of("", "0.")) {
      assertThat(Rql.parse("SELECT " + head + "1".repeat(NUMBER_CHARS_MAX - 1 - head.length()))).hasSize(1);
      assertThat(Rql.parse("SELECT " + head + "1".repeat(NUMBER_CHARS_MAX - head.length()))).hasSize(1);
      assertThatThrownBy(() -> Rql.parse("SELECT " + head + "1".repeat(NUMBER_CHARS_MAX + 1 - head.length())))
          .isInstanceOf(SyntaxException.class).hasMessageContaining("number with more than 1000 characters");
    }
  }

  @Test
  void indexesAndDoublesStayInRange() {
    assertThat(Rql.parse("SELECT a[2147483647], 1e308, -1e308")).hasSize(1);
    assertThatThrownBy(() -> Rql.parse("SELECT a[2147483648]")).isInstanceOf(SyntaxException.class)
        .hasMessageContaining("number beyond 2147483647");
    assertThatThrownBy(() -> Rql.parse("SELECT 1e309")).isInstanceOf(SyntaxException.class)
        .hasMessageContaining("number beyond the range of DOUBLE");
  }

  @Test
  void typesKeepTheirBounds() {
    assertThat(Rql.parse("SELECT a::DECIMAL(38, 38), a::TIMESTAMP(9), a::VARCHAR(1)")).hasSize(1);
    for (var type : List.of("DECIMAL(39)", "DECIMAL(0)", "DECIMAL(5, 6)", "TIMESTAMP(10)", "VARCHAR(0)", "INT(4)",
        "VARCHAR(1, 2)", "INT WITH TIME ZONE")) {
      assertThatThrownBy(() -> Rql.parse("SELECT a::" + type)).as(type).isInstanceOf(SyntaxException.class);
    }
  }

  @Test
  void anErrorFarIntoALongStatementIsFoundAndShownBriefly() {
    var text = "SELECT a FROM t WHERE x IN (" + "1, ".repeat(100_000) + "1) ODER BY a";
    assertThatThrownBy(() -> Rql.parse(text)).isInstanceOfSatisfying(SyntaxException.class, e -> {
      assertThat(e.token()).isEqualTo("ODER");
      assertThat(e.problem()).contains("did you mean ORDER?");
      assertThat(e.getMessage().length()).isLessThan(500);
    });
  }
}
