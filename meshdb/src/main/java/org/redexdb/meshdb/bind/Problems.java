// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import org.redexdb.grammar.SourceExcerpt;
import org.redexdb.grammar.tree.Span;
import org.redexdb.meshdb.api.SqlException;

/// Makes the errors of one statement: each shows the line of the source and a caret under the place, as those of the
/// parser do.
///
/// @param source text that was parsed
public record Problems(String source) {
  /// The statement is wrong at `at`.
  public SqlException.Invalid invalid(String sqlState, String message, Span at) {
    return new SqlException.Invalid(sqlState, picture(message, at), at.line(), at.column(), null);
  }

  /// The statement means something that this version does not run.
  ///
  /// @param instead what to do, as a full clause, or empty
  public SqlException.NotSupported unsupported(String construct, String instead, Span at) {
    return new SqlException.NotSupported(
        picture(construct + " is not run in this version" + (instead.isEmpty() ? "" : "; " + instead), at));
  }

  /// A constant of the statement does not fit.
  public SqlException.Data badValue(String sqlState, String message, Span at) {
    return new SqlException.Data(sqlState, picture(message, at));
  }

  private String picture(String message, Span at) { return message + "\n" + SourceExcerpt.of(source, at); }
}
