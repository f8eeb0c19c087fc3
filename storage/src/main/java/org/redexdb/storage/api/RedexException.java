// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import org.jspecify.annotations.Nullable;

/// Root of every error RedexDB throws. Unchecked; the message says what, where and what to do.
///
/// Each module has one sealed family below it, split by what a caller can do about the error. `docs/errors.md` lists
/// every code with its SQLState.
public abstract class RedexException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String sqlState;
  private final transient Where where;
  private final String text;

  protected RedexException(String code, String sqlState, Where where, String message, @Nullable Throwable cause) {
    super(where.known() ? where + ": " + message : message, cause);
    this.code = code;
    this.sqlState = sqlState;
    this.where = where;
    this.text = message;
  }

  /// Stable name of the error, for programs: `CORRUPT`, `DISK_FULL`, … Never reused for another meaning.
  public final String code() { return code; }

  /// The place the error speaks of; [Where#NOWHERE] after deserialisation or when there is none.
  @SuppressWarnings("ConstantValue")
  public final Where where() { return where == null ? Where.NOWHERE : where; }

  /// The message without the place.
  public final String text() { return text; }

  /// SQLState reported through JDBC, five characters.
  public final String sqlState() { return sqlState; }
}
