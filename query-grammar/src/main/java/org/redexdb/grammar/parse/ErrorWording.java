// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.jspecify.annotations.Nullable;

/// Puts a syntax error into words: what stands there, what could have, and what was probably meant.
final class ErrorWording {
  /// More than this nobody reads.
  static final int EXPECTED_MAX = 8;

  private static final int TOKEN_SHOWN_MAX = 40;

  private static final BitSet OPERATORS = types(RqlLexer.EQUAL, RqlLexer.NOT_EQUAL, RqlLexer.LESS,
      RqlLexer.LESS_OR_EQUAL, RqlLexer.GREATER, RqlLexer.GREATER_OR_EQUAL, RqlLexer.PLUS, RqlLexer.MINUS, RqlLexer.STAR,
      RqlLexer.SLASH, RqlLexer.PERCENT, RqlLexer.CONCAT, RqlLexer.CAST_TO, RqlLexer.DOT, RqlLexer.BRACKET_OPEN,
      RqlLexer.AND, RqlLexer.OR, RqlLexer.NOT, RqlLexer.IN, RqlLexer.IS, RqlLexer.LIKE, RqlLexer.BETWEEN,
      RqlLexer.PAREN_OPEN, RqlLexer.OVER, RqlLexer.FILTER, RqlLexer.WITHIN);

  private static final BitSet EXPRESSION_STARTS = expressionStarts();

  /// What may stand before an expression and is not worth naming beside it.
  private static final BitSet EXPRESSION_MODIFIERS = types(RqlLexer.NOT, RqlLexer.ALL, RqlLexer.ANY, RqlLexer.SOME,
      RqlLexer.DISTINCT);

  private static final BitSet QUERY_STARTS = types(RqlLexer.SELECT, RqlLexer.VALUES, RqlLexer.WITH);

  /// Reserved words that nobody means as a name.
  private static final BitSet CLAUSES = types(RqlLexer.SELECT, RqlLexer.FROM, RqlLexer.WHERE, RqlLexer.HAVING,
      RqlLexer.UNION, RqlLexer.EXCEPT, RqlLexer.INTERSECT, RqlLexer.JOIN, RqlLexer.ON, RqlLexer.AS, RqlLexer.AND,
      RqlLexer.OR, RqlLexer.WHEN, RqlLexer.THEN, RqlLexer.ELSE);

  /// What is named last and left out first when there is more than [#EXPECTED_MAX].
  private static final Set<String> RARE = Set.of("ASOF", "AT", "EXCEPT", "FETCH", "FOR", "INTERSECT", "LATEST",
      "OFFSET",
      "WINDOW", "HAVING", "CROSS", "FULL", "INNER", "RIGHT", "UNION", "TOLERANCE", "TRIM", "WATCH", "SUBSCRIBE",
      "TRUNCATE", "MERGE", "DESC", "ALTER", "VALUES", "WITH", "SET", "UPDATE", "DELETE", "AS", "WITHOUT");

  /// First words of statements that other databases have, and that are no keywords here.
  private static final Set<String> TRANSACTION_WORDS = Set.of("BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT");

  private final TokenStream tokens;
  private final Expectations expectations;
  private final BitSet allowed;

  ErrorWording(TokenStream tokens, Expectations expectations) {
    this.tokens = tokens;
    this.expectations = expectations;
    allowed = new BitSet();
    expectations.allowed().toList().forEach(type -> {
      if (type > Token.EOF) {
        allowed.set(type);
      }
    });
  }

  Rejection rejection() {
    var offending = tokens.get(expectations.tokenIndex());
    var expected = expected();
    var problem = "unexpected " + shown(offending);
    if (!expected.isEmpty()) {
      problem += ", expected " + list(expected);
    }
    return new Rejection(problem + advice(offending), Spans.of(offending), Spans.textOf(offending), expected);
  }

  private static String shown(Token token) {
    if (token.getType() == Token.EOF) {
      return "end of statement";
    }
    var text = token.getText().replaceAll("\\s+", " ");
    var cut = text.length() > TOKEN_SHOWN_MAX ? text.substring(0, TOKEN_SHOWN_MAX) + "…" : text;
    return switch (token.getType()) {
      case RqlLexer.STRING -> "string " + cut;
      case RqlLexer.QUOTED_NAME -> "name " + cut;
      case RqlLexer.INTEGER_NUMBER, RqlLexer.DECIMAL_NUMBER, RqlLexer.DOUBLE_NUMBER -> "number " + cut;
      default -> "'" + cut + "'";
    };
  }

  // What could have stood there ---------------------------------------------------------------------------------------

  private List<String> expected() {
    var rest = (BitSet) allowed.clone();
    var words = new TreeSet<String>();
    if (contains(rest, EXPRESSION_STARTS)) {
      words.add("an expression");
      rest.andNot(EXPRESSION_STARTS);
      rest.andNot(EXPRESSION_MODIFIERS);
    }
    if (expectations.tokenIndex() > 0 && contains(rest, QUERY_STARTS)) {
      words.add("a query");
      rest.andNot(QUERY_STARTS);
    }
    if (rest.get(RqlLexer.PLUS) && rest.get(RqlLexer.CONCAT)) {
      words.add("an operator");
      if (rest.get(RqlLexer.AND) && !rest.get(RqlLexer.OR)) { // the one that BETWEEN waits for
        words.add("AND");
      }
      rest.andNot(OPERATORS);
    }
    if (rest.get(RqlLexer.NAME)) {
      words.add(rest.get(RqlLexer.AS) ? "an alias" : "a name");
      rest.clear(RqlLexer.NAME);
      rest.clear(RqlLexer.QUOTED_NAME);
      rest.clear(RqlLexer.AS);
      rest.andNot(Keywords.FREE_WORDS);
      if (allowed.get(RqlLexer.RETURNING) && allowed.get(RqlLexer.OVER)) { // all clause words, so they stand for names
        rest.andNot(Keywords.CLAUSE_WORDS);
      }
      if (contains(rest, Keywords.RESERVED_WORDS)) { // after a dot
        rest.andNot(Keywords.RESERVED_WORDS);
      }
    }
    rest.stream().mapToObj(ErrorWording::name).forEach(words::add);
    if (expectations.allowed().contains(Token.EOF)) {
      words.add("end of statement");
    }
    if (words.size() > 3) {
      words.remove("\"(\"");
    }
    fold(words, "JOIN", "ASOF", "CROSS", "FULL", "INNER", "LEFT", "RIGHT");
    fold(words, "UNION", "EXCEPT", "INTERSECT");
    fold(words, "LIMIT", "OFFSET", "FETCH");
    return shortest(words);
  }

  /// One word may stand for its family.
  private static void fold(Set<String> words, String head, String... others) {
    if (words.contains(head)) {
      for (var other : others) {
        words.remove(other);
      }
    }
  }

  private static List<String> shortest(Set<String> words) {
    var chosen = new ArrayList<>(words);
    chosen.sort(Comparator.comparing((String word) -> RARE.contains(word)));
    var kept = new ArrayList<>(chosen.subList(0, Math.min(EXPECTED_MAX, chosen.size())));
    Collections.sort(kept);
    return kept;
  }

  private static String name(int type) {
    return switch (type) {
      case RqlLexer.NAME, RqlLexer.QUOTED_NAME -> "a name";
      case RqlLexer.STRING -> "a string";
      case RqlLexer.BYTES_LITERAL -> "bytes X'…'";
      case RqlLexer.INTEGER_NUMBER, RqlLexer.DECIMAL_NUMBER, RqlLexer.DOUBLE_NUMBER -> "a number";
      case RqlLexer.NUMBER_WITH_UNIT -> "a length like 10s";
      default -> {
        var literal = RqlLexer.VOCABULARY.getLiteralName(type);
        if (literal == null) {
          yield type == RqlLexer.NOT_EQUAL ? "\"<>\"" : RqlLexer.VOCABULARY.getSymbolicName(type);
        }
        yield Keywords.isKeyword(type) ? Keywords.word(type) : "\"" + literal.substring(1, literal.length() - 1) + "\"";
      }
    };
  }

  private static String list(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  // What was probably meant -------------------------------------------------------------------------------------------

  private String advice(Token offending) {
    var index = expectations.tokenIndex();
    if (index == 0 && TRANSACTION_WORDS.contains(offending.getText().toUpperCase(Locale.ROOT)))
      return "; every statement commits by itself, and an INSERT of several rows is one batch";
    var meant = meant(offending);
    var previous = index > 0 ? tokens.get(index - 1) : offending;
    var meantBefore = index > 0 ? meant(previous) : null;
    if (meantBefore != null && (meant == null || meantBefore.edits() <= meant.edits())) {
      return "; did you mean " + meantBefore.word() + " instead of " + previous.getText() + "?";
    }
    if (meant != null) {
      return "; did you mean " + meant.word() + "?";
    }
    var type = offending.getType();
    if (type == RqlLexer.NUMBER_WITH_UNIT) {
      return "; a number ends before " + offending.getText().replaceFirst("^[0-9.]+", "")
          + ", a name that begins with a digit stands in double quotes";
    }
    if (type == RqlLexer.EQUAL && previous.getType() == RqlLexer.EQUAL) {
      return "; equality is a single =";
    }
    if (type == RqlLexer.GREATER && previous.getType() == RqlLexer.MINUS) {
      return "; a path into JSON is written payload.a.b, or payload[\"a b\"]";
    }
    if (type > Token.EOF && CLAUSES.get(type)) {
      return previous.getType() == RqlLexer.COMMA ? "; the comma before it is one too many" : "";
    }
    var mayBeName = type > Token.EOF && Keywords.RESERVED_WORDS.get(type) && allowed.get(RqlLexer.QUOTED_NAME);
    return mayBeName
        ? "; " + offending.getText() + " is a reserved word, as a name it is written \"" + offending.getText() + "\""
        : "";
  }

  /// A misspelt keyword was read as a name, often as an alias, so that the error only shows one token later.
  private @Nullable NearMiss meant(Token written) {
    if (written.getType() != RqlLexer.NAME) {
      return null;
    }
    var candidates = allowed.stream().filter(Keywords::isKeyword)
        .filter(type -> !Keywords.FREE_WORDS.get(type) || !allowed.get(RqlLexer.NAME)).mapToObj(Keywords::word)
        .toList();
    return NearMiss.of(written.getText(), candidates);
  }

  private static boolean contains(BitSet all, BitSet some) {
    var missing = (BitSet) some.clone();
    missing.andNot(all);
    return missing.isEmpty();
  }

  private static BitSet types(int... types) {
    var set = new BitSet();
    for (var type : types) {
      set.set(type);
    }
    return set;
  }

  private static BitSet expressionStarts() {
    var set = new BitSet();
    RqlParser._ATN.nextTokens(RqlParser._ATN.ruleToStartState[RqlParser.RULE_value]).toList().forEach(set::set);
    return set;
  }
}
