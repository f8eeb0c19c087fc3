// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.front.FrontBlock;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Mapped;
import org.redexdb.storage.segment.Segment;

/// What is on its way from the appender to the segment files: the links of one log, in file order, and their writing.
///
/// The appender adds at the end under the log's lock. The store's threads write and take away at the head under `ioLock`,
/// which covers every write into a segment behind its header, so that blocks reach the file in order. Readers walk it
/// without a lock. `ioLock` is the innermost of the three: log lock → force lock → I/O lock.
final class Chain {
  private static final byte[] ZEROS = new byte[ZeroAhead.CHUNK_BYTES];

  private final long logId;
  private final Writers writers;
  private final StoreThreads threads;
  private final Tip tip;
  private final Trouble trouble;
  private final DurableWaiters waiters;
  private final ClosedSegments closed;
  private final ReentrantLock ioLock = new ReentrantLock();
  private final AtomicLong attempts = new AtomicLong();
  private final AtomicLong writtenBytes = new AtomicLong();
  /// Last consumed link; what follows is in flight. Written under the I/O lock, read by readers.
  private volatile Staged head = Staged.start();
  /// Under the log's lock.
  private Staged last = head;
  // Written under the I/O lock.
  private volatile long publishedTip;
  private Segment current;

  /// @param current segment that was written last
  Chain(long logId, Writers writers, StoreThreads threads, Tip tip, Trouble trouble, DurableWaiters waiters,
      ClosedSegments closed, Segment current) {
    this.logId = logId;
    this.writers = writers;
    this.threads = threads;
    this.tip = tip;
    this.trouble = trouble;
    this.waiters = waiters;
    this.closed = closed;
    this.publishedTip = tip.seq();
    this.current = current;
  }

  // ---- for the appender, under the log's lock

  /// A link over a block lent for a place in a segment, still to be added. Null when all blocks are lent.
  @Nullable
  Staged tryLend(Segment segment, long fileOffset) {
    FrontBlock lent = writers.front().tryLend(segment.uuid(), fileOffset, tip.nextSeq(), logId);
    if (lent != null) return Staged.inFront(segment, fileOffset, lent);
    threads.wakeFlusher();
    return null;
  }

  void add(Staged link) {
    last.next = link;
    last = link;
    threads.arrived();
  }

  // ---- for everybody

  boolean hasLinks() { return head.next != null; }

  /// Whether a frame is filled in that is not in its file.
  boolean hasUnwritten() {
    Staged first = head.next;
    return first != null && (first.full || first.filled() > first.written) || tip.seq() > publishedTip;
  }

  /// Counts tries to write; an append on a full disk waits for the next.
  long attempts() { return attempts.get(); }

  /// Bytes written so far; for the flusher to see whether there is traffic.
  long writtenBytes() { return writtenBytes.get(); }

  /// Copies published bytes of a segment: from the file below `flushed`, else from the front.
  ///
  /// @return bytes copied; 0 when nothing is published there
  int copyOut(Segment segment, long offset, byte[] target, int at, int max) {
    while (true) {
      long flushed = segment.flushed();
      if (offset < flushed) {
        int bytes = (int) Math.min(max, flushed - offset);
        segment.open();
        Mapped.copyOut(segment.map(), offset, target, at, bytes, segment.path());
        return bytes;
      }
      Staged link = find(segment, offset);
      if (link == null) {
        if (segment.flushed() <= offset) return 0;
        continue;
      }
      int bytes = (int) Math.min(max, link.filled() - (offset - link.fileOffset));
      if (link.heap != null) {
        System.arraycopy(link.heap, (int) (offset - link.fileOffset), target, at, bytes);
        return bytes;
      }
      FrontBlock lent = Objects.requireNonNull(link.block);
      MemorySegment.copy(lent.bytes(), ValueLayout.JAVA_BYTE, offset - link.fileOffset, target, at, bytes);
      // The copy before the check: had the block been lent to someone else during it, `released` was set before.
      VarHandle.acquireFence();
      if (!link.released) return bytes;
    }
  }

  /// The link in flight that holds a place, null when it has been written.
  private @Nullable Staged find(Segment segment, long offset) {
    for (Staged at = head.next; at != null; at = at.next)
      if (at.segment == segment && at.readable && offset >= at.fileOffset && offset < at.fileOffset + at.filled())
        return at;
    return null;
  }

  // ---- writing

  /// What is to be written besides full blocks.
  enum Parts {
    /// Nothing.
    NONE,
    /// Part blocks, unless somebody waits for the device: who commits for him writes the rest in one durable write, if it
    /// has not been written before.
    UNAWAITED,
    /// Part blocks.
    ALL
  }

  /// Writes for the flusher: not while another thread writes or forces, which may last as long as a flush.
  ///
  /// @return whether nothing is left unwritten
  boolean tryWrite(Parts parts) {
    if (!ioLock.tryLock()) return false;
    try {
      return writeLocked(parts);
    } finally {
      ioLock.unlock();
    }
  }

  /// Writes all that is filled.
  void write() {
    ioLock.lock();
    try {
      writeLocked(Parts.ALL);
    } finally {
      ioLock.unlock();
    }
  }

  private boolean writeLocked(Parts parts) {
    StorageException fault = trouble.fault();
    if (fault != null) {
      cancelAwaited(fault);
      waiters.failAll(fault);
      return false;
    }
    long seen = tip.seq();
    try {
      writers.fence().beforeWrite();
      boolean all = writeLinks(parts);
      wrote(all ? seen : publishedTip);
      return all;
    } catch (StorageException.Fenced e) {
      fenced(e);
      return false;
    } catch (IOException e) {
      onFailure(e);
      return false;
    } finally {
      attempts.incrementAndGet();
    }
  }

  /// A write succeeded, so there is room again; shows others what it published. Under the I/O lock.
  private void wrote(long seen) {
    if (trouble.isFull()) {
      trouble.hasRoom();
      writers.crew().ring();
    }
    if (seen > publishedTip) {
      publishedTip = seen;
      writers.shownTips().written(logId, seen);
    }
  }

  private boolean writeLinks(Parts parts) throws IOException {
    for (Staged at = head.next; at != null; at = head.next) {
      boolean isFull = at.full; // before `filled`: a full link's fill is final
      int filled = at.filled();
      if (filled > at.written && !at.cancelled) {
        if (!isFull && !mayWrite(parts)) return false;
        writeLink(at, filled);
      }
      if (!isFull) return true;
      consume(at);
    }
    return true;
  }

  private boolean mayWrite(Parts parts) {
    return switch (parts) {
      case NONE -> false;
      case UNAWAITED -> waiters.isEmpty();
      case ALL -> true;
    };
  }

  private void writeLink(Staged at, int filled) throws IOException {
    Segment segment = Objects.requireNonNull(at.segment);
    settleOwn(segment);
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
      writers.front().giveBack(block);
    }
    if (at.closes) closed.add(Objects.requireNonNull(at.segment));
    at.done = true;
    writers.crew().ring();
  }

  /// Writes zeros behind what was written of a segment. Under the I/O lock, so never over a frame.
  ///
  /// @param chunk most bytes, and the boundary they end at
  /// @return false when the segment takes no more
  boolean writeZeros(Segment segment, int chunk) throws IOException {
    ioLock.lock();
    try {
      if (!segment.isActive() || segment.isRetired() || !segment.isSettled() || trouble.now() != null) return false;
      long from = Math.max(segment.zeroedTo(), segment.flushed());
      long to = Math.min(segment.capacity(), (from / chunk + 1) * chunk);
      if (from >= to) return false;
      segment.file().write(from, ZEROS, 0, (int) (to - from));
      segment.zeroedTo(to);
      return true;
    } finally {
      ioLock.unlock();
    }
  }

  // ---- writing for a force

  /// The segment that holds the last frame written, and how much of it: what has to be forced besides closed ones.
  record Reach(Segment segment, long written) {}

  /// Gives the segment its name and its roll slot, if its first write has not yet.
  void settle(Segment segment) throws IOException {
    ioLock.lock();
    try {
      settleOwn(segment);
    } finally {
      ioLock.unlock();
    }
  }

  /// A segment gets its name only from the store's writer.
  private void settleOwn(Segment segment) throws IOException {
    if (segment.isSettled()) return;
    writers.fence().look();
    segment.settle();
  }

  Reach reach() {
    ioLock.lock();
    try {
      return new Reach(current, current.flushed());
    } finally {
      ioLock.unlock();
    }
  }

  /// Writes all that is staged; in one durable write when that is all there is to force.
  Reach writeForForce() throws IOException {
    ioLock.lock();
    try {
      Staged only = head.next;
      if (only == null || only.next != null || only.block == null || only.segment != current
          || !current.isEntryForced() || !closed.isEmpty() || current.forcedTo() != only.fileOffset + only.written) {
        writeLocked(Parts.ALL);
      } else {
        writeDurably(only, only.block);
      }
      return new Reach(current, current.flushed());
    } finally {
      ioLock.unlock();
    }
  }

  private void writeDurably(Staged only, FrontBlock block) throws IOException {
    long seen = tip.seq();
    writers.fence().beforeWrite();
    int filled = only.filled();
    if (filled > only.written) {
      writtenBytes.addAndGet(filled - only.written);
      current.file().writeDurably(only.fileOffset + only.written,
          block.bytes().asSlice(only.written, filled - only.written));
      only.written = filled;
      current.flushedTo(only.fileOffset + filled);
      current.forcedTo(only.fileOffset + filled);
    }
    wrote(seen);
    attempts.incrementAndGet();
  }

  // ---- failing

  /// A force met a full disk. Under the I/O lock, for what is told to appenders changes the chain, and the flusher may be
  /// writing one of its links at this moment.
  void forceMetFullDisk(IOException e) {
    ioLock.lock();
    try {
      onFailure(e);
    } finally {
      ioLock.unlock();
    }
  }

  private void onFailure(IOException e) {
    StorageException typed = Faults.typed(e, where(), "writing a segment");
    if (typed instanceof StorageException.DiskFull noSpace) {
      trouble.filledUp(noSpace);
      cancelAwaited(noSpace);
      // Their events are in the front and stay: readable, and durable once space returns.
      waiters.failAll(StorageException.DiskFull.whileForcing(where(), e));
    } else {
      writers.sink().forceFailed();
      cancelAwaited(typed); // not published: nothing was appended
      poison(new StorageException.NotDurable(where(), e));
    }
    writers.crew().ring();
  }

  private void cancelAwaited(StorageException why) {
    for (Staged at = head.next; at != null; at = at.next) {
      if (!at.awaited || at.done) continue;
      at.cancelled = true;
      at.failure = why;
      at.done = true;
    }
    writers.crew().ring();
  }

  /// A force failed: the log takes no more appends until the store is opened again.
  void forceFailed(IOException e) {
    writers.sink().forceFailed();
    poison(new StorageException.NotDurable(where(), e));
  }

  /// Another writer has the store: nothing of it is touched any more.
  void fenced(StorageException.Fenced why) {
    cancelAwaited(why); // not published: nothing was appended
    poison(why);
  }

  /// The log takes no more appends until the store is opened again, for a reason that is not the device's.
  void poison(StorageException why) {
    trouble.broke(why);
    waiters.failAll(why);
    writers.crew().ring();
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

  private Where where() { return new Where(current.files().logName(), current.path(), current.flushed(), -1); }
}
