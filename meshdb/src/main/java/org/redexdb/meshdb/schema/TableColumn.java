// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.schema;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;

/// A declared column.
///
/// @param name         as looked up: lower case unless it was quoted
/// @param type         every stored value converts to it
/// @param notNull      refuses NULL and a missing value
/// @param defaultValue taken when an INSERT leaves the column out, null for NULL
public record TableColumn(String name, SqlType type, boolean notNull, @Nullable DefaultValue defaultValue) {
}
