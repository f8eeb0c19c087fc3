// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import static org.redexdb.tests.history.BadHistory.require;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Position;
import org.redexdb.tests.history.BadHistory.Rule;
import org.redexdb.tests.history.HistoryEvent.Handed;
import org.redexdb.tests.history.HistoryEvent.Part;
import org.redexdb.tests.history.HistoryEvent.Seen;

/// What must be in one channel: its events in order, removed ones too, and how much of them which end of the process or
/// the machine may take.
final class ExpectedChannel {
  final UUID uuid;
  final String name;
  private final Calls calls;
  /// By seq.
  private final List<Entry> entries = new ArrayList<>();
  /// Every position there ever was.
  private final Map<Position, Long> positions = new HashMap<>();
  /// Events before this seq were acknowledged at OS.
  private long acknowledgedOs;
  /// Events before this seq were acknowledged at DISK, or forced.
  private long acknowledgedDisk;
  /// Events before this seq were said to be durable, or seen at that level.
  private long shownDurable;
  /// Whether the store forgets when the last event was appended.
  private boolean timeForgotten;

  /// An event in the channel. Epoch and time are what was told first.
  private static final class Entry {
    final Handed handed;
    final Call call;
    int epoch;
    long ts = Long.MIN_VALUE;

    Entry(Handed handed, Call call) {
      this.handed = handed;
      this.call = call;
    }
  }

  ExpectedChannel(UUID uuid, String name, Calls calls) {
    this.uuid = uuid;
    this.name = name;
    this.calls = calls;
  }

  long nextSeq() { return entries.size(); }

  long acknowledgedDisk() { return acknowledgedDisk; }

  long durable() { return Math.max(acknowledgedDisk, shownDurable); }

  void acknowledgedAtOs(long nextSeq) { acknowledgedOs = Math.max(acknowledgedOs, nextSeq); }

  void acknowledgedAtDisk(long nextSeq) {
    acknowledgedAtOs(nextSeq);
    acknowledgedDisk = Math.max(acknowledgedDisk, nextSeq);
  }

  void shownDurable(long nextSeq) { shownDurable = Math.max(shownDurable, nextSeq); }

  /// The events of a part are where the client was told.
  void place(Call call, Part part, long firstSeq, int epoch, long ts) {
    if (!call.isIn(uuid)) add(call, part, firstSeq);
    for (int i = 0; i < part.events().size(); i++) {
      long seq = firstSeq + i;
      require(seq < entries.size() && entries.get((int) seq).call == call, Rule.ONE_ORDER,
          "%s: %s was told seq %d, and is elsewhere", name, call, seq);
      learn(seq, epoch, ts);
    }
  }

  private void add(Call call, Part part, long firstSeq) {
    require(firstSeq == entries.size(), Rule.NO_GAPS, "%s: %s is at seq %d, the next one was %d", name, call, firstSeq,
        entries.size());
    call.in(uuid);
    for (Handed handed : part.events()) entries.add(new Entry(handed, call));
  }

  /// A reader saw an event.
  void see(Seen seen) {
    require(seen.number() >= 0, Rule.NOTHING_UNKNOWN, "%s#%d: bytes that nobody appended", name, seen.seq());
    if (seen.seq() >= entries.size()) discover(seen);
    Entry entry = entries.get((int) seen.seq());
    if (entry.handed.number() != seen.number()) throw wrong(entry, seen);
    require(new Handed(seen.number(), seen.key(), seen.tombstone()).equals(entry.handed), Rule.READS_AGREE,
        "%s: read %s, appended was %s", name, seen, entry.handed);
    learn(seen.seq(), seen.epoch(), seen.ts());
  }

  private BadHistory wrong(Entry entry, Seen seen) {
    Call call = calls.of(seen.number(), name);
    call.in(uuid); // throws what is most to the point, if it may not be there at all
    return new BadHistory(seen.epoch() == entry.epoch ? Rule.ONE_PAYLOAD_A_POSITION : Rule.ONE_ORDER, "%s#%d: read %s, "
        .formatted(name, seen.seq(), seen) + "there was event " + entry.handed.number() + " of epoch " + entry.epoch);
  }

  /// Something that no client was told of: it must be of an append whose outcome is unknown, and that is then there whole.
  private void discover(Seen seen) {
    Call call = calls.of(seen.number(), name);
    Part part = call.part(uuid);
    if (part == null)
      throw new BadHistory(Rule.NOTHING_UNKNOWN, name + "#" + seen.seq() + ": an event of another channel, " + call);
    add(call, part, seen.seq() - Call.indexOf(part, seen.number()));
  }

  private void learn(long seq, int epoch, long ts) {
    Entry entry = entries.get((int) seq);
    if (epoch != 0 && entry.epoch != epoch) {
      require(entry.epoch == 0, Rule.EPOCHS_GROW, "%s#%d: epoch %d and then %d", name, seq, entry.epoch, epoch);
      calls.epoch(entry.call.life, epoch);
      entry.epoch = epoch;
      Long before = positions.put(new Position(epoch, seq), entry.handed.number());
      require(before == null || before == entry.handed.number(), Rule.ONE_PAYLOAD_A_POSITION,
          "%s: position %d:%d is of event %d and was of event %d", name, epoch, seq, entry.handed.number(), before);
    }
    if (ts != Long.MIN_VALUE && entry.ts != ts) {
      require(entry.ts == Long.MIN_VALUE, Rule.READS_AGREE, "%s#%d: time %d and then %d", name, seq, entry.ts, ts);
      entry.ts = ts;
      checkTime(seq);
    }
  }

  private void checkTime(long seq) {
    if (seq == 0) return;
    Entry before = entries.get((int) seq - 1);
    Entry entry = entries.get((int) seq);
    if (before.ts == Long.MIN_VALUE) return;
    if (before.call == entry.call)
      require(before.ts == entry.ts, Rule.TIMES_GROW, "%s#%d: two times in one append",
          name, seq);
    else if (!calls.clockStepped() && !timeForgotten)
      require(before.ts < entry.ts, Rule.TIMES_GROW, "%s#%d: time %d after %d", name, seq, entry.ts, before.ts);
    timeForgotten = false;
  }

  /// The time that the store knows of the channel, [Long#MIN_VALUE] for none.
  ///
  /// @param firstSeq oldest event that is there
  long lastTime(long firstSeq) {
    return entries.isEmpty() || firstSeq >= entries.size() ? Long.MIN_VALUE : entries.getLast().ts;
  }

  /// What a writer finds that opens the store: takes away what is not there.
  void found(long firstSeq, long nextSeq, long durableSeq, List<Seen> events, boolean powerWasCut) {
    if (powerWasCut) {
      require(nextSeq >= acknowledgedDisk, Rule.ACKNOWLEDGED_STAYS, "%s ends before %d, acknowledged at DISK to %d",
          name, nextSeq, acknowledgedDisk);
      require(nextSeq >= shownDurable, Rule.DURABLE_STAYS, "%s ends before %d, shown as durable to %d", name, nextSeq,
          shownDurable);
    } else {
      require(nextSeq >= acknowledgedOs, Rule.ACKNOWLEDGED_STAYS, "%s ends before %d, acknowledged at OS to %d", name,
          nextSeq, acknowledgedOs);
      require(nextSeq >= entries.size(), Rule.ACKNOWLEDGED_STAYS,
          "%s ends before %d, shown to %d, and the machine ran on", name, nextSeq, entries.size());
    }
    cut(nextSeq);
    require(events.size() == nextSeq - firstSeq, Rule.NO_GAPS, "%s: %d events from %d to %d", name, events.size(),
        firstSeq, nextSeq);
    for (int i = 0; i < events.size(); i++) {
      require(events.get(i).seq() == firstSeq + i, Rule.NO_GAPS, "%s: %s at seq %d", name, events.get(i), firstSeq + i);
      see(events.get(i));
    }
    require(nextSeq == entries.size(), Rule.WHOLE_APPENDS, "%s ends before %d, inside an append to %d", name, nextSeq,
        entries.size());
    require(durableSeq + 1 >= durable(), Rule.DURABLE_STAYS, "%s: durable to %d, was to %d", name, durableSeq,
        durable() - 1);
    acknowledgedOs = nextSeq;
    acknowledgedDisk = durableSeq + 1;
    shownDurable = durableSeq + 1;
    timeForgotten = firstSeq == nextSeq;
    calls.settle(uuid);
  }

  private void cut(long nextSeq) {
    if (nextSeq >= entries.size()) return;
    Call kept = nextSeq == 0 ? null : entries.get((int) nextSeq - 1).call;
    List<Entry> lost = entries.subList((int) nextSeq, entries.size());
    require(lost.getFirst().call != kept, Rule.WHOLE_APPENDS, "%s ends before %d, inside %s", name, nextSeq, kept);
    for (Entry entry : lost) entry.call.gone(uuid, "a crash took it from seq " + nextSeq + " on");
    lost.clear();
  }

  /// Last seq in `[from, to)` with the key, -1 for none.
  long keyVersion(String key, long from, long to) {
    for (long seq = Math.min(to, entries.size()) - 1; seq >= from; seq--) if (hasKey(seq, key)) return seq;
    return -1;
  }

  boolean hasKey(long seq, String key) {
    return seq >= 0 && seq < entries.size() && key.equals(entries.get((int) seq).handed.key());
  }

  boolean isTombstone(long seq) { return entries.get((int) seq).handed.tombstone(); }

  /// Last seq of the part of a call that is there.
  long lastSeqOf(Call call) {
    for (int seq = entries.size() - 1; seq >= 0; seq--) if (entries.get(seq).call == call) return seq;
    throw new IllegalStateException(call + " is not in " + name);
  }

  @Nullable
  Long timeOf(long seq) {
    if (seq < 0 || seq >= entries.size()) return null;
    long ts = entries.get((int) seq).ts;
    return ts == Long.MIN_VALUE ? null : ts;
  }

  int epochOf(long seq) { return seq < 0 || seq >= entries.size() ? 0 : entries.get((int) seq).epoch; }
}
