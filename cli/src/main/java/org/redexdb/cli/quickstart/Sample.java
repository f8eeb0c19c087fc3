// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.quickstart;

import java.util.List;
import org.redexdb.netdb.NetDb;

/// Events to begin with, and questions about them.
interface Sample {
  /// A question and the statement that answers it.
  record Question(String title, String note, String sql) {
  }

  /// Two channels and what is in them, in one sentence.
  String story();

  /// Stores the events.
  ///
  /// @return events stored
  long load(NetDb store);

  /// Filter, group, by month, join of both channels, time travel.
  List<Question> questions(NetDb store);
}
