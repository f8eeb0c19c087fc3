// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar;

import java.io.Serial;
import java.util.List;
import org.redexdb.grammar.tree.Span;

/// The text is not RQL, or is more of it than one statement may hold. The message is ready to show: what is wrong, the
/// line of the source, and a caret under the place.
public final class SyntaxException extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1;

  private final String message;
  private final String problem;
  private final String token;
  private final String[] expected;
  private final int line;
  private final int column;
  private final int offset;

  SyntaxException(String problem, String token, List<String> expected, Span at, String source) {
    this.problem = SourceExcerpt.printable(problem);
    message = this.problem + "\n" + SourceExcerpt.of(source, at);
    this.token = token;
    this.expected = expected.toArray(String[]::new);
    this.line = at.line();
    this.column = at.column();
    this.offset = at.offset();
  }

  @Override
  public String getMessage() {
    return message;
  }

  /// What is wrong in one line: the first line of the message, without the picture of the source.
  public String problem() {
    return problem;
  }

  /// The text that could not be understood; empty at the end of the input.
  public String token() {
    return token;
  }

  /// What could have stood there, for people: keywords in capitals, symbols in quotes, «a name», «an expression».
  /// Sorted, at most eight, empty when the list would not help.
  public List<String> expected() {
    return List.of(expected);
  }

  /// Line from 1.
  public int line() {
    return line;
  }

  /// Column from 1, in UTF-16 units.
  public int column() {
    return column;
  }

  /// Index into the text from 0, in UTF-16 units.
  public int offset() {
    return offset;
  }

  /// SQLSTATE of a syntax error: 42601.
  public String sqlState() {
    return "42601";
  }
}
