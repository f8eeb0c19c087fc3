// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.io.Serial;
import java.util.List;
import org.redexdb.grammar.tree.Span;

/// Why a text was refused, on its way to the entry point, which adds the picture of the source.
public final class Rejection extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1;

  private final transient Span span;
  private final transient String token;
  private final transient List<String> expected;

  Rejection(String problem, Span span, String token, List<String> expected) {
    super(problem, null, false, false);
    this.span = span;
    this.token = token;
    this.expected = List.copyOf(expected);
  }

  Rejection(String problem, Span span, String token) {
    this(problem, span, token, List.of());
  }

  /// What is wrong, in one line.
  public String problem() {
    return String.valueOf(getMessage());
  }

  public Span span() {
    return span;
  }

  public String token() {
    return token;
  }

  public List<String> expected() {
    return expected;
  }
}
