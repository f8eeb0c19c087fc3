// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.events.ForceEvent;
import org.redexdb.storage.events.Recorder;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.fault.Loggers;
import org.redexdb.storage.key.KeyFile;
import org.redexdb.storage.key.SegmentKeys;
import org.redexdb.storage.segment.Floor;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.IndexFile;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.segment.SegmentStats;

/// How much of a log is on the device: forcing, durable marks, sealing. Run by the store's threads, and by an appender that
/// is alone in waiting for the device.
///
/// All of it under `forceLock`, which may be held for the length of a flush. It is taken after the log's lock and before
/// the chain's I/O lock, never the other way round.
///
/// Durable means: every frame up to `durableSeq` was in the file when a force of that file (and of all before it)
/// began, and that force succeeded. The target is the tip read *before* the chain is written; the tip is released after
/// the fill marks, so all of it is written.
final class Durability {
  private final long logId;
  private final Writers writers;
  private final SegmentList segments;
  private final Tip tip;
  private final Chain chain;
  private final Trouble trouble;
  private final DurableWaiters waiters;
  private final ClosedSegments closed;
  private final ReentrantLock forceLock = new ReentrantLock();
  private final AtomicBoolean sealing = new AtomicBoolean();
  private final DurableSeq durable;
  /// Last event that is on the device in its own segment. Under the force lock.
  private long forcedSeq;
  /// End of that event's durable frames while its segment is not sealed. Under the force lock.
  private long forcedOffset;
  /// The log is closed or gone: no file of it is touched any more. Under the force lock.
  private boolean ended;
  /// Newest record of the journal that decides about frames of this log, -1 for none. Set by the appender before it puts
  /// the frames: who has written them knows it.
  private volatile long decidedBy = -1;
  private volatile @Nullable Runnable afterForce;
  private final ZeroAhead zeroAhead;
  private final Forces forces = new Forces();
  /// Under the force lock.
  private long forceBeganNanos;

  Durability(long logId, Writers writers, SegmentList segments, Tip tip, Chain chain, Trouble trouble,
      DurableWaiters waiters, ClosedSegments closed) {
    this.writers = writers;
    this.segments = segments;
    this.tip = tip;
    this.chain = chain;
    this.trouble = trouble;
    this.waiters = waiters;
    this.closed = closed;
    this.logId = logId;
    this.durable = new DurableSeq(logId, writers.sink(), tip);
    this.forcedSeq = durable.seq();
    this.forcedOffset = segments.last().forcedTo();
    this.zeroAhead = new ZeroAhead(writers.helper(), chain, this);
  }

  DurableSeq durable() { return durable; }

  boolean isBroken() { return trouble.fault() != null; }

  long durableSeq() { return durable.seq(); }

  Forces forces() { return forces; }

  void decidedBy(long record) { decidedBy = record; }

  /// Has `then` run by the same thread after each force that may have made events durable, without the force lock.
  void afterForce(Runnable then) { afterForce = then; }

  /// Events up to here are on the device: in a segment, or in the journal. Any thread.
  void raise(long seq) {
    if (durable.raise(seq)) waiters.settleUpTo(seq);
  }

  // ---- forcing

  /// Makes everything published before this call durable and wakes who waited for it. Failures reach the waiters.
  void commit() {
    commitNow();
    tellAfterForce();
  }

  private void tellAfterForce() {
    Runnable then = afterForce;
    if (then != null) then.run();
  }

  /// As [#commit] on the thread of an appender, unless a commit is under way: one that does not cover its event, then.
  ///
  /// @return whether it was done
  boolean tryCommit() {
    if (!forceLock.tryLock()) return false;
    try {
      commitLocked(true);
    } finally {
      forceLock.unlock();
    }
    tellAfterForce();
    writers.helper().marksWritten(this);
    return true;
  }

  private void commitNow() {
    forceLock.lock();
    try {
      commitLocked(false);
    } finally {
      forceLock.unlock();
    }
  }

  private void commitLocked(boolean byAppender) {
    ForceEvent told = Recorder.force();
    forceBeganNanos = writers.crew().measuredNanos();
    long durableBefore = durable.seq();
    long writtenBefore = chain.writtenBytes();
    commitLocked();
    if (told == null || !Recorder.ends(told) || durable.seq() == durableBefore) return;
    told.bytes = chain.writtenBytes() - writtenBefore;
    told.byAppender = byAppender;
    tell(told, durable.seq() - durableBefore);
  }

  /// A force made events durable. Counted before who waits for them is woken.
  private void forced(long upTo) {
    long nowNanos = writers.crew().measuredNanos();
    if (upTo > durable.seq()) forces.add(nowNanos - forceBeganNanos, upTo - durable.seq());
    forceBeganNanos = nowNanos;
    raise(upTo);
  }

  private void tell(ForceEvent told, long events) {
    told.log = tip.logName();
    told.events = events;
    told.commit();
  }

  private void commitLocked() {
    try {
      StorageException fault = trouble.fault();
      if (fault != null) {
        chain.write();
        waiters.failAll(fault);
        return;
      }
      long target = tip.seq();
      Chain.Reach reach = chain.writeForForce();
      if (trouble.now() != null) return; // the waiters have been told
      // The last segment written may be closed by the time it is forced; sealing it here covers it as well.
      sealClosed();
      if (target > forcedSeq || !waiters.isEmpty() || reach.segment().isActive()) force(reach, target);
      waiters.settleUpTo(Math.min(target, durable.seq()));
    } catch (IOException | StorageException.Fenced e) {
      onFailure(e);
    }
  }

  private void force(Chain.Reach reach, long target) throws IOException {
    Segment segment = reach.segment();
    if (segment.isRetired()) return; // sealed a moment ago, forced by that
    // A durable write has forced the frames; the last mark, which is all that is left, waits for the next full force.
    if (segment.forcedTo() != reach.written() || !segment.isEntryForced()) segment.force(reach.written());
    if (target <= forcedSeq || !isDecided()) return;
    forcedSeq = target;
    forced(target);
    forcedOffset = segment.forcedTo();
    writeMark(segment, null);
    zeroAhead.committed(segment);
  }

  /// Forces zeros, without the force lock: events are committed meanwhile. On the helper's thread.
  void forceZeros(Segment segment) {
    try {
      segment.forceData();
    } catch (IOException e) {
      forceLock.lock();
      try {
        // It may have been closed meanwhile; else the failure may be that of events, of which no other force would hear.
        if (!segment.isRetired()) onFailure(e);
      } finally {
        forceLock.unlock();
      }
    }
  }

  /// Whether all written frames stay: those of commits over several logs only do when their record is on the device, and
  /// until then no mark, seal or acknowledgement may cover them. Forces the journal; if that fails, who waits is told.
  private boolean isDecided() {
    long record = decidedBy;
    if (record < 0) return true;
    StorageException why = writers.journal().force(record);
    if (why == null) return true;
    if (why instanceof StorageException.DiskFull) waiters.failAll(why);
    else
      chain.poison(why);
    return false;
  }

  /// Why what was written does not count as forced yet, null when nothing stands in its way: the journal's record of it.
  @Nullable
  StorageException undecided() {
    forceLock.lock();
    try {
      return decidedBy < 0 ? null : writers.journal().why(decidedBy);
    } finally {
      forceLock.unlock();
    }
  }

  /// Marks that were written after the last force reach the device with this one.
  void forceMarks() {
    if (trouble.fault() != null || !forceLock.tryLock()) return;
    try {
      Chain.Reach reach = chain.reach();
      if (reach.segment().marksDirty()) reach.segment().force(reach.written());
    } catch (IOException | StorageException.Fenced e) {
      onFailure(e);
    } finally {
      forceLock.unlock();
    }
  }

  private void onFailure(Exception e) {
    if (e instanceof StorageException.Fenced fenced) chain.fenced(fenced);
    else if (e instanceof IOException io) onDeviceFailure(io);
  }

  private void onDeviceFailure(IOException e) {
    if (Faults.isDiskFull(e)) chain.forceMetFullDisk(e);
    else
      chain.forceFailed(e);
  }

  // ---- for the journal

  /// Puts a segment's name and header on the device, before there is a frame in it.
  ///
  /// @throws StorageException it could not be done
  void establish(Segment segment) {
    try {
      writers.crew().call(() -> {
        forceLock.lock();
        try {
          chain.settle(segment);
          if (!segment.isEntryForced()) segment.force(segment.flushed());
          return true;
        } finally {
          forceLock.unlock();
        }
      });
    } catch (IOException | StorageException.Fenced e) {
      onFailure(e);
      throw Trouble.fresh(Objects.requireNonNull(trouble.now()), tip.nextPlace());
    }
  }

  /// Forces everything published, and the marks that say so.
  ///
  /// @return whether that succeeded, or the log is gone
  boolean checkpoint() {
    long target = tip.seq();
    commit();
    forceLock.lock();
    try {
      if (trouble.fault() instanceof StorageException.Closed) return true;
      if (trouble.now() != null || forcedSeq < target) return false;
      Chain.Reach reach = chain.reach();
      if (reach.segment().marksDirty()) reach.segment().force(reach.written());
      return true;
    } catch (IOException | StorageException.Fenced e) {
      onFailure(e);
      return false;
    } finally {
      forceLock.unlock();
    }
  }

  boolean hasSealed() { return segments.first().isSealed(); }

  /// First seq behind the sealed segments.
  long sealedEnd() {
    long sealedEnd = segments.first().baseSeq();
    for (Segment segment : segments.all()) {
      if (!segment.isSealed()) break;
      sealedEnd = segment.lastSeq() + 1;
    }
    return sealedEnd;
  }

  // ---- the floor

  /// What was done about the events below the floor.
  ///
  /// @param stored the floor as the files tell it; forced, if that was asked for
  /// @param removed segments that are gone
  record Below(long stored, List<Segment> removed) {}

  /// Stores the floor, shows it to other processes, and lets go of sealed segments that lie below it. Before a file goes the
  /// floor is on the device: what a crash leaves of them is known to be gone.
  ///
  /// The mark is that of the segment with the last durable event, the *holder* of the mark. It stays, neither a torn tail
  /// before it nor a larger file in its place takes it away, and a floor beyond what is durable is not stored.
  ///
  /// @param forced whether the floor has to be on the device also when no file goes
  /// @return null when the log is closed, or the device fails; who waits has been told then
  @Nullable
  Below storeFloor(boolean forced) {
    forceLock.lock();
    try {
      if (ended || trouble.fault() != null) return null;
      long floor = storable();
      Segment holder = forcedSeq < 0 ? null : segments.find(forcedSeq);
      Floor ofLog = segments.floor();
      // Nothing was ever durable, or all of it was trimmed before the log was opened.
      if (holder == null) return new Below(ofLog.forced(), List.of());
      Segment first = segments.first();
      writers.fence().beforeWrite();
      boolean filesGo = first != holder && first.isSealed() && first.lastSeq() < floor && !segments.needsFirst();
      // The mark that told it until now may be in one of the files that go.
      if (filesGo || floor > ofLog.forced()) keep(holder, floor, forced || filesGo);
      writers.sink().floor(logId, floor);
      if (!filesGo) return new Below(floor, List.of());
      writers.fence().look();
      List<Segment> removed = segments.removeBefore(floor, holder, true);
      for (Segment segment : removed) segment.remove(writers.helper()::deleteUnmapped);
      return new Below(floor, removed);
    } catch (IOException | StorageException.Fenced e) {
      onFailure(e);
      return null;
    } finally {
      forceLock.unlock();
    }
  }

  /// Gives up the sealed segments that hold nothing from `seq` on.
  void giveUpBefore(long seq) {
    commit();
    for (Segment segment : segments.all())
      if (segment.isSealed() && segment.lastSeq() < seq) segments.floor().raise(segment.lastSeq() + 1);
    storeFloor(false);
    writers.helper().deleteNow();
  }

  private void keep(Segment holder, long floor, boolean forced) throws IOException {
    long written = holder.flushed();
    writeMark(holder, null);
    if (forced) {
      holder.force(written);
      segments.floor().forced(floor);
    }
    // Nobody writes to a sealed segment for long.
    if (holder.isSealed()) holder.closeFile();
  }

  private long storable() { return Math.min(segments.floor().seq(), forcedSeq + 1); }

  private void writeMark(Segment segment, @Nullable SegmentStats clean) throws IOException {
    long end = segment.isSealed() || clean != null ? segment.flushed() : forcedOffset;
    segment.writeMark(forcedSeq, end, writers.epoch(), storable(), clean);
  }

  // ---- sealing

  boolean hasClosed() { return !closed.isEmpty(); }

  /// Whether the helper has to be told that there is something to seal.
  boolean markSealing() { return !sealing.getAndSet(true); }

  void unmarkSealing() { sealing.set(false); }

  /// Forces the oldest closed segment and marks it sealed.
  ///
  /// @return whether another can be sealed now
  boolean sealOne() {
    boolean more = sealNow();
    tellAfterForce();
    return more;
  }

  private boolean sealNow() {
    forceLock.lock();
    try {
      return sealFirstTold() && hasClosed();
    } catch (IOException | StorageException.Fenced e) {
      onFailure(e);
      return false;
    } finally {
      forceLock.unlock();
    }
  }

  /// A seal is a force as well, for events that nobody waited for.
  private boolean sealFirstTold() throws IOException {
    ForceEvent told = Recorder.force();
    forceBeganNanos = writers.crew().measuredNanos();
    long durableBefore = durable.seq();
    boolean done = sealFirst();
    if (told != null && Recorder.ends(told) && durable.seq() != durableBefore)
      tell(told, durable.seq() - durableBefore);
    return done;
  }

  private void sealClosed() throws IOException {
    while (sealFirst()) {
      // All of them.
    }
  }

  /// @return whether one was sealed
  private boolean sealFirst() throws IOException {
    Segment segment = closed.first();
    if (segment == null || trouble.fault() != null) return false;
    writers.fence().beforeWrite();
    segment.force(segment.flushed());
    if (!isDecided()) return false;
    seal(segment);
    closed.removeFirst();
    forcedSeq = Math.max(forcedSeq, segment.lastSeq());
    forced(segment.lastSeq());
    writers.crew().ring();
    return true;
  }

  /// The frames are on the device. The seal pointer says so, and counts only once it is there itself: hence the second
  /// force, in the background as the first.
  private void seal(Segment segment) throws IOException {
    long end = segment.flushed();
    writeIndex(segment, segment.lastSeq() - segment.baseSeq() + 1);
    segment.writeSeal(end);
    segment.force(end);
    var sealed = Segment.sealed(segment.files(), segment.identity(), segment.baseSeq(), end,
        Footer.of(segment.stats(), segment.baseSeq(), segment.lastSeq(), segment.onceRows()));
    SegmentKeys.handOver(segment, sealed);
    if (!segments.replace(segment, sealed)) return;
    segment.retire();
    // Nobody asks the journal for keys.
    if (logId != Journal.LOG_ID) writers.helper().deriveKeys(this, sealed);
  }

  /// Writes what a `.key` file is to hold, unless the segment is on its way out.
  ///
  /// @return whether the file is there; nobody misses it but who reads by key, and he makes it anew
  boolean keepKeys(Segment segment, MemorySegment content) {
    forceLock.lock(); // under which segments are removed, and logs given up
    try {
      if (segment.isRetired() || trouble.fault() != null) return false;
      KeyFile.write(segment, content);
      return true;
    } catch (IOException e) {
      Loggers.of(Durability.class).log(System.Logger.Level.WARNING, "writing the key index of " + segment.path(), e);
      return false;
    } finally {
      forceLock.unlock();
    }
  }

  private static void writeIndex(Segment segment, long count) throws IOException {
    IndexFile.write(segment.files().disk(), IndexFile.of(segment.path()), segment.uuid(), segment.baseSeq(), count,
        segment.flushed(), segment.index());
  }

  // ---- closing

  /// The log is gone: nothing is forced or sealed any more, nor under way when this returns.
  void abandon(StorageException why) {
    chain.poison(why); // ends what is under way
    forceLock.lock();
    try {
      ended = true;
      chain.abandon(why);
    } finally {
      forceLock.unlock();
    }
  }

  /// Whether nothing was published or written since opening.
  boolean isUntouched() {
    return tip.isUnmoved() && !chain.hasLinks() && closed.isNoneClosing() && segments.floor().isUnmoved();
  }

  /// Writes and forces all, and leaves a mark from which the next open goes on without a scan. When no append can come
  /// any more.
  ///
  /// @return whether everything is on the device
  boolean finish() {
    commit();
    forceLock.lock();
    try {
      ended = true;
      if (trouble.now() != null || forcedSeq < tip.seq()) return false;
      Segment segment = segments.last();
      segment.settle();
      segment.open();
      writeMark(segment, segment.stats());
      segment.force(segment.flushed());
      writeIndex(segment, segment.stats().count());
      return true;
    } catch (IOException | StorageException.Fenced e) {
      onFailure(e);
      return false;
    } finally {
      forceLock.unlock();
    }
  }
}
