// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import static org.redexdb.tests.history.BadHistory.require;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.redexdb.tests.history.BadHistory.Rule;
import org.redexdb.tests.history.HistoryEvent.Bounds;
import org.redexdb.tests.history.HistoryEvent.Reader;
import org.redexdb.tests.history.HistoryEvent.Seen;

/// Whether what readers of a channel saw is what is there, in order and without gaps. The process that writes sees all of it;
/// others may be behind, but not behind what they said themselves.
final class ReadChecker {
  private final ExpectedChannel events;
  private final ExpectedFloor floor;
  /// What each reader said last.
  private final Map<Reader, Bounds> bounds = new HashMap<>();

  ReadChecker(ExpectedChannel events, ExpectedFloor floor) {
    this.events = events;
    this.floor = floor;
  }

  /// A new writer has come; other processes are the ones that they were.
  void forget() { bounds.keySet().removeIf(Reader::writing); }

  void bounds(Bounds now) {
    Bounds before = bounds.put(now.reader(), now);
    String name = events.name;
    require(now.durableSeq() <= now.lastSeq(), Rule.READS_AGREE, "%s: durable to %d, there to %d", name,
        now.durableSeq(), now.lastSeq());
    if (now.reader().writing()) {
      require(now.lastSeq() == events.nextSeq() - 1, Rule.NO_GAPS, "%s: last seq %d, not %d", name, now.lastSeq(),
          events.nextSeq() - 1);
      require(now.durableSeq() + 1 >= events.durable(), Rule.DURABLE_STAYS, "%s: durable to %d, was to %d", name,
          now.durableSeq(), events.durable() - 1);
      floor.shown(now.firstSeq(), events.nextSeq());
    } else {
      require(now.lastSeq() < events.nextSeq(), Rule.NOTHING_UNKNOWN, "%s: %s sees the last seq %d, it is %d", name,
          now.reader(), now.lastSeq(), events.nextSeq() - 1);
      require(before == null || now.lastSeq() >= before.lastSeq(), Rule.NO_GAPS, "%s: %s goes back", name, now);
      floor.requirePossible(now.firstSeq(), events.nextSeq());
    }
    // Of an event that is not there any more the epoch may be forgotten, or only a later one known.
    int epoch = now.lastSeq() < now.firstSeq() ? 0 : events.epochOf(now.lastSeq());
    require(now.epoch() >= epoch, Rule.EPOCHS_GROW, "%s: %s, it is of epoch %d", name, now, epoch);
    events.shownDurable(now.durableSeq() + 1);
  }

  private Bounds of(Reader reader) {
    Bounds said = bounds.get(reader);
    if (said == null) throw new IllegalArgumentException(reader + " has to say its bounds first");
    return said;
  }

  void scanned(HistoryEvent.Scanned scan) {
    Bounds said = of(scan.reader());
    List<Seen> seen = scan.backward() ? scan.events().reversed() : scan.events();
    long from = Math.max(scan.from(), said.firstSeq());
    long to = Math.min(scan.to(), 1 + (scan.durable() ? said.durableSeq() : said.lastSeq()));
    long next = seen.isEmpty() ? from : seen.getFirst().seq();
    require(next <= Math.max(from, floor.shown()) && next >= scan.from(), Rule.NO_GAPS,
        "%s: a scan from %d begins at %d",
        events.name, from, next);
    for (Seen event : seen) {
      require(event.seq() == next, Rule.NO_GAPS, "%s: a scan gives %d, %d was next", events.name, event.seq(), next);
      require(event.seq() >= said.firstSeq(), Rule.TRIMMED_STAYS_AWAY, "%s#%d is below the floor", events.name, next);
      events.see(event);
      next++;
    }
    boolean isExact = scan.reader().writing() && scan.to() <= events.nextSeq();
    require(next >= to && (!isExact || next <= Math.max(from, scan.to())), Rule.NO_GAPS,
        "%s: a scan to %d ends before %d", events.name, to, next);
    if (!scan.durable() || seen.isEmpty()) return;
    require(!scan.reader().writing() || next <= Math.max(from, to), Rule.DURABLE_STAYS,
        "%s: shown to %d at DURABLE, it is durable to %d", events.name, next, to);
    events.shownDurable(next);
  }

  void keyScanned(HistoryEvent.KeyScanned scan) {
    Bounds said = of(scan.reader());
    List<Seen> seen = scan.backward() ? scan.events().reversed() : scan.events();
    long from = Math.max(scan.from(), said.firstSeq());
    long to = Math.min(scan.to(), said.lastSeq() + 1);
    long passed = from - 1;
    for (Seen event : seen) {
      long seq = event.seq();
      require(seq > passed && seq < scan.to() && scan.key().equals(event.key()), Rule.READS_AGREE,
          "%s: a scan of key \"%s\" from %d to %d gives %s", events.name, scan.key(), scan.from(), scan.to(), event);
      events.see(event);
      requireNone(scan.key(), passed + 1, seq);
      passed = seq;
    }
    requireNone(scan.key(), passed + 1, to);
  }

  private void requireNone(String key, long from, long to) {
    long missed = events.keyVersion(key, from, to);
    require(missed == -1, Rule.NO_GAPS, "%s: a scan of key \"%s\" passes over %d", events.name, key, missed);
  }

  void keyAsked(HistoryEvent.KeyAsked asked) {
    Bounds said = of(asked.reader());
    long atLeast = events.keyVersion(asked.key(), said.firstSeq(), said.lastSeq() + 1);
    boolean isKey = asked.version() == -1 || events.hasKey(asked.version(), asked.key());
    require(asked.version() >= atLeast && isKey, Rule.READS_AGREE, "%s: version %d of key \"%s\", last event %d",
        events.name, asked.version(), asked.key(), atLeast);
    Seen latest = asked.latest();
    boolean isThere = asked.version() != -1 && !events.isTombstone(asked.version());
    require(isThere == (latest != null) && (latest == null || latest.seq() == asked.version()), Rule.READS_AGREE,
        "%s: latest of key \"%s\" at version %d is %s", events.name, asked.key(), asked.version(), latest);
    if (latest != null) events.see(latest);
  }

  void timeAsked(HistoryEvent.TimeAsked asked) {
    Bounds said = of(asked.reader());
    require(asked.seq() >= said.firstSeq() && asked.seq() <= events.nextSeq(), Rule.READS_AGREE, "%s: %s", events.name,
        asked);
    for (long seq = said.firstSeq(); seq < asked.seq(); seq++) {
      Long ts = events.timeOf(seq);
      require(ts == null || ts < asked.epochNanos(), Rule.READS_AGREE, "%s: %s, %d is of %d", events.name, asked, seq,
          ts);
    }
    if (asked.seq() == said.lastSeq() + 1) return; // nothing that this reader knows is as late
    // Where all that is there is earlier, something that was removed may have been later.
    Long there = asked.seq() > said.firstSeq() || said.firstSeq() == 0 ? events.timeOf(asked.seq()) : null;
    require(there == null || there >= asked.epochNanos(), Rule.READS_AGREE, "%s: %s, it is of %d", events.name, asked,
        there);
  }
}
