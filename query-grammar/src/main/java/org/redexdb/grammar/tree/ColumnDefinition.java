// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import org.jspecify.annotations.Nullable;

/// One column of a `CREATE TABLE`.
public record ColumnDefinition(
    Identifier name, DataType type, boolean notNull, @Nullable Expression defaultValue, boolean primaryKey,
    boolean unique, Span span) implements Node {
}
