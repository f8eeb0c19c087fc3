// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.api;

import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.RedexException;
import org.redexdb.storage.api.Where;

/// What the query layer refuses or fails with, split by what the user can do.
public sealed class SqlException extends RedexException {
  private static final long serialVersionUID = 1L;

  private SqlException(String code, String sqlState, Where where, String message, @Nullable Throwable cause) {
    super(code, sqlState, where, message, cause);
  }

  /// The statement is wrong: its syntax (42601), a name (42P01, 42703, 42702), a type (42804) or an option (42000). Has
  /// the place in the text when there is one.
  public static final class Invalid extends SqlException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /// @param line   1-based, 0 when there is no place
    /// @param column 1-based, 0 when there is no place
    public Invalid(String sqlState, String message, int line, int column, @Nullable Throwable cause) {
      super("INVALID_SQL", sqlState, Where.NOWHERE, message, cause);
      this.line = line;
      this.column = column;
    }

    public int line() { return line; }

    public int column() { return column; }
  }

  /// A valid statement that this version does not run (0A000); the message says what to do instead.
  public static final class NotSupported extends SqlException {
    private static final long serialVersionUID = 1L;

    public NotSupported(String message) { super("NOT_SUPPORTED", "0A000", Where.NOWHERE, message, null); }
  }

  /// A value does not fit: division by zero (22012), overflow (22003), a bad cast (22018), a missing NOT NULL value
  /// (23502), a text too long (22001), …
  public static final class Data extends SqlException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String picture;

    public Data(String sqlState, String message) { this(sqlState, message, Where.NOWHERE); }

    public Data(String sqlState, String message, Where where) { this(sqlState, message, where, 0, 0, "", null); }

    /// @param line    of the expression in the statement, 1-based, 0 when not known
    /// @param column  as `line`
    /// @param picture the source with a caret under the expression, or empty; ends the message
    public Data(String sqlState, String message, Where where, int line, int column, String picture,
        @Nullable Throwable cause) {
      super("BAD_VALUE", sqlState, where, message, cause);
      this.line = line;
      this.column = column;
      this.picture = picture;
    }

    /// Line of the expression in the statement, 1-based; 0 when not known.
    public int line() { return line; }

    /// Column of the expression in its line, 1-based; 0 when not known.
    public int column() { return column; }

    @Override
    public @Nullable String getMessage() {
      return picture.isEmpty() ? super.getMessage() : super.getMessage() + "\n" + picture;
    }
  }

  /// A limit of the session or store was passed: rows, time or bytes (54000), memory (53200).
  public static final class Limit extends SqlException {
    private static final long serialVersionUID = 1L;

    public Limit(String sqlState, String message) { super("QUERY_LIMIT", sqlState, Where.NOWHERE, message, null); }
  }

  /// Cancelled by the user or by a timeout (57014).
  public static final class Cancelled extends SqlException {
    private static final long serialVersionUID = 1L;

    public Cancelled(String why) { super("CANCELLED", "57014", Where.NOWHERE, why, null); }
  }
}
