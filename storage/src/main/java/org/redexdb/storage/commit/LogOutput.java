// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.front.Front;
import org.redexdb.storage.front.FrontBlock;
import org.redexdb.storage.runtime.Crew;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.IndexFile;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentList;

/// What happens to a log's frames after they are published: written to the file, forced, sealed. Run by the store's
/// threads only.
///
/// Two locks, taken in this order and after the log's own lock, never the other way round:
/// - `forceLock`: forcing, durable marks, sealing. May be held for the length of a flush.
/// - `ioLock`: the chain's head and every write into a segment behind its header, so that blocks reach the file in
///   order.
///
/// Durable means: every frame up to `durableSeq` was in the file when a force of that file (and of all before it)
/// began, and that force succeeded. The target is the tip read *before* the chain is written; the tip is released after
/// the fill marks, so all of it is written.
final class LogOutput {
  /// Closed segments that may wait for their force; then the appender waits.
  static final int CLOSED_MAX = 4;

  private final long logId;
  private final Front front;
  private final Crew crew;
  private final SegmentList segments;
  private final LongSupplier tip;
  private final int epoch;
  private final TipSink sink;
  private final ReentrantLock forceLock = new ReentrantLock();
  private final ReentrantLock ioLock = new ReentrantLock();
  private final ConcurrentLinkedQueue<DurableWaiter> waiters = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Segment> closed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger closedCount = new AtomicInteger();
  /// Last consumed link; what follows is in flight. Written under the I/O lock, read by readers.
  private volatile Staged head = Staged.start();
  private volatile long durableSeq;
  private volatile @Nullable StorageException fault;
  private volatile StorageException.@Nullable DiskFull full;
  private final AtomicLong attempts = new AtomicLong();
  private final AtomicLong writtenBytes = new AtomicLong();
  private final long firstTip;
  // Written under the I/O lock.
  private volatile long publishedTip;
  private Segment current;

  /// Where the published and durable seqs are shown to other processes.
  interface TipSink {
    void published(long logId, long tipSeq);

    void durable(long logId, long durableSeq);

    /// Cached pages of this boot prove nothing any more; the next open has to know.
    void forceFailed();
  }

  LogOutput(long logId, Front front, Crew crew, SegmentList segments, LongSupplier tip, int epoch, TipSink sink,
      Segment current, long durableSeq) {
    this.logId = logId;
    this.front = front;
    this.crew = crew;
    this.segments = segments;
    this.tip = tip;
    this.epoch = epoch;
    this.sink = sink;
    this.current = current;
    this.durableSeq = durableSeq;
    this.publishedTip = durableSeq;
    this.firstTip = durableSeq;
  }

  // ---- seen by the appender and by readers

  long durableSeq() { return durableSeq; }

  /// The reason why nothing may be appended, null when all is well.
  @Nullable
  StorageException trouble() {
    StorageException broken = fault;
    return broken != null ? broken : full;
  }

  @Nullable
  StorageException fault() { return fault; }

  boolean isFull() { return full != null; }

  /// Counts tries to write; an append on a full disk waits for the next.
  long attempts() { return attempts.get(); }

  boolean mayClose() { return closedCount.get() < CLOSED_MAX; }

  void closing() { closedCount.incrementAndGet(); }

  Staged chainStart() { return head; }

  boolean hasLinks() { return head.next != null; }

  /// Whether a frame is filled in that is not in its file.
  boolean hasUnwritten() {
    Staged first = head.next;
    return first != null && (first.full || first.filled() > first.written) || tip.getAsLong() > publishedTip;
  }

  /// Bytes written so far; for the flusher to see whether there is traffic.
  long writtenBytes() { return writtenBytes.get(); }

  /// Must be called in seq order: under the log's lock, before the tip moves.
  void await(DurableWaiter waiter) { waiters.add(waiter); }

  /// The link in flight that holds a place, null when it has been written.
  @Nullable
  Staged find(Segment segment, long offset) {
    for (Staged at = head.next; at != null; at = at.next)
      if (at.segment == segment && at.block != null && offset >= at.fileOffset && offset < at.fileOffset + at.filled())
        return at;
    return null;
  }

  // ---- writing

  /// Writes what is filled.
  ///
  /// @param parts also of blocks that are not full
  /// @return whether nothing is left unwritten
  boolean write(boolean parts) {
    ioLock.lock();
    try {
      return writeLocked(parts);
    } finally {
      ioLock.unlock();
    }
  }

  private boolean writeLocked(boolean parts) {
    if (fault != null) return failChain(fault);
    long seen = tip.getAsLong();
    try {
      boolean all = writeChain(parts);
      wrote(all ? seen : publishedTip);
      return all;
    } catch (IOException e) {
      onWriteFailure(e);
      return false;
    } finally {
      attempts.incrementAndGet();
    }
  }

  /// A write succeeded, so there is room again; shows others what it published. Under the I/O lock.
  private void wrote(long seen) {
    if (full != null) {
      full = null;
      crew.ring();
    }
    if (seen > publishedTip) {
      publishedTip = seen;
      sink.published(logId, seen);
    }
  }

  private boolean writeChain(boolean parts) throws IOException {
    for (Staged at = head.next; at != null; at = head.next) {
      boolean isFull = at.full; // before `filled`: a full link's fill is final
      int filled = at.filled();
      if (filled > at.written && !at.cancelled) {
        if (!isFull && !parts) return false;
        writeLink(at, filled);
      }
      if (!isFull) return true;
      consume(at);
    }
    return true;
  }

  private void writeLink(Staged at, int filled) throws IOException {
    Segment segment = Objects.requireNonNull(at.segment);
    if (!segment.isSettled()) segment.settle();
    current = segment;
    DiskFile file = segment.file();
    FrontBlock block = at.block;
    if (block != null) {
      file.write(at.fileOffset + at.written, block.bytes().asSlice(at.written, filled - at.written));
    } else if (at.heap != null) {
      // The first commit word last: until it is there the append does not exist.
      file.write(at.fileOffset + 8, at.heap, 8, filled - 8);
      file.write(at.fileOffset, at.heap, 0, 8);
    }
    writtenBytes.addAndGet(filled - at.written);
    at.written = filled;
    if (at.block != null || !isZeroing(at)) segment.flushedTo(at.fileOffset + filled);
  }

  private static boolean isZeroing(Staged at) { return at.heap != null && Frames.length(at.heap, 0) == 0; }

  /// After `flushed` has moved past the link: a reader that misses the link in the chain finds its bytes in the file.
  private void consume(Staged at) {
    head = at;
    FrontBlock block = at.block;
    if (block != null) {
      at.released = true;
      front.giveBack(block);
    }
    if (at.closes) closed.add(Objects.requireNonNull(at.segment));
    at.done = true;
    crew.ring();
  }

  private void onWriteFailure(IOException e) {
    StorageException typed = Faults.typed(e, where(), "writing a segment");
    if (typed instanceof StorageException.DiskFull noSpace) {
      full = noSpace;
      cancelAwaited(noSpace);
      // Their events are in the front and stay: readable, and durable once space returns.
      failWaiters(StorageException.DiskFull.whileForcing(where(), e));
    } else {
      sink.forceFailed();
      cancelAwaited(typed); // not published: nothing was appended
      poison(new StorageException.NotDurable(where(), e));
    }
    crew.ring();
  }

  private boolean failChain(StorageException why) {
    cancelAwaited(why);
    failWaiters(why);
    return false;
  }

  private void cancelAwaited(StorageException why) {
    for (Staged at = head.next; at != null; at = at.next) {
      if (!at.awaited || at.done) continue;
      at.cancelled = true;
      at.failure = why;
      at.done = true;
    }
    crew.ring();
  }

  /// The log takes no more appends until the store is opened again.
  void poison(StorageException why) {
    if (fault == null) fault = why;
    failWaiters(why);
    crew.ring();
  }

  /// The log is gone: its blocks go back unwritten.
  void abandon(StorageException why) {
    poison(why);
    ioLock.lock();
    try {
      cancelAwaited(why);
      for (Staged at = head.next; at != null; at = head.next) consume(at);
    } finally {
      ioLock.unlock();
    }
  }

  // ---- forcing

  /// The segment that holds the last frame written, and how much of it: what has to be forced besides closed ones.
  private record Reach(Segment segment, long written) {}

  /// Makes everything published before this call durable and wakes who waited for it. Failures reach the waiters.
  void commit() {
    forceLock.lock();
    try {
      if (fault != null) {
        write(true);
        failWaiters(fault);
        return;
      }
      long target = tip.getAsLong();
      Reach reach = writeForForce();
      if (fault != null || full != null) return; // the waiters have been told
      // The last segment written may be closed by the time it is forced; sealing it here covers it as well.
      sealClosed();
      if (target > durableSeq || !waiters.isEmpty() || reach.segment.isActive()) forceReach(reach, target);
      wake(Math.min(target, durableSeq));
    } catch (IOException e) {
      onForceFailure(e);
    } finally {
      forceLock.unlock();
    }
  }

  private void forceReach(Reach reach, long target) throws IOException {
    Segment segment = reach.segment;
    if (segment.isRetired()) return; // sealed a moment ago, forced by that
    segment.force(reach.written);
    if (target <= durableSeq) return;
    durableSeq = target;
    sink.durable(logId, target);
    segment.writeMark(target, segment.forcedTo(), epoch, segments.first().baseSeq(), null);
  }

  /// Writes all that is staged; in one durable write when that is all there is to force.
  private Reach writeForForce() throws IOException {
    ioLock.lock();
    try {
      Staged only = head.next;
      if (only == null || only.next != null || only.block == null || only.segment != current
          || !current.isEntryForced() || !closed.isEmpty() || current.forcedTo() != only.fileOffset + only.written) {
        writeLocked(true);
      } else {
        writeDurably(only, only.block);
      }
      return new Reach(current, current.flushed());
    } finally {
      ioLock.unlock();
    }
  }

  private void writeDurably(Staged only, FrontBlock block) throws IOException {
    long seen = tip.getAsLong();
    int filled = only.filled();
    if (filled > only.written) {
      current.file().writeDurably(only.fileOffset + only.written,
          block.bytes().asSlice(only.written, filled - only.written));
      only.written = filled;
      current.flushedTo(only.fileOffset + filled);
      current.forcedTo(only.fileOffset + filled);
    }
    wrote(seen);
    attempts.incrementAndGet();
  }

  /// Marks that were written after the last force reach the device with this one.
  void forceMarks() {
    if (fault != null || !forceLock.tryLock()) return;
    try {
      Reach reach;
      ioLock.lock();
      try {
        reach = new Reach(current, current.flushed());
      } finally {
        ioLock.unlock();
      }
      if (reach.segment.marksDirty()) reach.segment.force(reach.written);
    } catch (IOException e) {
      onForceFailure(e);
    } finally {
      forceLock.unlock();
    }
  }

  private void wake(long target) {
    for (DurableWaiter first = waiters.peek(); first != null && first.seq <= target; first = waiters.peek()) {
      waiters.poll();
      first.settle(null);
    }
  }

  private void failWaiters(StorageException why) {
    for (DurableWaiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) waiter.settle(why);
  }

  private void onForceFailure(IOException e) {
    if (Faults.isDiskFull(e)) {
      // What is told to appenders changes the chain, and the flusher may be writing one of its links at this moment.
      ioLock.lock();
      try {
        onWriteFailure(e);
      } finally {
        ioLock.unlock();
      }
      return;
    }
    sink.forceFailed();
    poison(new StorageException.NotDurable(where(), e));
  }

  private Where where() { return new Where(current.files().logName(), current.path(), current.flushed(), -1); }

  // ---- sealing

  boolean hasClosed() { return !closed.isEmpty(); }

  /// Forces closed segments in order and marks them sealed.
  void seal() {
    forceLock.lock();
    try {
      if (fault == null) sealClosed();
    } catch (IOException e) {
      onForceFailure(e);
    } finally {
      forceLock.unlock();
    }
  }

  private void sealClosed() throws IOException {
    for (Segment segment = closed.peek(); segment != null; segment = closed.peek()) {
      segment.force(segment.flushed());
      sealOne(segment);
      closed.poll();
      closedCount.decrementAndGet();
      if (segment.lastSeq() > durableSeq) {
        durableSeq = segment.lastSeq();
        sink.durable(logId, durableSeq);
      }
      wake(durableSeq);
      crew.ring();
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

  /// Writes and forces all, and leaves a mark from which the next open goes on without a scan. With the log's lock held
  /// for ever: no append comes after.
  ///
  /// @return whether everything is on the device
  boolean finish() {
    commit();
    forceLock.lock();
    try {
      if (fault != null || full != null || durableSeq < tip.getAsLong()) return false;
      Segment segment = segments.last();
      segment.settle();
      segment.open();
      segment.writeMark(durableSeq, segment.flushed(), epoch, segments.first().baseSeq(), segment.stats());
      segment.force(segment.flushed());
      writeIndex(segment, segment.stats().count());
      return true;
    } catch (IOException e) {
      onForceFailure(e);
      return false;
    } finally {
      forceLock.unlock();
    }
  }

  /// Whether anything was written or published since opening.
  boolean isUntouched() { return tip.getAsLong() == firstTip && head.next == null && closedCount.get() == 0; }
}
