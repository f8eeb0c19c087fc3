// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.types;

import java.sql.SQLException;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;

/// A value that does not become what was asked for. Knows no place; who converts adds column or parameter. Never names
/// the value itself: payloads do not belong into messages.
public final class ConversionFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final SqlState state;

  ConversionFailure(SqlState state, String message) {
    super(message, null, false, false);
    this.state = state;
  }

  static ConversionFailure cast(Object value, String target) {
    return new ConversionFailure(SqlState.BAD_CAST, "this " + SqlTypes.nameOf(value) + " cannot be read as " + target);
  }

  static ConversionFailure range(Object value, String target) {
    return new ConversionFailure(SqlState.OUT_OF_RANGE,
        "this " + SqlTypes.nameOf(value) + " is out of the range of " + target);
  }

  /// @param place `column 3 "price"`, `parameter 2`
  public SQLException at(String place) { return SqlErrors.of(state, place + ": " + getMessage()); }
}
