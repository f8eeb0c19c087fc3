// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Fsync;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.commit.Receipts.Published;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.fault.Loggers;
import org.redexdb.storage.once.FirstCopies;
import org.redexdb.storage.once.OnceBatch;
import org.redexdb.storage.once.Stored;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.segment.SegmentStats;

/// The append side of one log: decides whether an append may be, claims seq and time, puts the frames at the log's end
/// ([LogEnd]), publishes them ([Tip]) and sees to it that they are on the device if asked. One lock around claim,
/// checksum, copy and publication; the package comment says what it may be held for.
///
/// The end's fill mark comes before the tip: whoever reads the tip and then writes the chain covers it. A reader that
/// acquires a tip sees bytes, commit word and index entry of every event up to it.
public final class LogWriter {
  private final SegmentFiles files;
  private final Writers writers;
  private final Tip tip;
  private final AppendClock clock;
  private final LogEnd end;
  private final Trouble trouble = new Trouble();
  private final DurableWaiters waiters = new DurableWaiters();
  private final Chain chain;
  private final Durability durability;
  private final Pacing pacing;
  private final SegmentSupply supply;
  private final StoreThreads threads;
  private final Receipts receipts;
  private final StoredReceipts storedReceipts;
  private final Participant participant;
  private final Trimming trimming;

  /// Whether the flusher has been told of this log.
  private final AtomicBoolean busy = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  /// Damage that was found. Written under the lock.
  private volatile @Nullable StorageException refusal;
  // Set by the stop, read behind it.
  /// A failed append had left bytes behind the end.
  private volatile boolean hadRemains;
  /// Why they are there still.
  private volatile @Nullable StorageException remains;

  /// @param segmentBytes size of a full segment
  /// @param recovered what opening found
  public LogWriter(long logId, SegmentFiles files, long segmentBytes, SegmentList segments, Recovered recovered,
      Writers writers) {
    this.files = files;
    this.writers = writers;
    this.refusal = recovered.refusal();
    Segment active = segments.last();
    SegmentStats stats = active.stats();
    var closed = new ClosedSegments();
    tip = new Tip(files.logName(), writers.epoch(), recovered.tip(), lock);
    // Of a last segment that a crash left empty: what comes is later than all before it.
    clock = new AppendClock(files.logName(), writers, stats.count() == 0 ? stats.runningMaxTs() : stats.lastTs());
    threads = new StoreThreads(this, writers, tip);
    chain = new Chain(logId, writers, threads, tip, trouble, waiters, closed, active);
    durability = new Durability(logId, writers, segments, tip, chain, trouble, waiters, closed);
    pacing = new Pacing(durability, writers.committer(), tip, chain);
    supply = new SegmentSupply(segmentBytes, files, segments, threads, writers, tip);
    var firstCopies = new FirstCopies(segments, tip.nextSeq(), segmentBytes, writers.crew(), this::damaged);
    end = new LogEnd(writers, segments, tip, clock, chain, closed, trouble, threads, supply, firstCopies);
    receipts = new Receipts(writers, tip, waiters, durability);
    storedReceipts = new StoredReceipts(this, writers, tip, firstCopies, trouble, waiters, durability, receipts);
    trimming = new Trimming(writers, segments, tip, durability, trouble);
    participant = new Participant(logId, this, end, tip, chain, durability, !writers.isVolatile());
  }

  /// What opening found.
  ///
  /// @param tip last event
  /// @param refusal why nothing may be appended, or null
  public record Recovered(Position tip, @Nullable StorageException refusal) {}

  // ---- appending

  public Receipt append(int codec, byte[] metadata, byte[] payload, int offset, int length, long expectedNextSeq,
      Level level) {
    int size = frameSize(metadata, payload, offset, length);
    long seq;
    long ts;
    DurableWaiter waiter;
    lock.lock();
    try {
      checkExpected(expectedNextSeq);
      seq = put(size, codec, metadata, payload, offset, length);
      ts = clock.last();
      waiter = level == Level.DISK ? enqueue(seq) : null;
      publish(seq);
    } finally {
      lock.unlock();
    }
    if (waiter != null) receipts.await(waiter);
    return receipt(seq, 1, ts, level);
  }

  /// As [#append] at any seq, without garbage.
  ///
  /// @return the event's seq
  public long put(int codec, byte[] metadata, byte[] payload, int offset, int length, Level level) {
    int size = frameSize(metadata, payload, offset, length);
    long seq;
    DurableWaiter waiter;
    lock.lock();
    try {
      seq = put(size, codec, metadata, payload, offset, length);
      waiter = level == Level.DISK ? enqueue(seq) : null;
      publish(seq);
    } finally {
      lock.unlock();
    }
    if (waiter != null) receipts.await(waiter);
    return seq;
  }

  private int frameSize(byte[] metadata, byte[] payload, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, payload.length);
    if (length > Limits.EVENT_BYTES_MAX)
      throw new StorageException.TooLarge(tip.nextPlace(), "event payload bytes", length, Limits.EVENT_BYTES_MAX);
    if (metadata.length > Limits.METADATA_BYTES_MAX)
      throw new StorageException.TooLarge(tip.nextPlace(), "event metadata bytes", metadata.length,
          Limits.METADATA_BYTES_MAX);
    return Frames.size(Frames.length(metadata.length, length));
  }

  /// Under the lock; the event is there and not published.
  private long put(int size, int codec, byte[] metadata, byte[] payload, int offset, int length) {
    if (!end.fits(size) || trouble.now() != null) makeRoom(size);
    long seq = tip.nextSeq();
    end.put(size, seq, clock.next(), codec, metadata, payload, offset, length);
    return seq;
  }

  public Receipt append(FrameBatch batch, long expectedNextSeq, Level level) {
    return append(batch, expectedNextSeq, null, level);
  }

  /// As above at any seq.
  ///
  /// @param condition gets the last published seq under the lock and throws when nothing may be appended
  public Receipt append(FrameBatch batch, LongConsumer condition, Level level) {
    return append(batch, Log.ANY_SEQ, condition, level);
  }

  private Receipt append(FrameBatch batch, long expectedNextSeq, @Nullable LongConsumer condition, Level level) {
    return receipts.of(publish(batch, expectedNextSeq, condition, receipts.caller(level)), level);
  }

  /// Appends a batch and returns when it is published; the receipt comes when `level` is reached, by a thread of the common
  /// pool if that takes longer.
  public CompletableFuture<Receipt> appendAsync(FrameBatch batch, long expectedNextSeq, Level level) {
    return appendAsync(batch, expectedNextSeq, null, level);
  }

  /// As above at any seq.
  ///
  /// @param condition gets the last published seq under the lock and throws when nothing may be appended
  public CompletableFuture<Receipt> appendAsync(FrameBatch batch, LongConsumer condition, Level level) {
    return appendAsync(batch, Log.ANY_SEQ, condition, level);
  }

  private CompletableFuture<Receipt> appendAsync(FrameBatch batch, long expectedNextSeq,
      @Nullable LongConsumer condition, Level level) {
    return receipts.later(level, waiting -> publish(batch, expectedNextSeq, condition, waiting));
  }

  /// @param waiting makes the waiter for the batch's last seq, or null
  private Published publish(FrameBatch batch, long expectedNextSeq, @Nullable LongConsumer condition,
      LongFunction<@Nullable DurableWaiter> waiting) {
    int count = batch.count();
    if (count == 0) throw new IllegalArgumentException("an empty batch");
    int size = (int) batch.frameBytes();
    OnceBatch once = OnceBatch.of(batch);
    lock.lock();
    try {
      Stored before = once == null ? null : storedReceipts.find(once);
      if (before != null) return storedReceipts.published(before, waiting);
      checkExpected(expectedNextSeq);
      if (condition != null && !tip.isClosed()) condition.accept(tip.seq());
      if (once != null) end.expectOnce(count);
      if (!end.fits(size) || trouble.now() != null) makeRoom(size);
      long first = tip.nextSeq();
      long last = first + count - 1;
      long ts = clock.next();
      end.put(size, batch, first, ts);
      if (once != null) end.putOnce(once, first, ts);
      DurableWaiter waiter = waiting.apply(last);
      if (waiter != null) waiters.add(waiter);
      publish(last);
      return new Published(new Stored(writers.epoch(), last, count, ts), waiter);
    } finally {
      lock.unlock();
    }
  }

  /// For events that are stored once.
  public StoredReceipts storedReceipts() { return storedReceipts; }

  private void checkExpected(long expected) {
    if (expected != Log.ANY_SEQ && expected != tip.nextSeq() && !tip.isClosed())
      throw new StorageException.Conflict(tip.nextPlace(), expected, tip.nextSeq());
  }

  /// The one move that makes events visible. Under the lock.
  void publish(long seq) {
    tip.publish(seq);
    pacing.published(seq);
    if (writers.flusher().isIdle()) writers.flusher().wake();
  }

  private @Nullable DurableWaiter enqueue(long seq) {
    if (writers.isVolatile()) return null;
    var waiter = new DurableWaiter(seq, Thread.currentThread());
    waiters.add(waiter);
    return waiter;
  }

  private Receipt receipt(long lastSeq, int count, long ts, Level level) {
    return new Receipt(writers.epoch(), lastSeq, count, ts, writers.reached(level), 1);
  }

  // ---- commits over several logs, see [MultiLogAppend]

  void lock() { lock.lock(); }

  void unlock() { lock.unlock(); }

  /// Whether the log takes an append at the expected place. Under the lock.
  void admit(long expectedNextSeq) {
    checkExpected(expectedNextSeq);
    refuse();
  }

  Participant participant() { return participant; }

  long nextTs() { return clock.next(); }

  Where nextPlace() { return tip.nextPlace(); }

  /// Nothing more is appended until the store is opened again.
  void fail(StorageException why) { chain.poison(why); }

  /// Appends a batch at level `OS` without ever waiting for a block of the front: who calls may hold the locks of logs
  /// that have them all.
  ///
  /// @return seq of its last event
  long appendWithoutBlock(FrameBatch batch) {
    int size = (int) batch.frameBytes();
    lock.lock();
    try {
      if (!end.fits(size) || trouble.now() != null) {
        refuse();
        end.makeRoomInSegment(size);
        end.lendBlockIfFree(size);
      }
      long first = tip.nextSeq();
      end.put(size, batch, first, clock.next());
      publish(first + batch.count() - 1);
      return tip.seq();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the last append may be in the file although it was never published.
  boolean leftSomething() {
    lock.lock();
    try {
      return end.leftSomething();
    } finally {
      lock.unlock();
    }
  }

  // ---- refusing

  private void makeRoom(int size) {
    refuse();
    long seq = tip.nextSeq();
    if (seq > Limits.SEQ_MAX) throw new StorageException.TooLarge(tip.nextPlace(), "seq", seq, Limits.SEQ_MAX);
    end.makeRoom(size);
  }

  /// A refused append changes nothing. On a full disk it first waits for one more try to write.
  private void refuse() {
    requireOpenAndSound();
    if (trouble.isFull()) {
      long before = chain.attempts();
      // The flusher may know nothing of a log whose chain is empty, and only a write finds out that there is room again.
      threads.arrived();
      threads.wakeFlusher();
      threads.await("room", () -> chain.attempts() != before || !trouble.isFull());
    }
    trouble.refuse(tip);
  }

  void requireOpenAndSound() {
    if (tip.isClosed()) throw tip.closedException();
    StorageException why = refusal;
    if (why != null) throw damagedException(why);
  }

  private StorageException damagedException(StorageException why) {
    return new StorageException.ReadOnly(tip.nextPlace(), "the log is damaged: " + why.getMessage());
  }

  /// Damage was met while reading: nothing more is appended to this log.
  public void damaged(StorageException.Corrupt damage) {
    lock.lock();
    try {
      if (refusal != null) return;
      refusal = damage;
      end.endBlock();
    } finally {
      lock.unlock();
    }
  }

  /// Writes what the `.key` file of a sealed segment is to hold.
  ///
  /// @return whether the file is there
  public boolean keepKeys(Segment segment, MemorySegment content) { return durability.keepKeys(segment, content); }

  public @Nullable StorageException fault() {
    StorageException why = refusal;
    return why != null ? why : trouble.now();
  }

  // ---- for the store's threads, which never wait for the lock

  /// Whether the flusher has to be told of this log.
  boolean markBusy() { return !busy.getAndSet(true); }

  /// Whether the log has nothing in flight and no block; then the flusher need not look at it.
  boolean unmarkBusyIfEmpty() {
    if (!lock.tryLock()) return false;
    try {
      if (chain.hasLinks() || chain.hasUnwritten() || trouble.isFull()) return false;
      busy.set(false);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for no append; whether none was under way.
  boolean passLock() {
    if (!lock.tryLock()) return false;
    lock.unlock();
    return true;
  }

  /// Gives an unused tail block back. Called by the flusher, which has seen that all of it is written.
  void releaseIdleBlock() {
    if (!lock.tryLock()) return;
    try {
      end.endIdleBlock();
    } finally {
      lock.unlock();
    }
  }

  Chain chain() { return chain; }

  Durability durability() { return durability; }

  /// Whether the last try to write met a full disk.
  boolean isFull() { return trouble.isFull(); }

  /// Whether what it holds can only become durable by opening the store again.
  boolean isBroken() { return trouble.fault() != null; }

  /// Whether it was not found damaged, and has something to force at all.
  public boolean isWritable() { return refusal == null; }

  /// Why what was published cannot be made durable, null when it can.
  public @Nullable StorageException trouble() {
    StorageException why = trouble.now();
    return why != null ? why : remains;
  }

  // ---- reading

  /// Folder of the log.
  public Path directory() { return files.directory(); }

  public long tipSeq() { return tip.seq(); }

  public Position tip() { return tip.position(); }

  /// Where nothing outlives the process, what is published has got as far as it can.
  public long durableSeq() { return writers.isVolatile() ? tip.seq() : durability.durableSeq(); }

  /// What was done since the log was opened; read from what is kept anyway, without a lock.
  public LogActivity activity() {
    Forces forces = durability.forces();
    return new LogActivity(tip.moved(), chain.writtenBytes(), forces.took(), forces.events(), end.rolls(),
        threads.stalls());
  }

  /// Copies published bytes of a segment: from the file below `flushed`, else from the front.
  ///
  /// @return bytes copied; 0 when nothing is published there
  public int copyOut(Segment segment, long offset, byte[] target, int at, int max) {
    return chain.copyOut(segment, offset, target, at, max);
  }

  /// Parks until the tip passes `seq`.
  public boolean awaitBeyond(long seq, long timeoutNanos) throws InterruptedException {
    if (tip.seq() > seq) return true;
    return writers.hasThreads() && tip.awaitBeyond(seq, timeoutNanos);
  }

  /// Parks until [#durableSeq] passes `seq`.
  public boolean awaitDurableBeyond(long seq, long timeoutNanos) throws InterruptedException {
    if (writers.isVolatile()) return awaitBeyond(seq, timeoutNanos);
    if (durability.durableSeq() > seq) return true;
    return writers.hasThreads() && durability.durable().awaitBeyond(seq, timeoutNanos);
  }

  /// Closes the active segment when it is not empty and older, so that it can be removed or copied although little is
  /// appended. On a thread of the store: waits for nothing, and leaves it to the next call when an append is under way.
  public void rollOlderThan(long epochNanos) {
    if (fault() != null || !lock.tryLock()) return;
    try {
      if (!tip.isClosed()) end.rollOlderThan(epochNanos);
    } finally {
      lock.unlock();
    }
  }

  // ---- trimming

  /// Removes the events before a seq; see [Trimming]. On the caller's thread.
  public Trimmed trim(long beforeSeq) {
    StorageException why = refusal;
    if (why != null) throw damagedException(why);
    try {
      return writers.crew().call(() -> trimming.trim(beforeSeq, true));
    } catch (IOException e) {
      throw Faults.typed(e, tip.nextPlace(), "trimming the log");
    }
  }

  /// As [#trim] on the helper's thread, which forces only before files go.
  ///
  /// @return null when it could not be done; the log's trouble says why
  public @Nullable Trimmed trimInBackground(long beforeSeq) {
    if (fault() != null) return null;
    try {
      return trimming.trim(beforeSeq, false);
    } catch (StorageException e) {
      // Closed meanwhile, or the device failed and all who wait have been told.
      Loggers.of(LogWriter.class).log(System.Logger.Level.DEBUG, "retention of " + files.logName(), e);
      return null;
    }
  }

  /// Has this run by the helper about once a second, until the log is closed.
  public void sweep(Sweep sweep) { writers.helper().sweep(sweep); }

  public void endSweep(Sweep sweep) { writers.helper().endSweep(sweep); }

  // ---- forcing and closing

  /// From now on events that nobody waits for are brought to the device within these limits.
  public void pace(Fsync limits) {
    if (writers.isVolatile()) return;
    lock.lock();
    try {
      if (tip.isClosed()) throw tip.closedException();
      pacing.limits(limits);
    } finally {
      lock.unlock();
    }
  }

  Pacing pacing() { return pacing; }

  public void force() {
    if (writers.isVolatile()) return;
    DurableWaiter waiter;
    lock.lock();
    try {
      long seq = tip.seq();
      if (seq <= durability.durableSeq()) return;
      waiter = enqueue(seq);
    } finally {
      lock.unlock();
    }
    if (waiter != null) receipts.await(waiter);
  }

  /// Waits for appends under way and lets no more in.
  ///
  /// @return whether the lock was got in time
  public boolean stop(long timeoutNanos) {
    boolean held = false;
    try {
      held = lock.tryLock() || lock.tryLock(timeoutNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      held = lock.tryLock();
    }
    if (!held) return false;
    try {
      tip.close();
      durability.durable().close();
      end.endBlock();
      if (refusal == null && end.leftSomething()) {
        hadRemains = true;
        remains = end.cleanUp();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// After [#stop]: everything to the device.
  ///
  /// @return whether that succeeded
  public boolean finish() {
    boolean clean = refusal == null && (!hadRemains && durability.isUntouched() || durability.finish());
    supply.release();
    return clean && remains == null;
  }

  /// After [#stop], for a log that is removed: frees its blocks without writing them.
  public void abandon() {
    durability.abandon(tip.closedException());
    supply.release();
  }
}
