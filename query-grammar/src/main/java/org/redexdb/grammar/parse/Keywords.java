// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;

/// The words of the language, read off the grammar so that they are listed in one place only.
public final class Keywords {
  private static final Pattern WORD = Pattern.compile("'[A-Z_]+'");

  private static final List<String> ALL = all();

  /// Token types of words that can be a name everywhere, and everywhere but as an alias without AS.
  static final BitSet FREE_WORDS = tokensOf(RqlParser.RULE_freeWord);
  static final BitSet CLAUSE_WORDS = tokensOf(RqlParser.RULE_clauseWord);
  static final BitSet RESERVED_WORDS = tokensOf(RqlParser.RULE_reservedWord);

  private Keywords() {}

  /// Every keyword in capitals, sorted.
  public static List<String> keywords() {
    return ALL;
  }

  /// True when `word` cannot be a name without quotes.
  public static boolean isReserved(String word) {
    var wanted = "'" + word.toUpperCase(Locale.ROOT) + "'";
    return RESERVED_WORDS.stream().anyMatch(type -> wanted.equals(RqlLexer.VOCABULARY.getLiteralName(type)));
  }

  static boolean isKeyword(int type) {
    return type > Token.EOF && RqlLexer.VOCABULARY.getLiteralName(type) != null
        && WORD.matcher(RqlLexer.VOCABULARY.getLiteralName(type)).matches();
  }

  /// The keyword of a token type for which [#isKeyword] holds.
  static String word(int type) {
    var quoted = RqlLexer.VOCABULARY.getLiteralName(type);
    return quoted.substring(1, quoted.length() - 1);
  }

  private static List<String> all() {
    var words = new ArrayList<String>();
    for (var type = 1; type <= RqlLexer.VOCABULARY.getMaxTokenType(); type++) {
      if (isKeyword(type)) {
        words.add(word(type));
      }
    }
    Collections.sort(words);
    return List.copyOf(words);
  }

  /// The token types that a rule without subrules can begin with.
  private static BitSet tokensOf(int rule) {
    ATN atn = RqlParser._ATN;
    var types = new BitSet();
    atn.nextTokens(atn.ruleToStartState[rule]).toSet().forEach(types::set);
    return types;
  }
}
