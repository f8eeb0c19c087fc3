// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.tree;

/// Which part of a channel's history a source reads. Bounds are expressions without columns (literals, parameters,
/// `now() - INTERVAL '1' HOUR`); whoever binds them checks that.
public sealed interface Travel extends Node {
  /// `AT SEQ n`: the one event.
  record AtSeq(Expression seq, Span span) implements Travel {
  }

  /// `FOR SEQ FROM a TO b` (without b) and `FOR SEQ BETWEEN a AND b` (with b).
  record SeqRange(Expression from, Expression to, boolean toIncluded, Span span) implements Travel {
  }

  /// `FOR TIME FROM a TO b` (without b) and `FOR TIME BETWEEN a AND b` (with b).
  record TimeRange(Expression from, Expression to, boolean toIncluded, Span span) implements Travel {
  }

  /// `AS OF SEQ n`: everything up to and with n.
  record AsOfSeq(Expression seq, Span span) implements Travel {
  }

  /// `AS OF TIMESTAMP t`: everything up to and with t.
  record AsOfTimestamp(Expression time, Span span) implements Travel {
  }
}
