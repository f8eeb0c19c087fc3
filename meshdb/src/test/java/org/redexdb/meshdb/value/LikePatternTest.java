// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.redexdb.meshdb.value.ArithmeticTest.fails;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LikePatternTest {
  private static boolean like(String text, String pattern) { return LikePattern.compile(pattern, "").matches(text); }

  @Test
  void anUnderscoreIsOneCodePoint() {
    assertThat(like("\uD83D\uDE00", "_")).isTrue();
    assertThat(like("é", "__")).isFalse();
    assertThat(like("aéb", "a_b")).isTrue();
  }

  @Test
  void anEscapeMakesWildcardsLiteral() {
    assertThat(LikePattern.compile("10!%", "!").matches("10%")).isTrue();
    assertThat(LikePattern.compile("10!%", "!").matches("100")).isFalse();
    assertThat(LikePattern.compile("a!!b!_", "!").matches("a!b_")).isTrue();
    assertThat(LikePattern.compile("a\\%", "").matches("a\\xyz")).isTrue();
    fails("22025", () -> LikePattern.compile("a!", "!"));
    fails("22025", () -> LikePattern.compile("!a", "!"));
    fails("22019", () -> LikePattern.compile("a", "!!"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void patternsMatchWhatTheEquivalentRegularExpressionMatches(long seed) {
    var random = new Random(seed);
    int matched = 0;
    for (int i = 0; i < 4_000; i++) {
      String pattern = text(random, "ab\u00e9%%__\uD83D\uDE00", random.nextInt(7));
      String subject = text(random, "aab\u00e9\uD83D\uDE00", random.nextInt(9));
      var regex = new StringBuilder();
      pattern.codePoints().forEach(c -> regex.append(
          c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c))));
      boolean expected = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(subject).matches();
      assertThat(like(subject, pattern)).as("%s LIKE %s", subject, pattern).isEqualTo(expected);
      if (expected) matched++;
    }
    assertThat(matched).isGreaterThan(200);
  }

  private static String text(Random random, String alphabet, int length) {
    int[] points = alphabet.codePoints().toArray();
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) text.appendCodePoint(points[random.nextInt(points.length)]);
    return text.toString();
  }
}
