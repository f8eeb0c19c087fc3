// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.runtime.Crew;

/// Group commit: one flush of a log answers everybody who asked before it began; who asks meanwhile is in the next. An
/// appender that waits alone does without it. It also looks at the clock for logs that are forced at intervals.
final class Committer implements Crew.Task {
  private static final long PACE_NANOS_MAX = 3_600_000_000_000L;

  private final Crew crew;
  private final Helper helper;
  private final ConcurrentLinkedQueue<Durability> requests = new ConcurrentLinkedQueue<>();
  private final Set<Durability> round = new LinkedHashSet<>();
  private final TimeSource time;
  private final Set<Pacing> paced = ConcurrentHashMap.newKeySet();
  /// When the first of them is due; in the past when one has come.
  private volatile long paceNanos;
  private Crew.@Nullable Worker worker;

  Committer(Crew crew, Helper helper, TimeSource time) {
    this.crew = crew;
    this.helper = helper;
    this.time = time;
  }

  void start() { worker = crew.start("commit", this); }

  void request(Durability log) {
    requests.add(log);
    wake();
  }

  private void wake() {
    Crew.Worker started = worker;
    if (started != null) started.wake();
  }

  /// Looks after this log's interval from now on.
  void pace(Pacing pacing) {
    paced.add(pacing);
    paceNanos = time.monotonicNanos();
    wake();
  }

  void unpace(Pacing pacing) { paced.remove(pacing); }

  /// @return time until it has to be done again
  private long look() {
    if (paced.isEmpty()) return Long.MAX_VALUE;
    long now = time.monotonicNanos();
    long left = paceNanos - now;
    if (left > 0) return left;
    long next = Long.MAX_VALUE;
    // One that comes meanwhile sets it back.
    paceNanos = now + PACE_NANOS_MAX;
    for (Pacing pacing : paced) next = Math.min(next, pacing.look(now));
    next = Math.min(next, PACE_NANOS_MAX);
    paceNanos = Math.min(paceNanos, now + next);
    return next;
  }

  @Override
  public long run() {
    long next = look();
    for (Durability log = requests.poll(); log != null; log = requests.poll()) round.add(log);
    try {
      for (Durability log : round) {
        log.commit();
        helper.marksWritten(log);
      }
    } finally {
      round.clear();
    }
    return requests.isEmpty() ? next : 0;
  }
}
