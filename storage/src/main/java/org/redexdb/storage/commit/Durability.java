// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.IndexFile;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentList;

/// How much of a log is on the device: forcing, durable marks, sealing. Run by the store's threads only.
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
  private volatile long durableSeq;

  Durability(long logId, Writers writers, SegmentList segments, Tip tip, Chain chain, Trouble trouble,
      DurableWaiters waiters, ClosedSegments closed) {
    this.logId = logId;
    this.writers = writers;
    this.segments = segments;
    this.tip = tip;
    this.chain = chain;
    this.trouble = trouble;
    this.waiters = waiters;
    this.closed = closed;
    this.durableSeq = tip.seq();
  }

  long durableSeq() { return durableSeq; }

  // ---- forcing

  /// Makes everything published before this call durable and wakes who waited for it. Failures reach the waiters.
  void commit() {
    forceLock.lock();
    try {
      StorageException fault = trouble.fault();
      if (fault != null) {
        chain.write(true);
        waiters.failAll(fault);
        return;
      }
      long target = tip.seq();
      Chain.Reach reach = chain.writeForForce();
      if (trouble.now() != null) return; // the waiters have been told
      // The last segment written may be closed by the time it is forced; sealing it here covers it as well.
      sealClosed();
      if (target > durableSeq || !waiters.isEmpty() || reach.segment().isActive()) force(reach, target);
      waiters.settleUpTo(Math.min(target, durableSeq));
    } catch (IOException e) {
      onFailure(e);
    } finally {
      forceLock.unlock();
    }
  }

  private void force(Chain.Reach reach, long target) throws IOException {
    Segment segment = reach.segment();
    if (segment.isRetired()) return; // sealed a moment ago, forced by that
    segment.force(reach.written());
    if (target <= durableSeq) return;
    advance(target);
    segment.writeMark(target, segment.forcedTo(), writers.epoch(), segments.first().baseSeq(), null);
  }

  private void advance(long seq) {
    durableSeq = seq;
    writers.sink().durable(logId, seq);
  }

  /// Marks that were written after the last force reach the device with this one.
  void forceMarks() {
    if (trouble.fault() != null || !forceLock.tryLock()) return;
    try {
      Chain.Reach reach = chain.reach();
      if (reach.segment().marksDirty()) reach.segment().force(reach.written());
    } catch (IOException e) {
      onFailure(e);
    } finally {
      forceLock.unlock();
    }
  }

  private void onFailure(IOException e) {
    if (Faults.isDiskFull(e)) chain.forceMetFullDisk(e);
    else
      chain.forceFailed(e);
  }

  // ---- sealing

  boolean hasClosed() { return !closed.isEmpty(); }

  /// Whether the helper has to be told that there is something to seal.
  boolean markSealing() { return !sealing.getAndSet(true); }

  void unmarkSealing() { sealing.set(false); }

  /// Forces closed segments in order and marks them sealed.
  void seal() {
    forceLock.lock();
    try {
      if (trouble.fault() == null) sealClosed();
    } catch (IOException e) {
      onFailure(e);
    } finally {
      forceLock.unlock();
    }
  }

  private void sealClosed() throws IOException {
    for (Segment segment = closed.first(); segment != null; segment = closed.first()) {
      segment.force(segment.flushed());
      sealOne(segment);
      closed.removeFirst();
      if (segment.lastSeq() > durableSeq) advance(segment.lastSeq());
      waiters.settleUpTo(durableSeq);
      writers.crew().ring();
    }
  }

  /// The frames are on the device. The seal pointer says so, and counts only once it is there itself: hence the second
  /// force, in the background as the first.
  private void sealOne(Segment segment) throws IOException {
    long end = segment.flushed();
    writeIndex(segment, segment.lastSeq() - segment.baseSeq() + 1);
    segment.writeSeal(end);
    segment.force(end);
    var sealed = Segment.sealed(segment.files(), segment.identity(), segment.baseSeq(), end,
        Footer.of(segment.stats(), segment.baseSeq(), segment.lastSeq()));
    if (segments.replace(segment, sealed)) segment.retire();
  }

  private static void writeIndex(Segment segment, long count) throws IOException {
    IndexFile.write(segment.files().disk(), IndexFile.of(segment.path()), segment.uuid(), segment.baseSeq(), count,
        segment.flushed(), segment.index());
  }

  // ---- closing

  /// Whether nothing was published or written since opening.
  boolean isUntouched() { return tip.isUnmoved() && !chain.hasLinks() && closed.isNoneClosing(); }

  /// Writes and forces all, and leaves a mark from which the next open goes on without a scan. When no append can come
  /// any more.
  ///
  /// @return whether everything is on the device
  boolean finish() {
    commit();
    forceLock.lock();
    try {
      if (trouble.now() != null || durableSeq < tip.seq()) return false;
      Segment segment = segments.last();
      segment.settle();
      segment.open();
      segment.writeMark(durableSeq, segment.flushed(), writers.epoch(), segments.first().baseSeq(), segment.stats());
      segment.force(segment.flushed());
      writeIndex(segment, segment.stats().count());
      return true;
    } catch (IOException e) {
      onFailure(e);
      return false;
    } finally {
      forceLock.unlock();
    }
  }
}
