// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import static org.redexdb.tests.history.BadHistory.require;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.redexdb.storage.api.Level;
import org.redexdb.tests.history.BadHistory.Rule;
import org.redexdb.tests.history.HistoryEvent.Condition;
import org.redexdb.tests.history.HistoryEvent.End;
import org.redexdb.tests.history.HistoryEvent.Outcome;
import org.redexdb.tests.history.HistoryEvent.Part;
import org.redexdb.tests.history.HistoryEvent.Place;

/// Whether a history is one that the store's promises allow. Takes its events one after the other and throws [BadHistory]
/// at the first that is not; knows no store, no disk and no clock.
final class HistoryChecker {
  /// A channel, and what else is known of it.
  record Known(ExpectedChannel events, ExpectedFloor floor, ReadChecker reads) {}

  private final Calls calls = new Calls();
  private final Map<UUID, Known> channels = new LinkedHashMap<>();
  private final Map<String, Long> maybeCreated = new HashMap<>();
  private final Set<UUID> maybeDropped = new HashSet<>();
  private final Set<UUID> dropped = new HashSet<>();
  private final Map<Integer, ExpectedTail> tails = new HashMap<>();
  private boolean powerWasCut;

  void accept(HistoryEvent event) {
    switch (event) {
      case HistoryEvent.Opened e -> opened(e);
      case HistoryEvent.Found e -> {
        Known known = known(e.channel());
        known.floor.found(e.firstSeq(), Math.max(e.nextSeq(), known.events.nextSeq()));
        known.events.found(e.firstSeq(), e.nextSeq(), e.durableSeq(), e.events(), powerWasCut);
        known.reads.forget();
      }
      case HistoryEvent.Settled _ -> settled();
      case HistoryEvent.Ended e -> ended(e.how());
      case HistoryEvent.ClockSet e -> calls.clockSet(e.byNanos());
      case HistoryEvent.Created e -> create(e.channel(), e.name(), e.maxEvents());
      case HistoryEvent.MaybeCreated e -> maybeCreated.put(e.name(), e.maxEvents());
      case HistoryEvent.Dropped e -> drop(e.channel());
      case HistoryEvent.MaybeDropped e -> maybeDropped.add(e.channel());
      case HistoryEvent.Invoked e -> invoked(e);
      case HistoryEvent.Published e -> published(e.call(), e.place());
      case HistoryEvent.Returned e -> returned(calls.get(e.call()), e.outcome());
      case HistoryEvent.Forced e -> known(e.channel()).events.acknowledgedAtDisk(e.nextSeq());
      case HistoryEvent.Trimming e -> {
        Known known = known(e.channel());
        known.floor.trimming(Math.max(0, e.asked()), known.events.nextSeq());
      }
      case HistoryEvent.Trimmed e -> {
        Known known = known(e.channel());
        known.floor.trimmed(e.before(), e.after(), known.events.nextSeq());
        known.events.acknowledgedAtDisk(e.after()); // what a trim takes away was durable first
      }
      case HistoryEvent.Pinned e -> known(e.channel()).floor.pinned(e.pin(), e.seq());
      case HistoryEvent.Unpinned e -> known(e.channel()).floor.unpinned(e.pin());
      case HistoryEvent.Bounds e -> known(e.channel()).reads.bounds(e);
      case HistoryEvent.Glimpsed e -> known(e.channel()).events.see(e.event());
      case HistoryEvent.Scanned e -> known(e.channel()).reads.scanned(e);
      case HistoryEvent.KeyScanned e -> known(e.channel()).reads.keyScanned(e);
      case HistoryEvent.KeyAsked e -> known(e.channel()).reads.keyAsked(e);
      case HistoryEvent.TimeAsked e -> known(e.channel()).reads.timeAsked(e);
      case HistoryEvent.TipsSeen e -> tips(e);
      case HistoryEvent.TailOpened e ->
        tails.put(e.tail(), new ExpectedTail(e.reader(), e.channel(), e.from(), e.durable()));
      case HistoryEvent.TailPolled e -> {
        ExpectedTail tail = tail(e.tail());
        tail.polled(e.event(), known(tail.channel).events);
      }
      case HistoryEvent.TailLagged e -> {
        ExpectedTail tail = tail(e.tail());
        tail.lagged(e.needed(), e.first(), known(tail.channel).floor);
      }
    }
  }

  private Known known(UUID channel) {
    Known known = channels.get(channel);
    if (known == null) throw new BadHistory(Rule.CHANNELS_STAY, "channel " + channel + " is not there");
    return known;
  }

  private ExpectedTail tail(int id) {
    ExpectedTail tail = tails.get(id);
    if (tail == null) throw new IllegalArgumentException("no tail " + id);
    return tail;
  }

  // ---- writers and channels

  private void create(UUID uuid, String name, long maxEvents) {
    require(!dropped.contains(uuid), Rule.CHANNELS_STAY, "%s was dropped and is there again", name);
    var floor = new ExpectedFloor(name, maxEvents);
    var events = new ExpectedChannel(uuid, name, calls);
    channels.put(uuid, new Known(events, floor, new ReadChecker(events, floor)));
  }

  private void drop(UUID channel) {
    channels.remove(channel);
    dropped.add(channel);
  }

  private void opened(HistoryEvent.Opened opened) {
    for (Known known : List.copyOf(channels.values())) {
      UUID uuid = known.events.uuid;
      if (opened.channels().containsKey(uuid)) continue;
      require(maybeDropped.contains(uuid), Rule.CHANNELS_STAY, "channel %s is gone", known.events.name);
      drop(uuid);
    }
    opened.channels().forEach((uuid, name) -> {
      if (channels.containsKey(uuid)) return;
      Long maxEvents = maybeCreated.get(name);
      if (maxEvents == null) throw new BadHistory(Rule.CHANNELS_STAY, "channel " + name + " is there again, or twice");
      create(uuid, name, maxEvents);
    });
    maybeCreated.clear();
    maybeDropped.clear();
  }

  private void ended(End how) {
    calls.ended();
    tails.values().removeIf(tail -> tail.reader.writing() || how == End.POWER_CUT);
    if (how == End.POWER_CUT) powerWasCut = true;
    if (how == End.CLOSED)
      for (Known known : channels.values()) known.events.acknowledgedAtDisk(known.events.nextSeq());
  }

  private void settled() {
    powerWasCut = false;
    wholeTransactions();
    calls
        .writerOpened(channels.values().stream().mapToLong(known -> known.events.lastTime(known.floor.promised())).max()
            .orElse(Long.MIN_VALUE));
  }

  /// A transaction is in all its channels or in none, as far as they are still there.
  private void wholeTransactions() {
    for (Call call : calls.all()) {
      List<Part> parts = call.filled().stream().filter(part -> channels.containsKey(part.channel())).toList();
      long in = parts.stream().filter(part -> call.isIn(part.channel())).count();
      require(in == 0 || in == parts.size(), Rule.WHOLE_TRANSACTIONS, "%s is in %d of its %d channels", call, in,
          parts.size());
    }
  }

  // ---- appends

  private void invoked(HistoryEvent.Invoked invoked) {
    for (Part part : invoked.parts()) known(part.channel());
    calls.invoked(invoked.call(), invoked.parts(), invoked.level());
  }

  private void published(int id, Place place) {
    Call call = calls.get(id);
    Known known = known(place.channel());
    require(holds(call, part(call, place)), Rule.CONDITIONS_HOLD, "%s happened, %s", call, call.parts);
    known.events.place(call, part(call, place), place.firstSeq(), place.epoch(), place.ts());
    if (place.ts() != Long.MIN_VALUE) calls.appendedAt(List.of(place.ts()));
    known.events.acknowledgedAtOs(place.firstSeq() + place.count());
  }

  private static Part part(Call call, Place place) {
    Part part = call.part(place.channel());
    require(part != null && part.events().size() == place.count(), Rule.WHOLE_APPENDS, "%s was told of %s", call,
        place);
    return java.util.Objects.requireNonNull(part);
  }

  private void returned(Call call, Outcome outcome) {
    if (!call.pending) throw new IllegalArgumentException(call + " had returned");
    call.pending = false;
    switch (outcome) {
      case Outcome.Acknowledged acknowledged -> acknowledged(call, acknowledged);
      case Outcome.Refused refused -> call.refused(refused.why());
      case Outcome.Conflict conflict -> {
        require(call.parts.stream().anyMatch(part -> explains(conflict, part)), Rule.CONDITIONS_HOLD,
            "%s was refused by %s, %s", call, conflict, call.parts);
        call.refused("conflict");
      }
      case Outcome.InLog _ -> {
        for (Part part : call.filled())
          require(call.isIn(part.channel()), Rule.WHOLE_APPENDS, "%s was said to be in the log of %s", call,
              known(part.channel()).events.name);
      }
      case Outcome.Unknown _ -> wholeTransactions();
    }
  }

  private void acknowledged(Call call, Outcome.Acknowledged acknowledged) {
    require(acknowledged.level().compareTo(call.level) >= 0, Rule.ACKNOWLEDGED_STAYS, "%s reached %s, asked was %s",
        call, acknowledged.level(), call.level);
    require(acknowledged.places().size() == call.filled().size(), Rule.WHOLE_APPENDS, "%s was told of %s", call,
        acknowledged.places());
    boolean isNew = call.filled().stream().noneMatch(part -> call.isIn(part.channel()));
    if (isNew)
      for (Part part : call.parts)
        require(holds(call, part), Rule.CONDITIONS_HOLD, "%s happened, %s", call, call.parts);
    var times = new ArrayList<Long>();
    for (Place place : acknowledged.places()) {
      ExpectedChannel events = known(place.channel()).events;
      events.place(call, part(call, place), place.firstSeq(), place.epoch(), place.ts());
      long next = place.firstSeq() + place.count();
      events.acknowledgedAtOs(next);
      if (acknowledged.level() == Level.DISK) events.acknowledgedAtDisk(next);
      if (place.ts() != Long.MIN_VALUE) times.add(place.ts());
    }
    if (isNew) calls.appendedAt(times.stream().sorted().toList());
  }

  private boolean holds(Call call, Part part) {
    Known known = known(part.channel());
    return switch (part.condition()) {
      case Condition.None() -> true;
      case Condition.NextSeq(long seq) -> seq == known.events.nextSeq() || call.isIn(part.channel());
      // What limits remove meanwhile no longer counts.
      case Condition.KeyVersion(String _, long seq) when seq == -1 && known.floor.hasLimits() -> true;
      case Condition.KeyVersion(String key, long seq) -> seq == version(known, key);
    };
  }

  private static long version(Known known, String key) {
    return known.events.keyVersion(key, known.floor.shown(), known.events.nextSeq());
  }

  /// Whether the conflict is what a part asks for, and true.
  private boolean explains(Outcome.Conflict conflict, Part part) {
    Known known = known(part.channel());
    return conflict.expected() != conflict.found() && switch (part.condition()) {
      case Condition.None() -> false;
      case Condition.NextSeq(long seq) -> seq == conflict.expected() && conflict.found() == known.events.nextSeq();
      case Condition.KeyVersion(String key, long seq) -> seq == conflict.expected()
          && (conflict.found() == version(known, key) || conflict.found() == -1 && known.floor.hasLimits());
    };
  }

  // ---- several channels

  private void tips(HistoryEvent.TipsSeen seen) {
    seen.tips().forEach((channel, tip) -> {
      long last = known(channel).events.nextSeq() - 1;
      require(tip == last || tip < last && !seen.reader().writing(), Rule.READS_AGREE, "tip of %s is %d, not %d",
          known(channel).events.name, tip, last);
    });
    for (Call call : calls.all()) {
      List<Part> parts = call.filled().stream().filter(part -> seen.tips().containsKey(part.channel())).toList();
      if (parts.size() < 2) continue;
      long in = parts.stream().filter(part -> isSeen(call, part, seen.tips())).count();
      require(in == 0 || in == parts.size(), Rule.WHOLE_TRANSACTIONS, "%s sees %s in %d of %d channels", seen.reader(),
          call, in, parts.size());
    }
  }

  private boolean isSeen(Call call, Part part, Map<UUID, Long> tips) {
    if (!call.isIn(part.channel())) return false;
    long last = known(part.channel()).events.lastSeqOf(call);
    return last <= java.util.Objects.requireNonNull(tips.get(part.channel()));
  }
}
