// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Fsync;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.LogStatus;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions.Verify;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.commit.LogWriter;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.key.LogKeys;
import org.redexdb.storage.read.History;
import org.redexdb.storage.read.LogReads;
import org.redexdb.storage.read.LogView;
import org.redexdb.storage.recovery.LogRecovery.RecoveredLog;
import org.redexdb.storage.segment.Mapped;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;

/// A log of a store opened read-only. Follows the writer, when there is one, by the tip it shows in `redex.ctl` and by
/// the frames in its segment files, each checked before it counts. Writes nothing.
final class FollowedLog implements StoredLog, LogView {
  private final long id;
  private final SegmentIdentity identity;
  private final SegmentFiles files;
  private final SegmentList segments;
  private final SegmentFollower follower;
  private final WriterSight writer;
  private final LogReads reads;
  private final LogKeys keys;
  private final @Nullable StorageException fault;

  /// @param visibleSeq last seq to be shown until the writer shows more; before the last one found when what follows is of
  ///          commits over several logs that cannot be seen whole
  FollowedLog(long id, RecoveredLog log, long visibleSeq, WriterSight writer, Verify verify) {
    this.id = id;
    this.identity = log.identity();
    this.files = log.files();
    this.segments = log.segments();
    this.writer = writer;
    this.follower = new SegmentFollower(identity.name(), files, segments, log.tip());
    this.fault = log.refusal();
    this.reads = new LogReads(this, verify);
    this.keys = new LogKeys(this, reads, files.keyHash(), (segment, content) -> false);
    if (visibleSeq < log.tip().seq()) follower.hideBehind(positionOf(visibleSeq));
  }

  private Position positionOf(long seq) {
    var block = new FrameBlock();
    return seq >= 0 && reads.read(seq, block) ? new Position(block.epoch(0), seq) : new Position(0, seq);
  }

  void close() throws IOException { follower.close(); }

  // ---- following

  @Override
  public long tipSeq() {
    if (fault == null && !isClosed()) {
      try {
        ControlFile shown = writer.control();
        if (shown != null) follower.follow(shown.epoch(), shown.floorSeq(id), shown.tipSeq(id));
      } catch (IOException e) {
        throw Faults.typed(e, Where.channel(name()), "following the writer");
      }
    }
    return follower.known().seq();
  }

  /// Whether everything up to `target` has been found; also when a log is damaged and never gets there.
  boolean reaches(long target) throws IOException {
    if (fault != null || isClosed()) return true;
    ControlFile shown = writer.control();
    if (shown != null) follower.follow(shown.epoch(), shown.floorSeq(id), target);
    return follower.known().seq() >= target;
  }

  // ---- what it is

  @Override
  public long id() { return id; }

  @Override
  public String name() { return identity.name(); }

  @Override
  public UUID uuid() { return identity.logUuid(); }

  @Override
  public long segmentBytes() { return identity.logSegmentBytes(); }

  @Override
  public String note() { return identity.note(); }

  @Override
  public Position tip() {
    tipSeq();
    return follower.known();
  }

  /// What a writer appended may not have been seen here; what an earlier one left is complete once there is a later one.
  @Override
  public boolean contains(Position position) {
    requireOpen();
    try {
      // In this order: a writer shows its epoch when it shows all that it found.
      boolean mayCome = Integer.compareUnsigned(position.epoch(), writer.epoch()) >= 0;
      return History.contains(this, position, mayCome);
    } catch (IOException e) {
      throw Faults.typed(e, Where.channel(name()), "following the writer");
    }
  }

  @Override
  public long firstSeq() {
    tipSeq();
    return reads.firstSeq();
  }

  /// The writer does not hear of it: what is kept are this process's mappings.
  @Override
  public Pin pin(long fromSeq) {
    requireOpen();
    while (true) {
      long first = firstSeq();
      Pin pin = segments.floor().pin(fromSeq);
      boolean done = false;
      try {
        for (Segment segment : segments.all()) if (segment.lastSeq() >= pin.seq()) map(segment);
        done = true;
        return pin;
      } catch (StorageException.DeviceFault e) {
        pin.close();
        // Removed just now, or there is another reason.
        if (firstSeq() <= Math.max(first, fromSeq)) throw e;
      } finally {
        if (!done) pin.close();
      }
    }
  }

  private static void map(Segment segment) {
    if (!segment.pin()) return;
    try {
      segment.open();
    } finally {
      segment.unpin();
    }
  }

  @Override
  public long durableSeq() {
    try {
      ControlFile shown = writer.control();
      if (shown == null) return follower.known().seq();
      return Math.min(shown.durableSeq(id), tipSeq());
    } catch (IOException e) {
      throw Faults.typed(e, Where.channel(name()), "following the writer");
    }
  }

  @Override
  public boolean awaitBeyond(long seq, Duration timeout) throws InterruptedException {
    boolean passed = files.crew().awaitUntil(() -> isClosed() || tipSeq() > seq, StoredLog.nanos(timeout));
    requireOpen();
    return passed;
  }

  @Override
  public boolean awaitDurableBeyond(long seq, Duration timeout) throws InterruptedException {
    boolean passed = files.crew().awaitUntil(() -> isClosed() || durableSeq() > seq, StoredLog.nanos(timeout));
    requireOpen();
    return passed;
  }

  @Override
  public LogStatus status() {
    return StoredLog.status(segments, tip(), firstSeq(), durableSeq(),
        fault == null ? null : fault.getMessage(), LogActivity.NONE);
  }

  @Override
  public SegmentList segments() { return segments; }

  @Override
  public LogReads reads() { return reads; }

  @Override
  public LogKeys keys() { return keys; }

  @Override
  public boolean isShared() { return identity.shared(); }

  @Override
  public int copyOut(Segment segment, long offset, byte[] target, int at, int max) {
    long flushed = segment.flushed();
    if (offset >= flushed) return 0;
    segment.open();
    int bytes = (int) Math.min(max, flushed - offset);
    Mapped.copyOut(segment.map(), offset, target, at, bytes, segment.path());
    return bytes;
  }

  @Override
  public void damaged(StorageException.Corrupt damage) {}

  @Override
  public boolean isClosed() { return follower.isClosed(); }

  // ---- refused

  @Override
  public Receipt append(PayloadCodec codec, byte[] metadata, byte[] payload, int offset, int length,
      long expectedNextSeq, Ack ack) {
    throw readOnly();
  }

  @Override
  public Receipt append(FrameBatch batch, long expectedNextSeq, Ack ack) { throw readOnly(); }

  @Override
  public Receipt append(FrameBatch batch, byte[] key, long keySeq, Ack ack) { throw readOnly(); }

  @Override
  public long put(PayloadCodec codec, byte[] metadata, byte[] payload, int offset, int length, Ack ack) {
    throw readOnly();
  }

  @Override
  public CompletableFuture<Receipt> appendAsync(FrameBatch batch, long expectedNextSeq, Ack ack) { throw readOnly(); }

  @Override
  public void force() { throw readOnly(); }

  @Override
  public Trimmed trim(long beforeSeq) { throw readOnly(); }

  @Override
  public void retain(Retention limits) { throw readOnly(); }

  @Override
  public Trimmed applyRetention() { throw readOnly(); }

  @Override
  public void pace(Fsync limits) { throw readOnly(); }

  private StorageException readOnly() { return refusal(name()); }

  @Override
  public StorageException refusal(String channel) { return writer.refusal(Where.channel(channel)); }

  @Override
  public @Nullable LogWriter writer() { return null; }

  @Override
  public String toString() { return "Log[" + id + ", " + name() + ", read-only]"; }
}
