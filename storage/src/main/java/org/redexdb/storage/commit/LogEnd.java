// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.events.Recorder;
import org.redexdb.storage.events.RollEvent;
import org.redexdb.storage.front.FrontBlock;
import org.redexdb.storage.front.FrontLayout;
import org.redexdb.storage.once.FirstCopies;
import org.redexdb.storage.once.OnceBatch;
import org.redexdb.storage.segment.ClosingFrames;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.FrameEncoder;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.OffsetIndex;
import org.redexdb.storage.segment.PreparedSegment;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.segment.SegmentStats;

/// Where the next frame goes: the active segment and the block that is lent for its end. Puts frames there and, when
/// there is no room, gets a block or a segment. All of it under the log's lock.
///
/// What it puts is complete, and not visible before the tip moves: frame bytes → commit word (release) → index entry →
/// fill mark of the block (release).
final class LogEnd {
  private static final int CLEAR_BYTES = 1024;
  private static final OffsetIndex NO_INDEX = OffsetIndex.none();
  private static final MemorySegment NO_BLOCK = MemorySegment.ofArray(new long[0]);

  private final int epoch;
  private final Helper helper;
  private final SegmentList segments;
  private final Tip tip;
  private final AppendClock clock;
  private final Chain chain;
  private final ClosedSegments closed;
  private final Trouble trouble;
  private final StoreThreads threads;
  private final SegmentSupply supply;
  private final FrameEncoder encoder;
  private final HeapFrames heapFrames;
  private final LargeWrites largeWrites;
  private final FirstCopies firstCopies;
  private final Tally rolls = new Tally();
  private Segment active;
  private OffsetIndex index = NO_INDEX;
  private SegmentStats stats;
  /// Whether an event of the active segment has metadata.
  private boolean metadata;
  /// Link of the block; without a block, of the last one, which is full, or of none.
  private Staged link = Staged.start();
  private MemorySegment block = NO_BLOCK;
  private long blockOffset;
  private int used;
  private int limit;
  /// Behind what is used the block is zero up to here.
  private int cleared;
  /// Bytes to be left in the active segment for the frames that end it.
  private int reserve;
  /// Events that are stored once to come with the next put.
  private int expectedOnce;

  LogEnd(Writers writers, SegmentList segments, Tip tip, AppendClock clock, Chain chain, ClosedSegments closed,
      Trouble trouble, StoreThreads threads, SegmentSupply supply, FirstCopies firstCopies) {
    this.epoch = writers.epoch();
    this.helper = writers.helper();
    this.segments = segments;
    this.tip = tip;
    this.clock = clock;
    this.chain = chain;
    this.closed = closed;
    this.trouble = trouble;
    this.threads = threads;
    this.supply = supply;
    this.firstCopies = firstCopies;
    this.encoder = new FrameEncoder(0, epoch);
    this.heapFrames = new HeapFrames(encoder);
    this.largeWrites = new LargeWrites(chain, threads, tip);
    this.active = segments.last();
    this.stats = active.stats();
    this.metadata = stats.count() > 0; // not known of what opening found
    this.blockOffset = active.flushed();
    encoder.target(active.identity().salt());
    this.reserve = reserve(0);
  }

  // ---- putting frames, after [#makeRoom] if they do not fit

  /// Whether the block has room for so many bytes.
  boolean fits(int size) { return used + size <= limit; }

  /// @param size bytes of the frame
  void put(int size, long seq, long ts, int codec, byte[] meta, byte[] payload, int offset, int length) {
    if (meta.length != 0) metadata = true;
    if (used + size > limit) {
      putLarge(heapFrames.one(seq, ts, codec, meta, payload, offset, length), 1);
      return;
    }
    int end = used + size;
    if (end >= cleared) clearBeyond(end);
    long word = encoder.begin(seq, ts, Frames.KIND_DATA, codec, 0, meta, 0, meta.length, payload, offset, length);
    encoder.copyTo(block, used, meta, 0, meta.length, payload, offset, length);
    FrameEncoder.releaseCommitWord(block, used, word);
    count(seq, ts, word, blockOffset + used);
    used = end;
    link.fillTo(end);
  }

  /// All frames with their commit words, but for the first: without it none of them exists. Then the first.
  ///
  /// @param size bytes of all frames
  void put(int size, FrameBatch batch, long firstSeq, long ts) {
    if (batch.hasMetadata()) metadata = true;
    if (used + size > limit) {
      putLarge(heapFrames.all(batch, size, firstSeq, ts, 0), batch.count());
      return;
    }
    if (used + size >= cleared) clearBeyond(used + size);
    int count = batch.count();
    byte[] bytes = batch.bytes();
    int first = used;
    long firstWord = 0;
    int at = used;
    for (int i = 0; i < count; i++) {
      long word = encoder.begin(firstSeq + i, ts, Frames.KIND_DATA, batch.codec(i), HeapFrames.batchFlags(batch, i),
          bytes, batch.metadataOffset(i), batch.metadataLength(i), bytes, batch.payloadOffset(i),
          batch.payloadLength(i));
      if (i == 0) firstWord = word;
      encoder.copyTo(block, at, bytes, batch.metadataOffset(i), batch.metadataLength(i), bytes, batch.payloadOffset(i),
          batch.payloadLength(i));
      if (i > 0) FrameEncoder.putCommitWord(block, at, word);
      count(firstSeq + i, ts, word, blockOffset + at);
      at += Frames.size(Frames.length(batch.metadataLength(i), batch.payloadLength(i)));
    }
    FrameEncoder.releaseCommitWord(block, first, firstWord);
    used = at;
    link.fillTo(at);
  }

  /// Zeroes the block beyond `end`, where frames will stop: its earlier life must not show through. In steps of 1 KiB, for
  /// the lines may still be in the cache of the core that wrote them to the file, and are fetched for many frames at once
  /// where a fence after each frame would wait for them one by one.
  private void clearBeyond(int end) {
    int to = Math.min(end + CLEAR_BYTES & -CLEAR_BYTES, FrontLayout.BLOCK_BYTES);
    if (to > cleared) block.asSlice(cleared, to - cleared).fill((byte) 0);
    cleared = to == FrontLayout.BLOCK_BYTES ? Integer.MAX_VALUE : to;
  }

  private void putLarge(byte[] bytes, int count) {
    useIndex();
    long at = blockOffset;
    largeWrites.write(active, at, bytes);
    blockOffset = at + bytes.length;
    count(bytes, count, at);
  }

  private void count(byte[] frames, int count, long at) {
    long seq = tip.nextSeq();
    int frame = 0;
    for (int i = 0; i < count; i++) {
      count(seq + i, Frames.ts(frames, frame), Frames.longAt(frames, frame), at + frame);
      frame += Frames.size(Frames.length(frames, frame));
    }
  }

  // ---- events that are stored once

  /// So many of them come with the next put: there has to be room for what the log will know of them.
  void expectOnce(int events) {
    expectedOnce = events;
    reserve = reserve(events);
    limit = (int) Math.min(limit, active.capacity() - reserve - blockOffset);
  }

  private int reserve(int more) { return Footer.RESERVE_BYTES + firstCopies.frameBytes(stats, more); }

  /// They were put, from `firstSeq` on.
  void putOnce(OnceBatch events, long firstSeq, long ts) {
    expectedOnce = 0;
    stats.addOnce(events.count());
    firstCopies.add(events, firstSeq, ts, epoch);
  }

  // ---- for commits over several logs

  Segment active() { return active; }

  /// Where the next frame will begin.
  long offset() { return blockOffset + used; }

  /// Where an event of the active segment begins.
  long offset(long seq) {
    useIndex();
    return index.offset(seq - active.baseSeq());
  }

  /// The frames of a batch for [#offset], complete.
  ///
  /// @param flags of each frame, besides those of the batch
  byte[] encode(FrameBatch batch, int size, long firstSeq, long ts, int flags) {
    return heapFrames.all(batch, size, firstSeq, ts, flags);
  }

  boolean leftSomething() { return largeWrites.leftSomething(); }

  /// After the last append: zeroes what it left if it failed, or an open after a clean close would take that for its own.
  ///
  /// @return why that failed, null when it did not
  @Nullable
  StorageException cleanUp() {
    try {
      largeWrites.cleanUp(active);
      return null;
    } catch (StorageException e) {
      return e;
    }
  }

  /// As [#makeRoom], but for the block.
  void makeRoomInSegment(int size) {
    if (largeWrites.leftSomething()) {
      endBlock();
      largeWrites.cleanUp(active);
    }
    long at = blockOffset + used;
    if (at + size + reserve > active.capacity() || stats.epochs() == SegmentStats.EPOCHS_MAX) roll(size);
  }

  /// A block with room for so many bytes if one is free; waiting for one could be for ever, while other logs are locked.
  void lendBlockIfFree(int size) {
    useIndex();
    if (used + size <= limit) return;
    endBlock();
    if (size > FrontLayout.BLOCK_BYTES) return;
    Staged next = chain.tryLend(active, blockOffset);
    if (next != null) use(next);
  }

  /// Puts frames that were given this place; into the block, or as a link of their own.
  void put(Participant.Place place) {
    metadata = true; // not looked for: such a commit costs more than a look at a segment does
    byte[] frames = place.frames();
    int size = frames.length;
    long at = offset();
    if (used + size <= limit) {
      int first = used;
      int end = used + size;
      if (end >= cleared) clearBeyond(end);
      MemorySegment.copy(frames, Long.BYTES, block, ValueLayout.JAVA_BYTE, first + Long.BYTES, size - Long.BYTES);
      FrameEncoder.releaseCommitWord(block, first, Frames.longAt(frames, 0));
      used = end;
      count(frames, place.count(), at);
      link.fillTo(end);
    } else {
      endBlock();
      chain.add(place.link());
      link = place.link();
      blockOffset += size;
      count(frames, place.count(), at);
    }
  }

  private void count(long seq, long ts, long commitWord, long frameOffset) {
    stats.add(seq, ts, epoch, (int) (commitWord >>> 32) ^ active.identity().salt());
    index.put(seq - active.baseSeq(), frameOffset);
  }

  /// A segment trusted at a clean open has no index before something is appended to it.
  private void useIndex() {
    active.openIndex();
    index = active.index();
  }

  // ---- making room: the slow path

  /// Leaves either room for `size` bytes in the block, or no block when they are to bypass the front.
  void makeRoom(int size) {
    makeRoomInSegment(size);
    if (used + size <= limit) return;
    endBlock();
    if (size > FrontLayout.BLOCK_BYTES) return;
    lendBlock();
  }

  /// The next frame needs a new block; what is in this one goes to the file without waiting for more.
  void endBlock() {
    if (link.block != null) link.full = true;
    blockOffset += used;
    used = 0;
    limit = 0;
    block = NO_BLOCK;
  }

  /// Gives an unused block back: one of which all is written.
  void endIdleBlock() {
    if (link.block != null && !link.full && link.filled() == used) endBlock();
  }

  private void lendBlock() {
    useIndex();
    var lent = new @Nullable Staged[1];
    Flusher.Stuck before = threads.stuck();
    threads.await("block", () -> (lent[0] = chain.tryLend(active, blockOffset)) != null || trouble.now() != null
        || threads.stuck() != before);
    Staged next = lent[0];
    if (next == null) {
      trouble.refuse(tip);
      throw noBlock(threads.stuck());
    }
    use(next);
  }

  private StorageException noBlock(Flusher.Stuck stuck) {
    if (stuck.full) return new StorageException.DiskFull(tip.nextPlace(), null);
    return new StorageException.DeviceFault(tip.nextPlace(), "the device failed under other logs, and their events hold"
        + " all blocks of the front; close and open the store again, nothing acknowledged is lost", null);
  }

  private void use(Staged next) {
    FrontBlock front = Objects.requireNonNull(next.block);
    chain.add(next);
    link = next;
    block = front.bytes();
    cleared = 0;
    limit = (int) Math.min(FrontLayout.BLOCK_BYTES, active.capacity() - reserve - blockOffset);
    supply.orderInTime(blockOffset + FrontLayout.BLOCK_BYTES);
  }

  // ---- rolling

  /// Rolls when the first event of the active segment was appended before `epochNanos`, unless that had to be waited for: then
  /// what is needed is ordered.
  void rollOlderThan(long epochNanos) {
    if (stats.count() == 0 || stats.minTs() >= epochNanos || !closed.mayClose() || leftSomething()) return;
    if (supply.isReady()) roll(0);
  }

  /// Goings on in a new segment. Any thread.
  LogActivity.Spent rolls() { return rolls.spent(); }

  private void roll(int size) {
    RollEvent told = Recorder.roll();
    long beganNanos = threads.measuredNanos();
    rollNow(size);
    rolls.add(threads.measuredNanos() - beganNanos);
    if (told == null || !Recorder.ends(told)) return;
    told.log = tip.logName();
    told.baseSeq = active.baseSeq();
    told.capacityBytes = active.capacity();
    told.commit();
  }

  private void rollNow(int size) {
    long nextSeq = tip.nextSeq();
    byte[] once = firstCopies.snapshot();
    // As much as before the roll is more than enough behind it, where the events of this segment are known by their rows.
    long needed = SegmentIdentity.HEADER_BYTES + (long) size + reserve;
    // Sealing writes the index.
    if (nextSeq > active.baseSeq()) active.openIndex();
    threads.await("segment", () -> closed.mayClose() || trouble.now() != null);
    trouble.refuse(tip);
    PreparedSegment next = supply.take(needed);
    endBlock();
    Segment old = active;
    long runningMax = stats.runningMaxTs();
    boolean empty = nextSeq == old.baseSeq();
    if (!empty) close(old, nextSeq, once);
    stats = new SegmentStats(runningMax);
    active = Segment.rolledTo(old.files(), next, new SegmentHead.Roll(nextSeq, old.uuid(), epoch, runningMax), stats);
    index = active.index();
    reserve = reserve(expectedOnce);
    encoder.target(active.identity().salt());
    blockOffset = SegmentIdentity.HEADER_BYTES;
    // An empty segment is replaced: the new file takes its name.
    if (empty) active.replacesEmpty(segments.floor());
    if (!empty || !segments.replace(old, active)) segments.add(active);
    else
      helper.retire(old);
  }

  /// SEAL to FOOTER of the active segment, on their way. No event comes after.
  private void close(Segment old, long nextSeq, byte[] once) {
    byte[] footer = Footer.encode(stats, old.baseSeq(), nextSeq - 1, firstCopies.rows());
    byte[] bytes = heapFrames.closing(nextSeq, clock.last(), once, footer);
    old.mayHaveKeys(metadata);
    metadata = false;
    old.sealAt(blockOffset, blockOffset + ClosingFrames.footerOffset(once), firstCopies.rows());
    firstCopies.rolled();
    old.closeAt(nextSeq - 1);
    closed.announce();
    chain.add(Staged.closing(old, blockOffset, bytes));
  }
}
