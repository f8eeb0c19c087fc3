// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

/// Anything in a syntax tree. Immutable, so any thread may read it.
public sealed interface Node
    permits ChannelRef, ColumnDefinition, CommonTable, DataType, Expression, EventWindow, FromItem, Identifier,
    KeyConstraint, Latest, OptionSetting, Over, Path.Step, QueryBody, SelectItem, SortItem, Statement, TableAlias,
    Travel {
  /// Where the node stands in the source.
  Span span();
}
