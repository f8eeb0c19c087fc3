// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import static org.redexdb.tests.history.BadHistory.require;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Level;
import org.redexdb.tests.history.BadHistory.Rule;
import org.redexdb.tests.history.HistoryEvent.Handed;
import org.redexdb.tests.history.HistoryEvent.Part;

/// One append, and what is known of each of its parts.
final class Call {
  /// What is known of a part.
  private enum State { OPEN, IN, GONE }

  final int id;
  /// The writer that was asked, counted from 1.
  final int life;
  final List<Part> parts;
  final Level level;
  /// Whether the client still waits.
  boolean pending = true;
  /// Why it can no longer get into a log.
  private String whyGone = "";
  private final Map<UUID, State> states = new HashMap<>();

  Call(int id, int life, List<Part> parts, Level level) {
    this.id = id;
    this.life = life;
    this.parts = parts;
    this.level = level;
  }

  @Nullable
  Part part(UUID channel) {
    for (Part part : parts) if (part.channel().equals(channel)) return part;
    return null;
  }

  boolean isIn(UUID channel) { return states.get(channel) == State.IN; }

  boolean isOpen(UUID channel) { return states.getOrDefault(channel, State.OPEN) == State.OPEN; }

  /// Parts with events; two or more are a transaction.
  List<Part> filled() { return parts.stream().filter(part -> !part.events().isEmpty()).toList(); }

  /// The part was found, or put, in its channel.
  void in(UUID channel) {
    State before = states.getOrDefault(channel, State.OPEN);
    require(before != State.GONE, Rule.REFUSED_STAYS_AWAY, "append %d is there, but %s", id, whyGone);
    require(before != State.IN, Rule.ONE_ORDER, "append %d is there twice", id);
    states.put(channel, State.IN);
  }

  /// From now on it must not be seen in the channel.
  void gone(UUID channel, String why) {
    states.put(channel, State.GONE);
    whyGone = why;
  }

  /// Nothing of it is in a log.
  void refused(String why) {
    for (Part part : filled()) {
      require(!isIn(part.channel()), Rule.REFUSED_STAYS_AWAY, "append %d is there, but was refused: %s", id, why);
      gone(part.channel(), "was refused: " + why);
    }
  }

  static int indexOf(Part part, long number) {
    for (int i = 0; i < part.events().size(); i++) {
      Handed handed = part.events().get(i);
      if (handed.number() == number) return i;
    }
    return -1;
  }

  @Override
  public String toString() { return "append " + id; }
}
