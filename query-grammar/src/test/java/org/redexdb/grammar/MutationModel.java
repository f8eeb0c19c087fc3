// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements of [StatementTest], damaged at random: whatever comes out must be a tree that prints and parses to itself, or a
/// [SyntaxException] that points into the text.
class MutationModel {
  private static final int MUTANTS_A_SEED = 5_000;

  private static final List<String> PIECES = List.of("(", ")", "'", "\"", ",", ";", ".", "[", "]", "--", "/*", "*/",
      "?",
      "::", "-", " NOT ", " CASE ", " END ", " SELECT ", " FROM ", " AND ", " AS ", " AT ", " SEQ ", " JOIN ", "1",
      "1e9",
      "0x1", "\n", "\t", "\u0000", "é", "😀", "\uD800", "{", "X'0'", " IN ", " LATEST ", " INTERVAL ", "$", "*", "||");

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void aDamagedStatementGivesATreeOrASyntaxException(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var statements = StatementTest.statements().map(List::getFirst).toList();
    var parsed = 0;
    for (var i = 0; i < MUTANTS_A_SEED; i++) {
      var text = mutated(statements, random);
      try {
        for (var statement : Rql.parse(text)) {
          assertThat(text).contains(statement.span().textIn(text));
          assertThat(CanonicalText.of(statement)).isNotEmpty();
          parsed++;
        }
      } catch (SyntaxException e) {
        assertRefusalPointsIntoTheText(e, text);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", mutant " + i + ": " + text, e);
      }
    }
    assertThat(parsed).as("some mutants must still be statements").isGreaterThan(MUTANTS_A_SEED / 20);
  }

  private static void assertRefusalPointsIntoTheText(SyntaxException e, String text) {
    assertThat(e.offset()).as(text).isBetween(0, text.length());
    assertThat(text.startsWith(e.token(), e.offset())).as("%s at %d of %s", e.token(), e.offset(), text).isTrue();
    assertThat(e.line()).as(text)
        .isEqualTo(1 + (int) text.substring(0, e.offset()).chars().filter(c -> c == '\n').count());
    assertThat(e.column()).as(text).isEqualTo(e.offset() - text.lastIndexOf('\n', e.offset() - 1));
    assertThat(e.expected()).as(text).hasSizeLessThanOrEqualTo(8).isSorted();
    assertThat(e.getMessage().lines().count()).as(e.getMessage()).isEqualTo(3);
  }

  private static String mutated(List<String> statements, RandomGenerator random) {
    var text = new StringBuilder(statements.get(random.nextInt(statements.size())));
    for (var edits = 1 + random.nextInt(4); edits > 0; edits--) {
      var at = random.nextInt(text.length() + 1);
      var to = Math.min(text.length(), at + 1 + random.nextInt(8));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.insert(at, text.substring(at, to));
        case 3 -> text.replace(at, to, PIECES.get(random.nextInt(PIECES.size())));
        default -> {
          var other = statements.get(random.nextInt(statements.size()));
          text.insert(at, other, random.nextInt(other.length()), other.length());
        }
      }
    }
    return text.toString();
  }
}
