// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

import org.jspecify.annotations.Nullable;

/// The WINDOW clause of a select: how a stream of events is cut. Lengths are integers on [Axis#SEQ], intervals on
/// [Axis#TS]; whoever binds them checks that.
public sealed interface EventWindow extends Node {
  /// What the window is measured on.
  Axis axis();

  /// `TUMBLE(axis SIZE size [OFFSET offset])`.
  record Tumble(Axis axis, Expression size, @Nullable Expression offset, Span span) implements EventWindow {
  }

  /// `HOP(axis SIZE size SLIDE slide [OFFSET offset])`.
  record Hop(Axis axis, Expression size, Expression slide, @Nullable Expression offset,
      Span span) implements EventWindow {
  }

  /// `SESSION(axis GAP gap)`.
  record Session(Axis axis, Expression gap, Span span) implements EventWindow {
  }

  /// Position or time.
  enum Axis {
    SEQ, TS
  }
}
