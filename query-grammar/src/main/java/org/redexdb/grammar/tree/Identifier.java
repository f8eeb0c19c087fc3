// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import java.util.Locale;

/// A name as the user spelt it. Whether case matters is a question for whoever resolves it.
///
/// @param text the name as written, without quotes and with doubled quotes made single
/// @param quoted true when it stood in double quotes (or in a string, as in `CHANNEL('a.b')`)
public record Identifier(String text, boolean quoted, Span span) implements Node {
  /// The name to look up where unquoted names ignore case: lower case unless quoted.
  public String folded() {
    return quoted ? text : text.toLowerCase(Locale.ROOT);
  }

  /// True when the name, seen as an unquoted word, is `word` in any case. A quoted name is never a word.
  public boolean isWord(String word) {
    return !quoted && text.equalsIgnoreCase(word);
  }
}
