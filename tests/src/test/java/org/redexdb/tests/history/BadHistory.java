// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import org.jspecify.annotations.Nullable;

/// A promise of the store that a history breaks.
final class BadHistory extends AssertionError {
  private static final long serialVersionUID = 1L;

  /// What was promised.
  enum Rule {
    ACKNOWLEDGED_STAYS, DURABLE_STAYS, ONE_ORDER, ONE_PAYLOAD_A_POSITION, EPOCHS_GROW, NOTHING_UNKNOWN, WHOLE_APPENDS,
    WHOLE_TRANSACTIONS, CONDITIONS_HOLD, TIMES_GROW, TRIMMED_STAYS_AWAY, ONLY_TRIMMED_GOES, REFUSED_STAYS_AWAY, NO_GAPS,
    READS_AGREE, CHANNELS_STAY
  }

  private final Rule rule;

  BadHistory(Rule rule, String message) {
    super(rule + ": " + message);
    this.rule = rule;
  }

  Rule rule() { return rule; }

  static void require(boolean holds, Rule rule, String message, @Nullable Object... args) {
    if (!holds) throw new BadHistory(rule, message.formatted(args));
  }
}
