// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.front.FrontBlock;
import org.redexdb.storage.front.FrontLayout;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.FrameEncoder;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Mapped;
import org.redexdb.storage.segment.OffsetIndex;
import org.redexdb.storage.segment.PreparedSegment;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.segment.SegmentStats;

/// The append side of one log. One lock around claim, checksum, copy and publication.
///
/// Publication order of an event, each step a release or weaker, in this thread: frame bytes → commit word (release) →
/// index entry → fill mark of the block (release) → `tip` (release). A reader that acquires a tip sees all of them for
/// every event up to it. The fill mark before the tip: whoever reads the tip and then writes the chain covers it.
///
/// Waiting under the lock (for a block, a segment, a large write) is for the store's threads only, and none of them ever
/// waits for this lock.
public final class LogWriter {
  /// A clock that steps back by less is held; by more, it is believed and reported.
  private static final long CLAMP_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int ZERO_CHUNK_BYTES = 1 << 20;
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
  private static final byte[] NO_BYTES = new byte[0];
  private static final OffsetIndex NO_INDEX = OffsetIndex.none();
  private static final MemorySegment NO_BLOCK = MemorySegment.ofArray(new long[0]);
  private static final System.Logger LOGGER = System.getLogger(LogWriter.class.getName());
  private static final VarHandle TIP;

  static {
    try {
      TIP = MethodHandles.lookup().findVarHandle(LogWriter.class, "tip", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long logId;
  private final SegmentFiles files;
  private final long segmentBytes;
  private final SegmentList segments;
  private final Position recoveredTip;
  private final Writers writers;
  private final LogOutput output;
  private final FrameEncoder encoder;

  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicBoolean sealing = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  // Under the lock.
  private Segment active;
  private OffsetIndex index;
  private SegmentStats stats;
  private Staged last;
  private MemorySegment block = NO_BLOCK;
  private long blockOffset;
  private int used;
  private int limit;
  private long nextSeq;
  private long lastTs;
  private long dirtyFrom;
  private long dirtyTo;
  private int awaiting;
  private boolean closed;
  private @Nullable StorageException refusal;
  /// Written by the appender and cleared by the helper: bytes that the next segment must have at least.
  private volatile long wantedCapacity;
  // Set by the helper, taken by the appender.
  private final AtomicReference<@Nullable PreparedSegment> prepared = new AtomicReference<>();
  private volatile @Nullable StorageException prepareFailure;
  /// No segment is taken any more. Written before `prepared` is emptied for good and read after it is filled: whoever
  /// comes last finds what the other left.
  private volatile boolean released;
  /// Written under the lock with release.
  @SuppressWarnings("unused")
  private long tip;

  /// @param recovered what opening found
  public LogWriter(long logId, SegmentFiles files, long segmentBytes, SegmentList segments, Recovered recovered,
      Writers writers) {
    this.logId = logId;
    this.files = files;
    this.segmentBytes = segmentBytes;
    this.segments = segments;
    this.recoveredTip = recovered.tip();
    this.writers = writers;
    this.active = segments.last();
    this.stats = active.stats();
    this.index = NO_INDEX;
    this.nextSeq = recovered.tip().seq() + 1;
    this.tip = recovered.tip().seq();
    this.lastTs = stats.count() == 0 ? Long.MIN_VALUE : stats.lastTs();
    this.blockOffset = active.flushed();
    this.refusal = recovered.refusal();
    this.encoder = new FrameEncoder(0, writers.epoch());
    encoder.target(active.identity().salt());
    this.output = new LogOutput(logId, writers.front(), writers.crew(), segments, this::tipSeq, writers.epoch(),
        writers.sink(), active, recovered.tip().seq());
    this.last = output.chainStart();
  }

  /// What opening found.
  ///
  /// @param tip last event
  /// @param refusal why nothing may be appended, or null
  public record Recovered(Position tip, @Nullable StorageException refusal) {}

  // ---- appending

  public Receipt append(int codec, byte[] metadata, byte[] payload, int offset, int length, long expectedNextSeq,
      Level level) {
    Objects.checkFromIndexSize(offset, length, payload.length);
    if (length > Limits.EVENT_BYTES_MAX)
      throw new StorageException.TooLarge(where(), "event payload bytes", length, Limits.EVENT_BYTES_MAX);
    if (metadata.length > Limits.METADATA_BYTES_MAX)
      throw new StorageException.TooLarge(where(), "event metadata bytes", metadata.length,
          Limits.METADATA_BYTES_MAX);
    int size = Frames.size(Frames.length(metadata.length, length));
    long seq;
    long ts;
    DurableWaiter waiter = null;
    lock.lock();
    try {
      checkExpected(expectedNextSeq);
      if (used + size > limit || output.trouble() != null) makeRoom(size);
      seq = nextSeq;
      ts = now();
      if (size > limit) {
        byte[] bytes = new byte[size];
        encodeInto(bytes, 0, seq, ts, 0, codec, metadata, 0, metadata.length, payload, offset, length);
        writeDirect(bytes, 1);
      } else {
        long word = encoder.begin(seq, ts, Frames.KIND_DATA, codec, 0, metadata, 0, metadata.length, payload, offset,
            length);
        encoder.copyTo(block, used, metadata, 0, metadata.length, payload, offset, length);
        int end = used + size;
        if (end < FrontLayout.BLOCK_BYTES) block.set(WORD, end, 0L);
        FrameEncoder.releaseCommitWord(block, used, word);
        count(seq, ts, word, blockOffset + used);
        used = end;
        last.fillTo(end);
      }
      if (level == Level.DISK) waiter = enqueue(seq);
      publish(seq);
    } finally {
      lock.unlock();
    }
    return acknowledged(seq, 1, ts, level, waiter);
  }

  public Receipt append(FrameBatch batch, long expectedNextSeq, Level level) {
    int count = batch.count();
    if (count == 0) throw new IllegalArgumentException("an empty batch");
    long size = 0;
    for (int i = 0; i < count; i++)
      size += Frames.size(Frames.length(batch.metadataLength(i), batch.payloadLength(i)));
    if (size > Limits.BATCH_BYTES_MAX)
      throw new StorageException.TooLarge(where(), "batch frame bytes", size, Limits.BATCH_BYTES_MAX);
    long seq;
    long ts;
    DurableWaiter waiter = null;
    lock.lock();
    try {
      checkExpected(expectedNextSeq);
      if (used + size > limit || output.trouble() != null) makeRoom((int) size);
      ts = now();
      if (size > limit) {
        byte[] bytes = new byte[(int) size];
        encodeInto(bytes, batch, ts);
        writeDirect(bytes, count);
      } else {
        stage(batch, ts);
      }
      seq = nextSeq + count - 1;
      if (level == Level.DISK) waiter = enqueue(seq);
      publish(seq);
    } finally {
      lock.unlock();
    }
    return acknowledged(seq, count, ts, level, waiter);
  }

  /// All frames with their commit words, but for the first: without it none of them exists. Then the first.
  private void stage(FrameBatch batch, long ts) {
    int count = batch.count();
    byte[] bytes = batch.bytes();
    int first = used;
    long firstWord = 0;
    int at = used;
    for (int i = 0; i < count; i++) {
      long word = encoder.begin(nextSeq + i, ts, Frames.KIND_DATA, batch.codec(i), batchFlags(i, count), bytes,
          batch.metadataOffset(i), batch.metadataLength(i), bytes, batch.payloadOffset(i), batch.payloadLength(i));
      if (i == 0) firstWord = word;
      encoder.copyTo(block, at, bytes, batch.metadataOffset(i), batch.metadataLength(i), bytes, batch.payloadOffset(i),
          batch.payloadLength(i));
      if (i > 0) FrameEncoder.putCommitWord(block, at, word);
      count(nextSeq + i, ts, word, blockOffset + at);
      at += Frames.size(Frames.length(batch.metadataLength(i), batch.payloadLength(i)));
      // Before the next frame's word: a block's earlier life must not show through.
      if (at < FrontLayout.BLOCK_BYTES) block.set(WORD, at, 0L);
    }
    FrameEncoder.releaseCommitWord(block, first, firstWord);
    used = at;
    last.fillTo(at);
  }

  private static int batchFlags(int i, int count) {
    if (count == 1) return 0;
    return i == 0 ? Frames.FLAG_BATCH_BEGIN : i == count - 1 ? Frames.FLAG_BATCH_END : 0;
  }

  private void encodeInto(byte[] target, FrameBatch batch, long ts) {
    int at = 0;
    int count = batch.count();
    for (int i = 0; i < count; i++)
      at = encodeInto(target, at, nextSeq + i, ts, batchFlags(i, count), batch.codec(i), batch.bytes(),
          batch.metadataOffset(i), batch.metadataLength(i), batch.bytes(), batch.payloadOffset(i),
          batch.payloadLength(i));
  }

  private int encodeInto(byte[] target, int at, long seq, long ts, int flags, int codec, byte[] meta, int metaAt,
      int metaBytes, byte[] payload, int payloadAt, int payloadBytes) {
    encoder.begin(seq, ts, Frames.KIND_DATA, codec, flags, meta, metaAt, metaBytes, payload, payloadAt, payloadBytes);
    encoder.copyTo(target, at, meta, metaAt, metaBytes, payload, payloadAt, payloadBytes);
    return at + Frames.size(Frames.length(metaBytes, payloadBytes));
  }

  private void count(long seq, long ts, long commitWord, long frameOffset) {
    stats.add(seq, ts, writers.epoch(), (int) (commitWord >>> 32) ^ active.identity().salt());
    index.put(seq - active.baseSeq(), frameOffset);
  }

  /// The one move that makes events visible.
  private void publish(long seq) {
    nextSeq = seq + 1;
    TIP.setRelease(this, seq);
    if (awaiting > 0) appended.signalAll();
    if (writers.flusher().isIdle()) writers.flusher().wake();
  }

  private @Nullable DurableWaiter enqueue(long seq) {
    if (writers.isVolatile()) return null;
    var waiter = new DurableWaiter(seq, Thread.currentThread());
    output.await(waiter);
    return waiter;
  }

  private Receipt acknowledged(long seq, int count, long ts, Level level, @Nullable DurableWaiter waiter) {
    if (waiter != null) {
      writers.committer().request(this);
      writers.await(waiter, where());
    }
    Level reached = writers.isVolatile() ? Level.MEMORY : level == Level.DISK ? Level.DISK : Level.OS;
    return new Receipt(new Position(writers.epoch(), seq), count, ts, reached, 1);
  }

  private void checkExpected(long expected) {
    if (expected != Log.ANY_SEQ && expected != nextSeq && !closed)
      throw new StorageException.Conflict(where(), expected, nextSeq);
  }

  private long now() {
    long now = writers.time().epochNanos();
    if (now < lastTs) {
      if (lastTs - now < CLAMP_NANOS) return lastTs;
      LOGGER.log(System.Logger.Level.WARNING, "{0}: the clock stepped back by {1} s; append times do so too",
          files.logName(), (lastTs - now) / 1_000_000_000L);
    }
    lastTs = now;
    return now;
  }

  // ---- making room: the slow path

  /// Leaves either room for `size` bytes in the block, or a `limit` below it when they are to bypass the front.
  private void makeRoom(int size) {
    refuse();
    if (nextSeq > Limits.SEQ_MAX) throw new StorageException.TooLarge(where(), "seq", nextSeq, Limits.SEQ_MAX);
    cleanUp();
    long at = blockOffset + used;
    if (at + size + Footer.RESERVE_BYTES > active.capacity() || stats.epochs() == SegmentStats.EPOCHS_MAX) roll(size);
    if (used + size <= limit) return;
    endBlock();
    if (size > FrontLayout.BLOCK_BYTES) return;
    lendBlock();
  }

  /// A refused append changes nothing. On a full disk it first waits for one more try to write.
  private void refuse() {
    if (closed) throw new StorageException.Closed(where(), "log " + files.logName());
    StorageException why = refusal;
    if (why != null) throw new StorageException.ReadOnly(where(), "the log is damaged: " + why.getMessage());
    if (output.isFull()) {
      long before = output.attempts();
      // It may know nothing of a log whose chain is empty, and only a write finds out that there is room again.
      writers.flusher().arrived(this);
      writers.flusher().wake();
      awaitOrRefuse(() -> output.attempts() != before || output.trouble() == null);
    }
    StorageException trouble = output.trouble();
    if (trouble != null) throw fresh(trouble);
  }

  /// An exception for this caller, with its own stack.
  private StorageException fresh(StorageException trouble) {
    return trouble instanceof StorageException.DiskFull
        ? new StorageException.DiskFull(where(), trouble)
        : new StorageException.NotDurable(where(), trouble);
  }

  private void awaitOrRefuse(BooleanSupplier done) {
    try {
      writers.crew().awaitUntil(done);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException.Interrupted(where(), "waiting for room to append; nothing was appended");
    }
  }

  private void endBlock() {
    if (last.block != null) last.full = true;
    blockOffset += used;
    used = 0;
    limit = 0;
    block = NO_BLOCK;
  }

  private void lendBlock() {
    active.openIndex();
    index = active.index();
    var lent = new FrontBlock[1];
    awaitOrRefuse(() -> (lent[0] = lend()) != null || output.trouble() != null);
    if (lent[0] == null) throw fresh(Objects.requireNonNull(output.trouble()));
    chain(Staged.inFront(active, blockOffset, lent[0]));
    block = lent[0].bytes();
    limit = (int) Math.min(FrontLayout.BLOCK_BYTES, active.capacity() - Footer.RESERVE_BYTES - blockOffset);
    if (blockOffset + FrontLayout.BLOCK_BYTES > active.capacity() / 2) writers.helper().prepare(this);
  }

  private @Nullable FrontBlock lend() {
    FrontBlock lent = writers.front().tryLend(active.uuid(), blockOffset, nextSeq, logId);
    if (lent == null) writers.flusher().wake();
    return lent;
  }

  private void chain(Staged link) {
    last.next = link;
    last = link;
    writers.flusher().arrived(this);
  }

  /// Gives an unused tail block back. Called by the flusher, which has seen that all of it is written.
  void releaseIdleBlock() {
    if (!lock.tryLock()) return;
    try {
      if (last.block != null && !last.full && last.filled() == used) endBlock();
    } finally {
      lock.unlock();
    }
  }

  /// Writes frames that bypass the front and waits for it; on return they are in the file.
  private void writeDirect(byte[] bytes, int count) {
    active.openIndex();
    index = active.index();
    long at = blockOffset;
    Staged link = Staged.direct(active, at, bytes);
    chain(link);
    writers.flusher().wake();
    awaitDone(link);
    StorageException failure = link.failure;
    if (failure != null) {
      dirtyFrom = at;
      dirtyTo = at + bytes.length;
      throw fresh(failure);
    }
    blockOffset = at + bytes.length;
    int frame = 0;
    for (int i = 0; i < count; i++) {
      count(nextSeq + i, Frames.ts(bytes, frame), Frames.longAt(bytes, frame), at + frame);
      frame += Frames.size(Frames.length(bytes, frame));
    }
  }

  /// Not interruptible: whether the frames are in the file must be known before the next append.
  private void awaitDone(Staged link) {
    boolean interrupted = false;
    while (true) {
      try {
        writers.crew().awaitUntil(() -> link.done);
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }

  /// A large write that failed may have left whole frames behind a zero commit word. They carry this epoch and the seqs
  /// to come, so they must be gone before anything is written in front of them.
  private void cleanUp() {
    while (dirtyFrom < dirtyTo) {
      int bytes = (int) Math.min(ZERO_CHUNK_BYTES, dirtyTo - dirtyFrom);
      endBlock();
      Staged link = Staged.direct(active, dirtyFrom, new byte[bytes]);
      chain(link);
      writers.flusher().wake();
      awaitDone(link);
      StorageException failure = link.failure;
      if (failure != null) throw fresh(failure);
      dirtyFrom += bytes;
    }
  }

  // ---- rolling

  private void roll(int size) {
    long needed = SegmentIdentity.HEADER_BYTES + (long) size + Footer.RESERVE_BYTES;
    // Sealing writes the index, and a segment trusted at a clean open has none before something is appended to it.
    if (nextSeq > active.baseSeq()) active.openIndex();
    awaitOrRefuse(() -> output.mayClose() || output.trouble() != null);
    refuseTrouble();
    PreparedSegment next = awaitPrepared(needed);
    endBlock();
    Segment old = active;
    long runningMax = stats.runningMaxTs();
    boolean empty = nextSeq == old.baseSeq();
    if (!empty) close(old);
    stats = new SegmentStats(runningMax);
    active = Segment.rolledTo(files, next,
        new SegmentHead.Roll(nextSeq, old.uuid(), writers.epoch(), runningMax), stats);
    index = active.index();
    encoder.target(active.identity().salt());
    blockOffset = SegmentIdentity.HEADER_BYTES;
    // An empty segment is replaced: the new file takes its name.
    if (!empty || !segments.replace(old, active)) segments.add(active);
    else
      writers.helper().retire(old);
  }

  private void refuseTrouble() {
    StorageException trouble = output.trouble();
    if (trouble != null) throw fresh(trouble);
  }

  /// SEAL and FOOTER of the active segment, on their way. No event comes after.
  private void close(Segment old) {
    byte[] footer = Footer.encode(stats, old.baseSeq(), nextSeq - 1);
    int sealBytes = Frames.size(Frames.length(0, 0));
    var bytes = new byte[sealBytes + Frames.size(Frames.length(0, footer.length))];
    encoder.begin(nextSeq, lastTs, Frames.KIND_SEAL, 0, 0, NO_BYTES, 0, 0, NO_BYTES, 0, 0);
    encoder.copyTo(bytes, 0, NO_BYTES, 0, 0, NO_BYTES, 0, 0);
    encoder.begin(nextSeq, lastTs, Frames.KIND_FOOTER, 0, 0, NO_BYTES, 0, 0, footer, 0, footer.length);
    encoder.copyTo(bytes, sealBytes, NO_BYTES, 0, 0, footer, 0, footer.length);
    old.sealAt(blockOffset);
    old.closeAt(nextSeq - 1);
    output.closing();
    chain(Staged.closing(old, blockOffset, bytes));
  }

  private PreparedSegment awaitPrepared(long needed) {
    while (true) {
      PreparedSegment ready = prepared.getAndSet(null);
      if (ready != null) {
        if (ready.identity().capacity() >= needed) return ready;
        writers.helper().discard(ready);
      }
      prepareFailure = null;
      wantedCapacity = Math.max(nextCapacity(), Long.highestOneBit(needed - 1) << 1);
      writers.helper().prepare(this);
      awaitOrRefuse(() -> prepared.get() != null || prepareFailure != null || released);
      if (released) throw new StorageException.Closed(where(), "log " + files.logName());
      StorageException failure = prepareFailure;
      if (failure != null) throw failure;
    }
  }

  /// Segments double up to the log's full size, so that a small log stays small.
  private long nextCapacity() { return Math.min(segmentBytes, active.capacity() * 2); }

  // ---- for the store's threads

  /// Whether the flusher has to be told of this log.
  boolean markBusy() { return !busy.getAndSet(true); }

  /// Whether the log has nothing in flight and no block; then the flusher need not look at it.
  boolean unmarkBusyIfEmpty() {
    if (!lock.tryLock()) return false;
    try {
      if (output.hasLinks() || output.hasUnwritten() || output.isFull()) return false;
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

  boolean markSealing() { return !sealing.getAndSet(true); }

  void unmarkSealing() { sealing.set(false); }

  boolean needsPrepared() { return !released && prepared.get() == null; }

  long capacityToPrepare() { return Math.max(wantedCapacity, nextCapacity()); }

  void prepared(PreparedSegment ready) {
    wantedCapacity = 0;
    prepared.set(ready);
    if (released) discardPrepared();
    writers.crew().ring();
  }

  /// On a thread of the store, which never waits for the log's lock: either this or [#prepared] gets the segment.
  private void releasePrepared() {
    released = true;
    discardPrepared();
    writers.crew().ring();
  }

  private void discardPrepared() {
    PreparedSegment unused = prepared.getAndSet(null);
    if (unused != null) writers.helper().discardNow(unused);
  }

  void notPrepared(StorageException why) {
    prepareFailure = why;
    writers.crew().ring();
  }

  LogOutput output() { return output; }

  SegmentFiles files() { return files; }

  /// Folder of the log.
  public Path directory() { return files.directory(); }

  SegmentIdentity modelIdentity() { return segments.last().identity(); }

  // ---- reading

  public long tipSeq() { return (long) TIP.getAcquire(this); }

  public Position tip() {
    long seq = tipSeq();
    return seq == recoveredTip.seq() ? recoveredTip : new Position(writers.epoch(), seq);
  }

  public long durableSeq() { return output.durableSeq(); }

  public @Nullable StorageException fault() {
    StorageException why = refusal;
    return why != null ? why : output.trouble();
  }

  /// Damage was met while reading: nothing more is appended to this log.
  public void damaged(StorageException.Corrupt damage) {
    lock.lock();
    try {
      if (refusal != null) return;
      refusal = damage;
      endBlock();
    } finally {
      lock.unlock();
    }
  }

  /// Copies published bytes of a segment: from the file below `flushed`, else from the front.
  ///
  /// @return bytes copied; 0 when nothing is published there
  public int copyOut(Segment segment, long offset, byte[] target, int at, int max) {
    while (true) {
      long flushed = segment.flushed();
      if (offset < flushed) {
        int bytes = (int) Math.min(max, flushed - offset);
        segment.open();
        Mapped.copyOut(segment.map(), offset, target, at, bytes, segment.path());
        return bytes;
      }
      Staged link = output.find(segment, offset);
      FrontBlock lent = link == null ? null : link.block;
      if (link == null || lent == null) {
        if (segment.flushed() <= offset) return 0;
        continue;
      }
      int bytes = (int) Math.min(max, link.filled() - (offset - link.fileOffset));
      MemorySegment.copy(lent.bytes(), ValueLayout.JAVA_BYTE, offset - link.fileOffset, target, at, bytes);
      // The copy before the check: had the block been lent to someone else during it, `released` was set before.
      VarHandle.acquireFence();
      if (!link.released) return bytes;
    }
  }

  /// Parks until the tip passes `seq`.
  public boolean awaitBeyond(long seq, long timeoutNanos) throws InterruptedException {
    if (tipSeq() > seq) return true;
    if (!writers.hasThreads()) return false;
    long left = timeoutNanos;
    lock.lockInterruptibly();
    try {
      awaiting++; // under the lock: no appender can have published without seeing it
      while (tipSeq() <= seq) {
        if (closed || left <= 0) return false;
        left = appended.awaitNanos(left);
      }
      return true;
    } finally {
      awaiting--;
      lock.unlock();
    }
  }

  // ---- forcing and closing

  public void force() {
    if (writers.isVolatile()) return;
    DurableWaiter waiter;
    lock.lock();
    try {
      if (tipSeq() <= output.durableSeq()) return;
      waiter = enqueue(tipSeq());
    } finally {
      lock.unlock();
    }
    if (waiter == null) return;
    writers.committer().request(this);
    writers.await(waiter, where());
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
      closed = true;
      endBlock();
      appended.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// After [#stop]: everything to the device.
  ///
  /// @return whether that succeeded
  public boolean finish() {
    boolean clean = refusal == null && (output.isUntouched() || output.finish());
    releasePrepared();
    return clean;
  }

  /// After [#stop], for a log that is removed: frees its blocks without writing them.
  public void abandon() {
    output.abandon(new StorageException.Closed(where(), "log " + files.logName()));
    releasePrepared();
  }

  private Where where() { return Where.seq(files.logName(), nextSeq); }
}
