// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// One commit over several logs, as their histories know it.
final class SeveralLogs {
  /// Events of one log, `[first, end)` in its history.
  private record Part(LogHistory history, int first, int end) {}

  private final List<Part> parts = new ArrayList<>();
  private final Supplier<String> trace;

  SeveralLogs(Supplier<String> trace) { this.trace = trace; }

  void attempt(LogHistory history, List<LogHistory.Event> events) {
    int first = history.size();
    history.attempt(events);
    parts.add(new Part(history, first, first + events.size()));
  }

  /// The log is gone, and what it had of the commit with it.
  void dropped(LogHistory history) { parts.removeIf(part -> part.history == history); }

  /// After the histories have been cut to what the logs hold.
  ///
  /// @return whether it happened
  boolean checkAllOrNothing() {
    long there = parts.stream().filter(part -> part.history.size() >= part.end).count();
    assertThat(there).as("logs that hold their part of a commit over %d logs %s; %s", parts.size(), parts, trace.get())
        .isIn(0L, (long) parts.size());
    return there > 0;
  }
}
