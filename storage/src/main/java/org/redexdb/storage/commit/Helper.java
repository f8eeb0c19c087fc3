// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.fault.Loggers;
import org.redexdb.storage.key.SegmentKeys;
import org.redexdb.storage.runtime.Crew;
import org.redexdb.storage.segment.PreparedSegment;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentIdentity;

/// What may take its time: makes the next segment ahead of need, writes zeros ahead of durable appends, seals closed
/// segments and writes their key indexes, shortens the journal, deletes what nobody reads any more, once a second forces
/// marks and applies retention.
final class Helper implements Crew.Task {
  private static final long MARKS_NANOS = 1_000_000_000L;
  private static final long SWEEP_NANOS = 1_000_000_000L;

  private final Crew crew;
  private final Identities identities;
  private final TimeSource time;
  private final Disk disk;
  private final ConcurrentLinkedQueue<SegmentSupply> toPrepare = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Durability> toSeal = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<ZeroAhead> toZero = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<ToDerive> toDerive = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Segment> toRetire = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<PreparedSegment> toDiscard = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Segment> toDelete = new ConcurrentLinkedQueue<>();
  private final CopyOnWriteArrayList<Sweep> sweeps = new CopyOnWriteArrayList<>();
  private final Set<Durability> marked = ConcurrentHashMap.newKeySet();
  private long marksForcedAt;
  private long sweptAt;
  private @Nullable Journal journal;
  private Crew.@Nullable Worker worker;

  Helper(Crew crew, Disk disk, Identities identities, TimeSource time) {
    this.disk = disk;
    this.crew = crew;
    this.identities = identities;
    this.time = time;
  }

  void start(Journal ofStore) {
    journal = ofStore;
    marksForcedAt = time.monotonicNanos();
    sweptAt = marksForcedAt - SWEEP_NANOS;
    worker = crew.start("helper", this);
  }

  void prepare(SegmentSupply supply) { enqueue(toPrepare, supply); }

  void seal(Durability log) {
    if (log.markSealing()) enqueue(toSeal, log);
  }

  /// A sealed segment of this log has no `.key` file yet.
  void deriveKeys(Durability log, Segment sealed) { enqueue(toDerive, new ToDerive(log, sealed)); }

  private record ToDerive(Durability log, Segment sealed) {}

  void zeroAhead(ZeroAhead order) { enqueue(toZero, order); }

  void retire(Segment segment) { enqueue(toRetire, segment); }

  void discard(PreparedSegment segment) { enqueue(toDiscard, segment); }

  /// A segment that was removed and that nobody has mapped any more.
  void deleteUnmapped(Segment segment) { enqueue(toDelete, segment); }

  /// Has this run about once a second from now on.
  void sweep(Sweep sweep) {
    if (sweeps.addIfAbsent(sweep)) wake();
  }

  void endSweep(Sweep sweep) { sweeps.remove(sweep); }

  /// A mark of this log waits for a force.
  void marksWritten(Durability log) {
    if (marked.add(log)) wake();
  }

  void forget(Durability log) { marked.remove(log); }

  private <T> void enqueue(ConcurrentLinkedQueue<T> queue, T item) {
    queue.add(item);
    wake();
  }

  private void wake() {
    Crew.Worker started = worker;
    if (started != null) started.wake();
  }

  @Override
  public long run() {
    serveAppenders();
    closeOld();
    for (Durability log = toSeal.poll(); log != null; log = toSeal.poll()) {
      log.unmarkSealing();
      if (log.sealOne()) seal(log);
      // A seal takes as long as the device needs for a whole segment.
      serveAppenders();
    }
    for (ToDerive next = toDerive.poll(); next != null; next = toDerive.poll()) {
      deriveNow(next);
      serveAppenders();
    }
    if (journal != null && journal.mayShrink()) journal.checkpoint();
    long now = time.monotonicNanos();
    long untilSweep = sweepNow(now);
    return Math.min(untilSweep, forceMarks(now));
  }

  private long sweepNow(long now) {
    if (sweeps.isEmpty()) return Long.MAX_VALUE;
    long left = sweptAt + SWEEP_NANOS - now;
    if (left > 0) return left;
    sweptAt = now;
    for (Sweep sweep : sweeps) {
      sweep.run();
      serveAppenders();
    }
    return SWEEP_NANOS;
  }

  private long forceMarks(long now) {
    if (marked.isEmpty()) return Long.MAX_VALUE;
    long left = marksForcedAt + MARKS_NANOS - now;
    if (left > 0) return left;
    marksForcedAt = now;
    // Unmarked first: a mark written meanwhile marks the log anew.
    for (Durability log : List.copyOf(marked)) {
      marked.remove(log);
      log.forceMarks();
    }
    return MARKS_NANOS;
  }

  private void serveAppenders() {
    for (SegmentSupply next = toPrepare.poll(); next != null; next = toPrepare.poll()) prepareNow(next);
    for (ZeroAhead order = toZero.poll(); order != null; order = toZero.poll()) order.run();
  }

  /// Makes the key files that are due. After the last append, before segments are let go.
  void deriveRest() {
    for (ToDerive next = toDerive.poll(); next != null; next = toDerive.poll()) deriveNow(next);
  }

  /// Closes files that are no longer needed.
  void closeOld() {
    for (PreparedSegment old = toDiscard.poll(); old != null; old = toDiscard.poll()) discardNow(old);
    for (Segment old = toRetire.poll(); old != null; old = toRetire.poll()) retireNow(old);
    deleteNow();
  }

  /// Deletes what was removed and is not mapped any more. On any thread of the store.
  void deleteNow() {
    for (Segment gone = toDelete.poll(); gone != null; gone = toDelete.poll()) deleteNow(gone);
  }

  /// The next open removes what is left.
  private void deleteNow(Segment gone) {
    try {
      gone.deleteFiles();
    } catch (NoSuchFileException _) {
      // Went with the folder of a dropped log.
    } catch (IOException e) {
      Loggers.of(Helper.class).log(System.Logger.Level.WARNING, "deleting " + gone.path(), e);
    }
  }

  private void prepareNow(SegmentSupply supply) {
    while (supply.isNeeded()) if (!prepareOne(supply)) return;
  }

  /// @return whether it could be made
  private boolean prepareOne(SegmentSupply supply) {
    SegmentFiles files = supply.files();
    SegmentIdentity model = supply.model();
    UUID uuid = identities.uuid();
    SegmentIdentity identity = model.next(uuid, identities.salt(), supply.capacity(), time.epochNanos());
    var path = files.directory().resolve(uuid + SegmentFiles.PREPARED_SUFFIX);
    try {
      supply.deliver(PreparedSegment.create(files.disk(), path, identity));
      return true;
    } catch (IOException e) {
      supply.fail(Faults.typed(e, Where.file(path), "creating a segment"));
    } catch (StorageException e) {
      supply.fail(e);
    }
    return false;
  }

  /// Who reads by key makes it anew, and is told of what is damaged.
  private static void deriveNow(ToDerive next) {
    try {
      SegmentKeys.derive(next.sealed, next.log::keepKeys);
    } catch (NoSuchFileException _) {
      // Removed by retention before its turn came.
    } catch (IOException | StorageException e) {
      Loggers.of(Helper.class).log(System.Logger.Level.WARNING, "making the key index of " + next.sealed.path(), e);
    }
  }

  /// Left-overs are removed at the next open, so a failure here is only told.
  void discardNow(PreparedSegment segment) {
    try {
      segment.discard(disk);
    } catch (IOException e) {
      Loggers.of(Helper.class).log(System.Logger.Level.WARNING, "removing " + segment.path(), e);
    }
  }

  private void retireNow(Segment segment) {
    try {
      segment.retire();
    } catch (IOException e) {
      Loggers.of(Helper.class).log(System.Logger.Level.WARNING, "closing " + segment.path(), e);
    }
  }
}
