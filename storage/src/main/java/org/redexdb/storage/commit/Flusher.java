// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.front.Front;
import org.redexdb.storage.runtime.CallerCrew;
import org.redexdb.storage.runtime.Crew;

/// Carries frames from the front into the files: full blocks at once, part blocks a millisecond after their oldest
/// unwritten frame. Takes tail blocks back from logs that have nothing to say.
///
/// Polls while there is traffic, so that an append never has to wake it; sleeps for good when there is none. Falling
/// asleep without missing an append needs no fence in the appender: after setting `idle` the flusher passes through the
/// lock of each log with a block, so an append is either seen by the check behind it or sees `idle` itself.
final class Flusher implements Crew.Task {
  private static final long HOT_NANOS = 50_000L;
  private static final long PART_NANOS = 1_000_000L;
  private static final long RETRY_NANOS = 20_000_000L;
  private static final long QUIET_NANOS = 20_000_000L;

  private final Crew crew;
  private final Front front;
  private final TimeSource time;
  private final StoreClock clock;
  private final ConcurrentLinkedQueue<LogWriter> arrivals = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<LogWriter> forgotten = new ConcurrentLinkedQueue<>();
  /// Logs with links in their chain. Confined to the flusher.
  private final List<Entry> busy = new ArrayList<>();
  private Crew.@Nullable Worker worker;
  private @Nullable Helper helper;
  private volatile boolean idle;
  private volatile Stuck stuck = new Stuck(false);
  private long quietSince;

  /// A run in which no block came back while somebody waited for one, because logs hold them all that cannot be written.
  ///
  static final class Stuck {
    /// It may end when there is space on the device; else only when the store is opened again.
    final boolean full;

    private Stuck(boolean full) { this.full = full; }
  }

  /// What the flusher remembers of one log.
  private static final class Entry {
    final LogWriter log;
    long dirtySince;
    boolean dirty;

    Entry(LogWriter log) { this.log = log; }
  }

  Flusher(Crew crew, Front front, TimeSource time, StoreClock clock) {
    this.crew = crew;
    this.front = front;
    this.time = time;
    this.clock = clock;
  }

  void start(Helper sealer) {
    helper = sealer;
    worker = crew.start("flush", this);
  }

  boolean isIdle() { return idle; }

  /// The last such run: another object for each while waiting for a block is in vain.
  Stuck stuck() { return stuck; }

  void wake() {
    idle = false;
    Crew.Worker started = worker;
    if (started != null) started.wake();
  }

  /// A log has a new link.
  void arrived(LogWriter log) {
    if (log.markBusy()) arrivals.add(log);
    if (idle) wake();
  }

  void forget(LogWriter log) { forgotten.add(log); }

  @Override
  public long run() {
    for (LogWriter log = arrivals.poll(); log != null; log = arrivals.poll()) busy.add(new Entry(log));
    for (LogWriter log = forgotten.poll(); log != null; log = forgotten.poll()) {
      LogWriter gone = log;
      busy.removeIf(entry -> entry.log == gone);
    }
    long now = time.monotonicNanos();
    if (crewHasThreads()) clock.tick();
    boolean starving = front.starved();
    boolean worked = false;
    boolean retry = false;
    boolean broken = false;
    boolean moving = false;
    boolean partial = false;
    for (int i = busy.size() - 1; i >= 0; i--) {
      Entry entry = busy.get(i);
      worked |= serve(entry, now, starving);
      retry |= entry.log.isFull();
      if (entry.log.chain().hasLinks()) {
        broken |= entry.log.isBroken();
        moving |= entry.log.trouble() == null;
      }
      partial |= entry.dirty;
      Durability durability = entry.log.durability();
      if (durability.hasClosed() && helper != null) helper.seal(durability);
      if (!entry.dirty && (starving || now - quietSince > QUIET_NANOS)) entry.log.releaseIdleBlock();
      if (entry.log.unmarkBusyIfEmpty()) busy.remove(i);
    }
    if (starving && front.starved() && front.canGrow()) grow();
    if (worked || quietSince == 0) quietSince = now;
    if (!worked && front.starved() && (retry || broken && !moving)) {
      stuck = new Stuck(retry);
      crew.ring();
    }
    if (retry) return RETRY_NANOS;
    if (worked) return HOT_NANOS;
    if (partial || starving || now - quietSince <= QUIET_NANOS) return PART_NANOS / 2;
    return sleep();
  }

  /// @return whether something was written
  private boolean serve(Entry entry, long now, boolean starving) {
    Chain chain = entry.log.chain();
    boolean old = entry.dirty && now - entry.dirtySince >= PART_NANOS;
    Chain.Parts parts = starving || !crewHasThreads()
        ? Chain.Parts.ALL
        : old ? Chain.Parts.UNAWAITED : Chain.Parts.NONE;
    long before = chain.writtenBytes();
    boolean clean = chain.tryWrite(parts);
    if (clean) {
      entry.dirty = false;
    } else if (!entry.dirty) {
      entry.dirty = true;
      entry.dirtySince = now;
    }
    long written = chain.writtenBytes();
    if (written == before) return false;
    entry.log.pacing().written(written);
    return true;
  }

  private boolean crewHasThreads() { return !(crew instanceof CallerCrew); }

  private void grow() {
    try {
      front.grow();
    } catch (IOException e) {
      // No room for a larger front: the blocks there are go round. Writing will tell when the disk is really full.
      quietSince = time.monotonicNanos();
    }
    crew.ring();
  }

  private long sleep() {
    idle = true;
    for (Entry entry : busy) {
      if (!entry.log.passLock() || entry.log.chain().hasUnwritten()) {
        idle = false;
        return PART_NANOS;
      }
    }
    if (!arrivals.isEmpty()) {
      idle = false;
      return 0;
    }
    return Long.MAX_VALUE;
  }
}
