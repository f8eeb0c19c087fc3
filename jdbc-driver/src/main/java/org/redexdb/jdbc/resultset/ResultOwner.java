// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.resultset;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.storage.api.RedexException;

/// Who a result belongs to.
public interface ResultOwner {
  /// The rows of metadata: they belong to no statement.
  ResultOwner NONE = new ResultOwner() {
    @Override
    public @Nullable Statement statement() { return null; }

    @Override
    public SQLException failure(RedexException error) { return SqlErrors.of(error); }

    @Override
    public void closed() {}
  };

  @Nullable
  Statement statement();

  /// What the user sees of an error met while reading; the owner knows whether a time limit caused it.
  SQLException failure(RedexException error);

  /// The result was closed, by whomever. Any thread.
  void closed();
}
