// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

/// One key of an ORDER BY.
///
/// @param nullsFirst as written, else the default of the direction: last for ASC, first for DESC
public record SortItem(Expression expression, boolean descending, boolean nullsFirst, Span span) implements Node {
}
