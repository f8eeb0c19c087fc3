// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import static org.redexdb.tests.history.BadHistory.require;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.tests.history.BadHistory.Rule;
import org.redexdb.tests.history.HistoryEvent.Reader;
import org.redexdb.tests.history.HistoryEvent.Seen;

/// What a tail has to give next.
final class ExpectedTail {
  final Reader reader;
  final UUID channel;
  final boolean durable;
  private long next;

  ExpectedTail(Reader reader, UUID channel, long from, boolean durable) {
    this.reader = reader;
    this.channel = channel;
    this.durable = durable;
    this.next = from;
  }

  void polled(@Nullable Seen seen, ExpectedChannel model) {
    if (seen != null) {
      require(seen.seq() == next, Rule.NO_GAPS, "a tail of %s gives %d, %d is next", model.name, seen.seq(), next);
      model.see(seen);
      next++;
      if (durable) model.shownDurable(next);
    } else if (reader.writing()) {
      long there = durable ? model.durable() : model.nextSeq();
      require(next >= there, Rule.NO_GAPS, "a tail of %s gives nothing at %d, there is something to %d", model.name,
          next, there);
    }
  }

  void lagged(long needed, long first, ExpectedFloor floor) {
    require(needed == next && first > next, Rule.NO_GAPS, "a tail lags at %d and goes on from %d, %d was next", needed,
        first, next);
    if (reader.writing())
      require(first == floor.shown(), Rule.ONLY_TRIMMED_GOES,
          "a tail goes on from %d, the floor is %d", first, floor.shown());
    next = first;
  }
}
