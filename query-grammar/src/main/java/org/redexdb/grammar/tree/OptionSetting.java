// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

/// `name = value` in a `WITH (…)`. A bare word as value (`ack = disk`) is a string literal here; a negative number is a
/// number literal.
public record OptionSetting(Identifier name, Expression value, Span span) implements Node {
}
