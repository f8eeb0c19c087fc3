// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

/// Which part of a channel a scan reads. The expressions have no column references; they are evaluated when the
/// statement starts.
public sealed interface Travel {
  /// Everything up to the statement's tip.
  record All() implements Travel {
  }

  /// `AT SEQ n`: one event.
  record AtSeq(Rex seq) implements Travel {
  }

  /// `FOR SEQ FROM a TO b`, half-open. BETWEEN is bound to this too.
  record SeqRange(Rex from, Rex to) implements Travel {
  }

  /// `AS OF SEQ n`, inclusive.
  record AsOfSeq(Rex seq) implements Travel {
  }

  /// `AS OF TIMESTAMP t`: the longest prefix whose greatest append time is not after `t`.
  record AsOfTime(Rex time) implements Travel {
  }

  /// `FOR TIME …`: events whose append time lies in `[from, to)`, or `[from, to]` when inclusive.
  record TimeRange(Rex from, Rex to, boolean inclusive) implements Travel {
  }
}
