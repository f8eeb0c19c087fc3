// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import static org.redexdb.tests.history.BadHistory.require;

import java.util.HashMap;
import java.util.Map;
import org.redexdb.tests.history.BadHistory.Rule;

/// Where a channel may begin: what a trim was acknowledged for stays away, and nothing else goes.
final class ExpectedFloor {
  private final String name;
  /// As in [HistoryEvent.Created].
  private final long maxEvents;
  private final Map<Integer, Long> pins = new HashMap<>();
  private long promised;
  private long shown;
  private long asked;
  private long lastAsked;

  ExpectedFloor(String name, long maxEvents) {
    this.name = name;
    this.maxEvents = maxEvents;
  }

  long promised() { return promised; }

  /// Oldest event that the writer has.
  long shown() { return shown; }

  boolean hasLimits() { return maxEvents != 0; }

  void trimming(long before, long nextSeq) {
    lastAsked = Math.min(before, nextSeq);
    asked = Math.max(asked, lastAsked);
  }

  void trimmed(long before, long after, long nextSeq) {
    require(before >= promised, Rule.TRIMMED_STAYS_AWAY, "%s: floor %d after %d", name, before, promised);
    shown(after, nextSeq);
    require(after >= before && (!pins.isEmpty() || after >= lastAsked), Rule.TRIMMED_STAYS_AWAY,
        "%s: trim to %d left the floor at %d", name, lastAsked, after);
    promised = Math.max(promised, after);
  }

  /// The writer shows this floor.
  void shown(long first, long nextSeq) {
    require(first >= shown, Rule.TRIMMED_STAYS_AWAY, "%s: floor %d after %d", name, first, shown);
    requirePossible(first, nextSeq);
    for (long pin : pins.values())
      require(first <= Math.max(shown, pin), Rule.ONLY_TRIMMED_GOES, "%s: floor %d passes the pin at %d", name, first,
          pin);
    shown = first;
  }

  /// Some reader shows this floor.
  void requirePossible(long first, long nextSeq) {
    long limit = switch ((int) Math.min(maxEvents, 1)) {
      case 0 -> 0;
      case 1 -> nextSeq - maxEvents;
      default -> nextSeq;
    };
    require(first <= Math.max(Math.max(asked, limit), shown), Rule.ONLY_TRIMMED_GOES,
        "%s begins at %d: trims to %d, limits to %d, shown %d", name, first, asked, limit, shown);
  }

  /// A writer opened the store, and what floor it found is so from now on.
  void found(long first, long nextSeq) {
    require(first >= promised, Rule.TRIMMED_STAYS_AWAY, "%s begins at %d, was trimmed to %d", name, first, promised);
    requirePossible(first, nextSeq);
    promised = first;
    shown = first;
    asked = first;
    pins.clear();
  }

  void pinned(int pin, long seq) { pins.put(pin, seq); }

  void unpinned(int pin) { pins.remove(pin); }
}
