// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import org.jspecify.annotations.Nullable;

/// How a statement points at a channel.
public sealed interface ChannelRef extends Node {
  /// `orders`, `"plant/line-1"`, `main.orders`, `CHANNEL('plant/line-1')` (its name counts as quoted).
  ///
  /// @param schema what stood before the dot, or null
  record Named(@Nullable Identifier schema, Identifier name, Span span) implements ChannelRef {
  }

  /// `ORIGIN('0123456789abcdef')`.
  ///
  /// @param hex what stood in the quotes, unchecked
  record Origin(String hex, Span span) implements ChannelRef {
  }
}
