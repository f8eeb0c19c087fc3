// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import org.jspecify.annotations.Nullable;

/// A type as written in `CAST`, `::` and column definitions; synonyms are already folded (`TEXT` is a `VARCHAR`
/// without length, `NUMERIC` a `DECIMAL`, `FLOAT` a `DOUBLE`, `BYTES` a `VARBINARY`).
///
/// @param precision digits of a DECIMAL, length of VARCHAR, CHAR and VARBINARY, fraction digits of a TIMESTAMP
/// @param scale digits after the point of a DECIMAL
/// @param withTimeZone true for `TIMESTAMP WITH TIME ZONE`
public record DataType(
    Kind kind, @Nullable Integer precision, @Nullable Integer scale, boolean withTimeZone, Span span) implements Node {
  /// The types of the language.
  public enum Kind {
    BOOLEAN, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE, VARCHAR, CHAR, TIMESTAMP, DATE, JSON, VARBINARY, UUID
  }
}
