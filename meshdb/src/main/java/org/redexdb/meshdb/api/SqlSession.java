// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One user's conversation: options and prepared statements. Confined to one thread; [#cancel] from any.
public interface SqlSession extends AutoCloseable {
  /// Parses and binds one statement.
  ///
  /// @throws SqlException.Invalid with line, column and a caret
  PreparedSql prepare(String sql);

  /// Prepares and runs one statement.
  default SqlResult execute(String sql, @Nullable Object... parameters) {
    return prepare(sql).execute(Arrays.asList(parameters));
  }

  /// Splits a script at its semicolons, outside quotes and comments.
  List<String> split(String script);

  /// Sets a session option by its SQL name (`time_zone`, `strict_types`, `query_max_rows`, …).
  ///
  /// @throws SqlException.Invalid unknown name (with the list of names) or bad value
  void set(String option, String value);

  /// The value in force, as text.
  String option(String option);

  /// All options with their values in force.
  Map<String, String> options();

  /// Cancels whatever the session is running.
  void cancel();

  @Override
  void close();
}
