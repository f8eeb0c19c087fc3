// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.error;

/// The SQLStates that the driver itself reports; those of the engine pass through as they are.
public enum SqlState {
  /// The statement has parameters and no values were given, or not all.
  MISSING_PARAMETER("07001"),
  /// Asked for rows of a statement that has none, or the other way round.
  WRONG_KIND_OF_STATEMENT("07005"),
  /// The parameter or column number is out of range.
  BAD_INDEX("07009"),
  CANNOT_CONNECT("08001"),
  CONNECTION_CLOSED("08003"),
  NOT_SUPPORTED("0A000"),
  STRING_TOO_LONG("22001"),
  OUT_OF_RANGE("22003"),
  BAD_CAST("22018"),
  BAD_ARGUMENT("22023"),
  /// The result is closed, or is not on a row.
  BAD_CURSOR_STATE("24000"),
  /// Commit or rollback while every statement commits by itself.
  NO_TRANSACTION("25000"),
  UNKNOWN_COLUMN("42703"),
  /// Statement or result used after it was closed.
  OBJECT_CLOSED("55000"),
  CANCELLED("57014");

  private final String code;

  SqlState(String code) {
    this.code = code;
  }

  /// Five characters.
  public String code() { return code; }
}
