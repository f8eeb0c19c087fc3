// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTest {
  /// The file holds statements behind `> ` (with ⏎ for a line break), each followed by its message.
  @Test
  void everyMessageIsTheOneInTheGoldenFile() throws IOException {
    String golden;
    try (var in = ErrorTest.class.getResourceAsStream("errors.golden")) {
      golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    var printed = golden.lines().filter(line -> line.startsWith("> ")).map(line -> line + "\n" + message(line))
        .collect(Collectors.joining("\n\n", "", "\n"));
    assertThat(printed).isEqualTo(golden);
  }

  private static String message(String line) {
    try {
      Rql.parse(line.substring(2).replace('⏎', '\n'));
      return "no error";
    } catch (SyntaxException e) {
      assertThat(e.getMessage()).startsWith(e.problem());
      return e.getMessage();
    }
  }

  @Test
  void anErrorSaysWhereAndWhat() {
    assertThatThrownBy(() -> Rql.parse("SELECT '😀',\n  b\tFORM t")).isInstanceOfSatisfying(SyntaxException.class,
        e -> {
          assertThat(e.line()).isEqualTo(2);
          assertThat(e.column()).isEqualTo(10);
          assertThat(e.offset()).isEqualTo(22);
          assertThat(e.token()).isEqualTo("t");
          assertThat(e.expected()).startsWith("\",\"", "FROM").isSorted();
          assertThat(e.sqlState()).isEqualTo("42601");
        });
  }

  @Test
  void theEndOfAStatementHasNoToken() {
    assertThatThrownBy(() -> Rql.parse("SELECT a FROM ; SELECT 1")).isInstanceOfSatisfying(SyntaxException.class, e -> {
      assertThat(e.token()).isEmpty();
      assertThat(e.offset()).isEqualTo(13);
      assertThat(e.problem()).isEqualTo("unexpected end of statement, expected \"(\" or a name");
    });
  }

  @Test
  void theCaretStandsUnderThePlaceBehindTabsAndInLongLines() {
    assertThatThrownBy(() -> Rql.parse("SELECT\ta,\t,")).hasMessageEndingWith("1 | SELECT\ta,\t,\n  |       \t  \t^");
    var text = "SELECT " + "a, ".repeat(100) + ", b" + ", c".repeat(100);
    assertThatThrownBy(() -> Rql.parse(text)).isInstanceOfSatisfying(SyntaxException.class, e -> {
      var lines = e.getMessage().split("\n");
      var caret = lines[2].indexOf('^');
      assertThat(lines[1]).hasSizeLessThan(120).startsWith("1 | …").endsWith("…");
      assertThat(lines[1].substring(caret - 3, caret + 3)).isEqualTo("a, , b");
    });
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    for (var text : List.of("SELECT \u001B[31m", "SELECT a b 'x\u001B[31m'", "SELECT a::\"\u001B\"",
        "SELECT * FROM a.\"\u001B\n\".b")) {
      assertThatThrownBy(() -> Rql.parse(text)).isInstanceOfSatisfying(SyntaxException.class, e -> {
        assertThat(e.getMessage().replace("\n", "").chars()).noneMatch(Character::isISOControl);
        assertThat(e.problem().chars()).noneMatch(Character::isISOControl);
      });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT a FROM t x y", "SELECT", "CREATE", "SELECT a FROM t JOIN b", "SELECT a ->b",
      "CREATE TABLE t (a int b", "SELECT sum(a) b c", "SELECT * FROM t ORDER BY a b", "SELECT payload..a"})
  void whatIsExpectedIsShortSortedAndForPeople(String text) {
    assertThatThrownBy(() -> Rql.parse(text)).isInstanceOfSatisfying(SyntaxException.class, e -> {
      assertThat(e.expected()).hasSizeBetween(1, 8).isSorted().doesNotHaveDuplicates();
      assertThat(e.expected()).noneMatch(word -> word.contains("_") && !word.startsWith("CURRENT_"));
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELCT * FROM t|SELECT", "SELECT * FORM t|FROM", "SELECT a FORM t|FROM",
      "SELECT a FROM t WEHRE a = 1|WHERE", "SELECT a FROM t GRUOP BY a|GROUP", "SELECT a FROM t ODER BY a|ORDER",
      "SELECT a FROM t WHERE a = 1 ODER BY a|ORDER", "SELECT a FROM t LIMTI 5|LIMIT", "INSRT INTO t VALUES (1)|INSERT",
      "INSERT INTO t VALEUS (1)|VALUES", "CREATE CHANEL c|CHANNEL", "SHOW CHANELS|CHANNELS", "DESCIBE t|DESCRIBE",
      "SELECT a FROM t JION b ON c|JOIN", "SELECT a FROM t INNER JIN b ON c|JOIN", "SELECT CASE WHEN a THN b END|THEN",
      "SELECT a FROM t WHERE a BETWEN 1 AND 2|BETWEEN", "SELECT a FROM t ORDER BY a DSC|DESC",
      "APPEND TO c JSN '1'|JSON", "SELECT a FROM t HAVNG b|HAVING", "DRP TABLE t|DROP", "SELECT a::varchr|VARCHAR"})
  void aMisspeltKeywordIsRecognised(String textAndWord) {
    var parts = textAndWord.split("\\|");
    assertThatThrownBy(() -> Rql.parse(parts[0])).isInstanceOf(SyntaxException.class)
        .hasMessageContaining("did you mean " + parts[1]);
  }
}
