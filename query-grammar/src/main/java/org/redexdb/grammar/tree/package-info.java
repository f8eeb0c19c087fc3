// SPDX-License-Identifier: Apache-2.0
/// The syntax tree of RQL: immutable records, a source span on every node, nothing resolved.
///
/// Records here may gain a component when the language grows. Match with type patterns and accessors
/// (`case Expression.Cast cast -> cast.operand()`) rather than with record patterns wherever more than two or three
/// components are involved. `null` stands only where a component is marked nullable; lists are never null.
package org.redexdb.grammar.tree;
