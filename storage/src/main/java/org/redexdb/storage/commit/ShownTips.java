// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The tips that other processes see. They move when frames are in the segment files; those of a commit over several logs
/// move together, when its frames are in all of them, and what was appended to these logs behind it waits for that.
///
/// Thread-safe. Called under the I/O lock of a log's chain; nothing but the sink is called under its monitor.
final class ShownTips {
  private static final long DROPPED = Long.MAX_VALUE;

  private final TipSink sink;
  /// Logs with commits that are not shown yet.
  private final Map<Long, Held> held = new HashMap<>();
  /// Without such logs a tip is shown without the monitor.
  private volatile boolean nothingHeld = true;

  ShownTips(TipSink sink) { this.sink = sink; }

  /// A commit over several logs.
  private static final class Commit {
    final long[] logs;
    int missing;

    Commit(long[] logs) {
      this.logs = logs;
      this.missing = logs.length;
    }
  }

  /// The place of a commit in one log.
  private record Part(Commit commit, long first, long last) {}

  /// What a log waits for, oldest first; commits have the same order in all logs.
  private static final class Held {
    final ArrayDeque<Part> parts = new ArrayDeque<>();
    long written = -1;

    long shown() {
      Part next = parts.peek();
      return next == null ? written : Math.min(written, next.first - 1);
    }
  }

  /// A commit is about to be readable in this process. Under the locks of its logs.
  ///
  /// @param first seq of its first event in each log
  /// @param last seq of its last event in each log
  synchronized void announce(long[] logIds, long[] first, long[] last) {
    if (logIds.length < 2) return;
    nothingHeld = false;
    var commit = new Commit(logIds);
    for (int i = 0; i < logIds.length; i++)
      held.computeIfAbsent(logIds[i], _ -> new Held()).parts.add(new Part(commit, first[i], last[i]));
  }

  /// All events of a log up to `seq` are in its files.
  void written(long logId, long seq) {
    // A commit that is announced now is behind `seq`, and not written before this log's I/O lock is free.
    if (nothingHeld) sink.published(logId, seq);
    else
      writtenBeside(logId, seq);
  }

  private synchronized void writtenBeside(long logId, long seq) {
    Held log = held.get(logId);
    if (log == null) sink.published(logId, seq);
    else
      advance(logId, log, seq);
  }

  /// A log is gone: no commit waits for it any more.
  synchronized void dropped(long logId) {
    Held log = held.get(logId);
    if (log != null) advance(logId, log, DROPPED);
  }

  private void advance(long logId, Held log, long seq) {
    for (Part part : log.parts) if (part.last > log.written && part.last <= seq) part.commit.missing--;
    log.written = seq;
    var moved = new TreeMap<Long, Held>(Map.of(logId, log));
    var heads = new ArrayDeque<Held>(List.of(log));
    while (!heads.isEmpty()) {
      Part next = heads.poll().parts.peek();
      if (next == null || !mayBeShown(next.commit)) continue;
      for (long each : next.commit.logs) {
        Held of = held(each);
        of.parts.remove();
        moved.put(each, of);
        heads.add(of);
      }
    }
    show(moved);
  }

  private Held held(long logId) { return Objects.requireNonNull(held.get(logId), "a log of a commit that is held"); }

  /// Whether its frames are in all files, and those of the commits before it.
  private boolean mayBeShown(Commit commit) {
    return commit.missing == 0
        && Arrays.stream(commit.logs).allMatch(log -> held(log).parts.element().commit == commit);
  }

  private void show(Map<Long, Held> moved) {
    moved.forEach((id, log) -> { if (log.parts.isEmpty()) held.remove(id); });
    nothingHeld = held.isEmpty();
    moved.values().removeIf(log -> log.written == DROPPED);
    if (moved.isEmpty()) return;
    sink.published(moved.keySet().stream().mapToLong(id -> id).toArray(),
        moved.values().stream().mapToLong(Held::shown).toArray());
  }
}
