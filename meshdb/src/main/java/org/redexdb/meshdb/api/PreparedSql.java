// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement parsed and bound once, run many times. Bound anew by itself when the catalog changed.
///
/// Confined to one thread, but for [#cancel]; executions of it may be open at the same time.
public interface PreparedSql {
  /// The statement's own text.
  String text();

  int parameterCount();

  /// Inferred types; [SqlType#ANY] where anything goes.
  List<SqlType> parameterTypes();

  /// Columns of the result, or empty for a statement that returns no rows.
  List<Column> columns();

  boolean returnsRows();

  /// Runs it. The tips of all channels it touches are fixed now.
  ///
  /// @param parameters boxed values as [SqlType.Kind] says (other numbers and java.time types are converted), one per `?`
  SqlResult execute(List<? extends @Nullable Object> parameters);

  /// Cancels the [#execute] that is under way, and nothing else of the session; rows already given are cancelled by their
  /// cursor. Any thread.
  void cancel();
}
