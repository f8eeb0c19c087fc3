// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.api;

import org.jspecify.annotations.Nullable;

/// One column of a result.
///
/// @param name     label shown to the user
/// @param type     static type; [SqlType#ANY] when rows differ
/// @param nullable false only when NULL is impossible
/// @param table    channel the column comes from unchanged, or null for a computed one
/// @param source   column of `table`, or null
public record Column(String name, SqlType type, boolean nullable, @Nullable String table, @Nullable String source) {
}
