// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Node;
import org.redexdb.grammar.tree.Path;
import org.redexdb.grammar.tree.Span;

class NamesTest {
  /// The reserved words of SQL:2016 that this grammar needs reserved. A word may leave this list, never join it without
  /// being in the standard's: existing queries would break.
  private static final Set<String> RESERVED = Set.of("ALL", "AND", "ANY", "AS", "BETWEEN", "CASE", "CAST", "CROSS",
      "CURRENT_DATE", "CURRENT_TIMESTAMP", "DISTINCT", "ELSE", "END", "ESCAPE", "EXCEPT", "EXISTS", "FALSE", "FOR",
      "FROM", "FULL", "GROUP", "HAVING", "IN", "INNER", "INTERSECT", "INTO", "IS", "JOIN", "LEFT", "LIKE", "NOT",
      "NULL", "OF", "ON", "OR", "ORDER", "RIGHT", "SELECT", "SOME", "THEN", "TRUE", "UNION", "USING", "VALUES",
      "WHEN", "WHERE", "WITH");

  static Stream<String> freeWords() {
    return Rql.keywords().stream().filter(word -> !RESERVED.contains(word));
  }

  @Test
  void onlyWordsThatSqlNeedsAreReserved() {
    assertThat(Rql.keywords().stream().filter(Rql::isReserved)).containsExactlyInAnyOrderElementsOf(RESERVED);
    assertThat(Rql.isReserved("orders")).isFalse();
    assertThat(Rql.isReserved("Select")).isTrue();
  }

  @Test
  void keywordsAreSortedAndComplete() {
    assertThat(Rql.keywords()).isSorted().contains("SELECT", "APPEND", "TUMBLE", "CURRENT_DATE").doesNotContain("NAME")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("freeWords")
  void everyWordThatIsNotReservedIsAColumnAFieldAnAliasAndAChannel(String word) {
    assertThat(CanonicalText.of(Rql.parseOne("""
        SELECT %1$s, o.%1$s AS %1$s, %1$s.%1$s, f(%1$s) FROM %1$s AS %1$s WHERE %1$s > 1 AND %1$s IS NOT NULL
        GROUP BY %1$s ORDER BY %1$s""".formatted(word)))).isEqualTo("""
        SELECT %1$s, o.%1$s AS %1$s, %1$s.%1$s, f(%1$s) FROM %1$s AS %1$s WHERE ((%1$s > 1) AND (%1$s IS NOT NULL)) \
        GROUP BY %1$s ORDER BY %1$s ASC NULLS LAST""".formatted(word));
    assertThat(Rql.parseOne("INSERT INTO %1$s (%1$s, %1$s) VALUES (1, 2)".formatted(word))).isNotNull();
    assertThat(Rql.parseOne("CREATE TABLE %1$s (%1$s INT NOT NULL, a INT)".formatted(word))).isNotNull();
    assertThat(Rql.parseOne("CREATE CHANNEL %1$s WITH (%1$s = 1)".formatted(word))).isNotNull();
    assertThat(Rql.parseOne("APPEND TO %1$s JSON '1'".formatted(word))).isNotNull();
    assertThat(Rql.parseOne("SET %1$s = %1$s".formatted(word))).isNotNull();
    assertThat(Rql.parseOne("DESCRIBE %1$s".formatted(word))).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("reserved")
  void aReservedWordIsANameBehindADotOrInQuotes(String word) {
    assertThat(CanonicalText.expression(Expressions.parsed("payload." + word + ".x")))
        .isEqualTo("payload." + word + ".x");
    assertThat(CanonicalText.expression(Expressions.parsed("\"" + word + "\""))).isEqualTo("\"" + word + "\"");
    assertThatThrownBy(() -> Rql.parseOne("SELECT a FROM " + word)).isInstanceOf(SyntaxException.class);
  }

  static Stream<String> reserved() {
    return new TreeSet<>(RESERVED).stream();
  }

  @Test
  void aReservedWordIsNotANameFarBehindADot() {
    assertThatThrownBy(() -> Rql.parseOne("SELECT a. FROM t")).isInstanceOf(SyntaxException.class)
        .hasMessageContaining("unexpected 'FROM', expected a name");
  }

  @Test
  void aNameKeepsItsSpellingAndFoldsOnlyWithoutQuotes() {
    var plain = ((Path) Expressions.parsed("OrderId")).head();
    var quoted = ((Path) Expressions.parsed("\"Order\"\"Id\"")).head();
    assertThat(plain.text()).isEqualTo("OrderId");
    assertThat(plain.folded()).isEqualTo("orderid");
    assertThat(quoted.text()).isEqualTo("Order\"Id");
    assertThat(quoted.folded()).isEqualTo("Order\"Id");
    assertThat(plain.isWord("ORDERID")).isTrue();
    assertThat(quoted.isWord("Order\"Id")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a1", "_a", "$catalog", "größe", "名前", "a_b$c", "naïve", "x𝒳𠮷", "नमस्ते"})
  void lettersOfAllScriptsMakeNames(String name) {
    assertThat(((Path) Expressions.parsed(name)).head().text()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"😀", "a😀", "\u0001", "a\u0001", "\u0002", "\uD800", "a\uDC00", "×", "a\u0000"})
  void symbolsAndControlCharactersDoNot(String name) {
    assertThatThrownBy(() -> Rql.parseOne("SELECT " + name)).isInstanceOf(SyntaxException.class)
        .hasMessageContaining("unexpected character");
    assertThat(((Path) Expressions.parsed("\"" + name + "\"")).head().text()).isEqualTo(name);
    assertThat(CanonicalText.expression(Expressions.parsed("'" + name + "'"))).isEqualTo("'" + name + "'");
  }

  @Test
  void commentsAndAllKindsOfBlanksSeparateTokens() {
    var text = "\uFEFF/* a * / ** */SELECT--x\r\na\u00A0,\u2003\u0085\tb/**/FROM/***/t --";
    assertThat(CanonicalText.of(Rql.parseOne(text))).isEqualTo("SELECT a, b FROM t");
  }

  @Test
  void spansCoverWhatWasWrittenInUtf16Units() {
    var text = "SELECT '😀' AS x,\n  a + b * 2, (c OR d)\nFROM t";
    var found = new ArrayList<String>();
    collect(Rql.parseOne(text), text, found);
    assertThat(found).contains("SELECT '😀' AS x,\n  a + b * 2, (c OR d)\nFROM t", "'😀'", "x", "a + b * 2", "b * 2",
        "c OR d", "t");
    var product = ((Expression.Binary) Expressions.parsed("\n  a + b")).span();
    assertThat(product).isEqualTo(new Span(2, 3, 10, 5));
  }

  private static void collect(Object value, String text, List<String> found) {
    if (value instanceof Node node) {
      found.add(node.span().textIn(text));
    }
    if (value instanceof Record parsed && !(value instanceof Span)) {
      for (RecordComponent component : parsed.getClass().getRecordComponents()) {
        try {
          collect(component.getAccessor().invoke(parsed), text, found);
        } catch (ReflectiveOperationException e) {
          throw new LinkageError("a record without its accessor", e);
        }
      }
    }
    if (value instanceof List<?> list) {
      list.forEach(element -> collect(element, text, found));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1;", "SELECT ';';", "SELECT 1; -- done", "/* ; */ SELECT 1 ; ", ";"})
  void aShellSendsWhatEndsWithASemicolon(String text) {
    assertThat(Rql.isComplete(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SELECT 1", "SELECT ';", "SELECT \";", "SELECT 1 -- ;", "SELECT 1 /* ;", "SELECT 1; x",
      "SELECT 'it'';", "SELECT 1 /* a */ /* ;"})
  void aShellAsksForMoreOtherwise(String text) {
    assertThat(Rql.isComplete(text)).isFalse();
  }
}
