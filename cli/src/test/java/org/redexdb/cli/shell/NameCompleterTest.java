// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NameCompleterTest {
  private final NameCompleter completer = new NameCompleter(() -> List.of("orders", "a/b.c"),
      channel -> channel.equals("orders") ? List.of("amount", "case:id") : List.of("other"));

  @Test
  void columnsOfTheChannelsInTheStatementAreOffered() {
    assertThat(completer.offers("SELECT  FROM orders", "")).contains("amount", "\"case:id\"", "orders", "\"a/b.c\"",
        "GROUP BY").doesNotContain("other");
  }

  @Test
  void keywordsFollowTheCaseOfWhatWasTyped() {
    assertThat(completer.offers("sel", "sel")).contains("select").doesNotContain("SELECT");
    assertThat(completer.offers("SEL", "SEL")).contains("SELECT");
  }

  @Test
  void commandsAreOfferedBehindABackslash() {
    assertThat(completer.offers("\\", "\\")).contains("\\timing", "\\q").doesNotContain("SELECT");
    assertThat(completer.offers("\\d or", "or")).containsExactly("orders", "a/b.c");
  }
}
