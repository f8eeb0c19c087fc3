// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import static org.redexdb.tests.history.BadHistory.require;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.redexdb.storage.api.Level;
import org.redexdb.tests.history.BadHistory.Rule;
import org.redexdb.tests.history.HistoryEvent.Handed;
import org.redexdb.tests.history.HistoryEvent.Part;

/// All appends of a history, the writers that took them, and their clock.
final class Calls {
  /// A clock set back by less does not show.
  private static final long HELD_NANOS = Duration.ofSeconds(59).toNanos();

  private final Map<Integer, Call> calls = new LinkedHashMap<>();
  private final Map<Long, Call> byNumber = new HashMap<>();
  private final TreeMap<Integer, Integer> epochOfLife = new TreeMap<>();
  private int life;
  private long lastTime = Long.MIN_VALUE;
  private long wallOffsetNanos;
  private long wallOffsetMaxNanos;
  private boolean clockStepped;

  Collection<Call> all() { return calls.values(); }

  Call get(int id) {
    Call call = calls.get(id);
    if (call == null) throw new IllegalArgumentException("no append " + id);
    return call;
  }

  Call invoked(int id, List<Part> parts, Level level) {
    var call = new Call(id, life, parts, level);
    if (calls.put(id, call) != null) throw new IllegalArgumentException("append " + id + " twice");
    for (Part part : parts) {
      for (Handed handed : part.events())
        if (byNumber.put(handed.number(), call) != null)
          throw new IllegalArgumentException("event " + handed.number() + " twice");
    }
    return call;
  }

  Call of(long number, String channel) {
    Call call = byNumber.get(number);
    if (call == null) throw new BadHistory(Rule.NOTHING_UNKNOWN, channel + ": event " + number + " was never appended");
    return call;
  }

  // ---- writers

  /// @param lastTime greatest append time that the store knows
  void writerOpened(long lastTimeKnown) {
    life++;
    lastTime = lastTimeKnown;
  }

  void ended() { for (Call call : calls.values()) call.pending = false; }

  /// What was not found in a channel that was read to its end is not there, for good.
  void settle(UUID channel) {
    for (Call call : calls.values())
      if (call.part(channel) != null && call.isOpen(channel)) call.gone(channel, "was not there after a crash");
  }

  /// A writer's events have this epoch.
  void epoch(int ofLife, int epoch) {
    Integer known = epochOfLife.putIfAbsent(ofLife, epoch);
    require(known == null || known == epoch, Rule.EPOCHS_GROW, "one writer has epochs %d and %d", known, epoch);
    var before = epochOfLife.lowerEntry(ofLife);
    require(before == null || before.getValue() < epoch, Rule.EPOCHS_GROW, "epoch %d after %s", epoch, before);
    var after = epochOfLife.higherEntry(ofLife);
    require(after == null || after.getValue() > epoch, Rule.EPOCHS_GROW, "epoch %d before %s", epoch, after);
  }

  // ---- time

  void clockSet(long byNanos) {
    wallOffsetNanos += byNanos;
    wallOffsetMaxNanos = Math.max(wallOffsetMaxNanos, wallOffsetNanos);
    if (wallOffsetMaxNanos - wallOffsetNanos >= HELD_NANOS) clockStepped = true;
  }

  /// Whether a clock was set back so far that times need not grow.
  boolean clockStepped() { return clockStepped; }

  /// Appends that follow one another have growing times, whatever the channel.
  void appendedAt(List<Long> times) {
    long last = lastTime;
    for (long time : times) {
      require(clockStepped || time > last, Rule.TIMES_GROW, "an append at %d after one at %d", time, last);
      lastTime = Math.max(lastTime, time);
    }
  }
}
