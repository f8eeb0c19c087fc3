// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Fsync;
import org.redexdb.storage.api.LogStatus;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions.Verify;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.commit.LogWriter;
import org.redexdb.storage.key.LogKeys;
import org.redexdb.storage.once.FirstCopy;
import org.redexdb.storage.once.OnceBatch;
import org.redexdb.storage.once.OnceSearch;
import org.redexdb.storage.once.Stored;
import org.redexdb.storage.read.History;
import org.redexdb.storage.read.LogReads;
import org.redexdb.storage.read.LogView;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;

/// A log of the writing process: its write side and its read side under one name.
final class DiskLog implements StoredLog, LogView {
  private final SegmentIdentity identity;
  private final long id;
  private final SegmentList segments;
  private final LogWriter writer;
  private final LogReads reads;
  private final LogRetention retention;
  private final LogKeys keys;
  private volatile boolean closed;

  DiskLog(long id, SegmentIdentity identity, SegmentList segments, LogWriter writer, Verify verify,
      TimeSource time) {
    this.id = id;
    this.identity = identity;
    this.segments = segments;
    this.writer = writer;
    this.reads = new LogReads(this, verify);
    this.retention = new LogRetention(writer, reads, time);
    this.keys = new LogKeys(this, reads, segments.first().files().keyHash(), writer::keepKeys);
  }

  @Override
  public LogWriter writer() { return writer; }

  void markClosed() {
    closed = true;
    writer.endSweep(retention);
  }

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
  public Receipt append(PayloadCodec codec, byte[] metadata, byte[] payload, int offset, int length,
      long expectedNextSeq, Ack ack) {
    requireOneCopy(ack);
    return writer.append(codec.id(), metadata, payload, offset, length, expectedNextSeq, ack.level());
  }

  @Override
  public Receipt append(FrameBatch batch, long expectedNextSeq, Ack ack) {
    requireOneCopy(ack);
    try {
      return writer.append(batch, expectedNextSeq, ack.level());
    } catch (StorageException.Conflict e) {
      return writer.storedReceipts().of(stored(batch, e), ack.level());
    }
  }

  @Override
  public Receipt append(FrameBatch batch, byte[] key, long keySeq, Ack ack) {
    requireOneCopy(ack);
    requireOpen();
    try {
      return writer.append(batch, keys.expect(key, keySeq), ack.level());
    } catch (StorageException.Conflict e) {
      return writer.storedReceipts().of(stored(batch, e), ack.level());
    }
  }

  @Override
  public CompletableFuture<Receipt> appendAsync(FrameBatch batch, long expectedNextSeq, Ack ack) {
    requireOneCopy(ack);
    try {
      return writer.appendAsync(batch, expectedNextSeq, ack.level());
    } catch (StorageException.Conflict e) {
      return writer.storedReceipts().later(stored(batch, e), ack.level());
    }
  }

  /// Whether a batch whose expectation does not hold was stored long ago: what it expected held then, and the window may know
  /// only that its producer has gone on since.
  ///
  /// @throws StorageException.Conflict as given: it was not
  private Stored stored(FrameBatch batch, StorageException.Conflict why) {
    OnceBatch once = OnceBatch.of(batch);
    if (once == null) throw why;
    @Nullable
    FirstCopy @Nullable [] copies = writer.storedReceipts().firstCopies(once);
    if (copies == null) throw why;
    OnceSearch.complete(once, copies, reads);
    Stored stored = Stored.of(copies);
    if (stored == null) throw why;
    return stored;
  }

  @Override
  public long put(PayloadCodec codec, byte[] metadata, byte[] payload, int offset, int length, Ack ack) {
    requireOneCopy(ack);
    return writer.put(codec.id(), metadata, payload, offset, length, ack.level());
  }

  /// The place for the error is made only when there is one: nothing here makes garbage.
  private void requireOneCopy(Ack ack) {
    if (ack.copies() > 1) requireOneCopy(ack, Where.channel(name()));
  }

  static void requireOneCopy(Ack ack, Where where) {
    if (ack.copies() > 1)
      throw new StorageException.Unsupported(where,
          "an acknowledgement by " + ack.copies() + " copies needs a replicated log");
  }

  @Override
  public void force() {
    requireOpen();
    writer.force();
  }

  @Override
  public Position tip() { return writer.tip(); }

  @Override
  public boolean contains(Position position) {
    requireOpen();
    return History.contains(this, position, false);
  }

  @Override
  public long firstSeq() { return reads.firstSeq(); }

  @Override
  public long durableSeq() { return writer.durableSeq(); }

  @Override
  public Trimmed trim(long beforeSeq) {
    requireOpen();
    return writer.trim(beforeSeq);
  }

  @Override
  public void retain(Retention limits) {
    requireOpen();
    retention.limits(limits);
  }

  @Override
  public void pace(Fsync limits) {
    requireOpen();
    writer.pace(limits);
  }

  @Override
  public Trimmed applyRetention() {
    requireOpen();
    return retention.apply();
  }

  @Override
  public Pin pin(long fromSeq) {
    requireOpen();
    return segments.floor().pin(fromSeq);
  }

  @Override
  public boolean awaitBeyond(long seq, Duration timeout) throws InterruptedException {
    return writer.awaitBeyond(seq, StoredLog.nanos(timeout));
  }

  @Override
  public boolean awaitDurableBeyond(long seq, Duration timeout) throws InterruptedException {
    return writer.awaitDurableBeyond(seq, StoredLog.nanos(timeout));
  }

  @Override
  public LogStatus status() {
    StorageException fault = writer.fault();
    return StoredLog.status(segments, tip(), firstSeq(), durableSeq(),
        fault == null ? null : fault.getMessage(), writer.activity());
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
  public long tipSeq() { return writer.tipSeq(); }

  @Override
  public int copyOut(Segment segment, long offset, byte[] target, int at, int max) {
    return writer.copyOut(segment, offset, target, at, max);
  }

  @Override
  public void damaged(StorageException.Corrupt damage) { writer.damaged(damage); }

  @Override
  public boolean isClosed() { return closed; }

  @Override
  public String toString() { return "Log[" + id + ", " + name() + "]"; }
}
