// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.schema;

/// What a column gets when an INSERT leaves it out.
public sealed interface DefaultValue {
  /// A constant.
  ///
  /// @param json as it will stand in the payload
  record Constant(String json) implements DefaultValue {
  }

  /// `DEFAULT now()`: the time of the statement.
  record StatementTime() implements DefaultValue {
  }
}
