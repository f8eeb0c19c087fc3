// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
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
import org.redexdb.storage.segment.FrameScan;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.IndexFill;
import org.redexdb.storage.segment.Mapped;
import org.redexdb.storage.segment.MappedSource;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.segment.SegmentStats;

/// A log of a store opened read-only. Follows the writer, when there is one, by the tip it shows in `redex.ctl` and by
/// the frames in its segment files, each checked before it counts. Writes nothing.
///
/// The scan position is guarded by this object's monitor; readers use what it has published through `known`.
final class FollowedLog implements StoredLog, LogView {
  private static final int READ_AHEAD_BYTES = 64 << 10;

  private final long id;
  private final SegmentIdentity identity;
  private final SegmentFiles files;
  private final SegmentList segments;
  private final WriterSight writer;
  private final LogReads reads;
  private final LogKeys keys;
  private final @Nullable StorageException fault;
  private volatile Position known;
  private volatile boolean closed;
  /// Epoch of the writer whose files are followed, 0 at first.
  private volatile int met;
  private FrameScan scan;
  private Segment following;

  /// @param visibleSeq last seq to be shown until the writer shows more; before the last one found when what follows is of
  ///          commits over several logs that cannot be seen whole
  FollowedLog(long id, RecoveredLog log, long visibleSeq, WriterSight writer, Verify verify) {
    this.id = id;
    this.identity = log.identity();
    this.files = log.files();
    this.segments = log.segments();
    this.writer = writer;
    this.known = log.tip();
    this.fault = log.refusal();
    this.reads = new LogReads(this, verify);
    this.keys = new LogKeys(this, reads, files.keyHash(), (segment, content) -> false);
    this.following = segments.last();
    this.scan = scanOf(following, log.tip());
    if (visibleSeq < known.seq()) known = positionOf(visibleSeq);
  }

  private Position positionOf(long seq) {
    var block = new FrameBlock();
    return seq >= 0 && reads.read(seq, block) ? new Position(block.epoch(0), seq) : new Position(0, seq);
  }

  private static FrameScan scanOf(Segment segment, Position tip) {
    var scan = new FrameScan(segment.identity().salt(), segment.baseSeq());
    scan.resumeAt(segment.flushed(), tip.seq() + 1, tip.epoch(), READ_AHEAD_BYTES);
    return scan;
  }

  void close() throws IOException {
    closed = true;
    segments.close();
    for (Segment segment : segments.all()) segment.retire();
  }

  // ---- following

  @Override
  public long tipSeq() {
    if (fault == null && !closed) {
      try {
        ControlFile shown = writer.control();
        if (shown != null && hasMet(shown.epoch())) follow(shown.floorSeq(id), shown.tipSeq(id));
      } catch (IOException e) {
        throw Faults.typed(e, Where.channel(name()), "following the writer");
      }
    }
    return known.seq();
  }

  /// Whether everything up to `target` has been found; also when a log is damaged and never gets there.
  boolean reaches(long target) throws IOException {
    if (fault != null || closed) return true;
    ControlFile shown = writer.control();
    if (shown != null && hasMet(shown.epoch())) follow(shown.floorSeq(id), target);
    return known.seq() >= target;
  }

  /// What a writer shows is of its own files. When another one has come, its recovery may have put a copy in the place of the
  /// segment followed here, and cut events off that are still in the old file: nothing is followed until that is in its place.
  ///
  /// @param writerEpoch 0 while a writer recovers
  /// @return false when there is nothing to follow yet, or the copy does not have all events known here: then only these are
  ///         shown
  private boolean hasMet(int writerEpoch) throws IOException {
    return writerEpoch != 0 && (met == writerEpoch || meet(writerEpoch));
  }

  private synchronized boolean meet(int writerEpoch) throws IOException {
    if (closed) return false;
    if (met != writerEpoch && (isUnchanged(following) || replaced(following))) met = writerEpoch;
    return met == writerEpoch;
  }

  /// Also of a file that was removed, which whoever reads on finds out.
  private boolean isUnchanged(Segment segment) throws IOException {
    Segment now = open(segment.baseSeq());
    if (now == null) return true;
    boolean same = now.uuid().equals(segment.uuid());
    now.retire();
    return same;
  }

  private void follow(long floor, long target) throws IOException {
    if (target > known.seq()) advance(floor, target);
    if (Math.min(floor, known.seq() + 1) > segments.floor().seq()) letGo(floor);
  }

  /// Events below the writer's floor are read no more, and files below it need not be kept from being deleted.
  private synchronized void letGo(long floor) throws IOException {
    segments.floor().raise(Math.min(floor, known.seq() + 1));
    if (closed) return;
    for (Segment gone : segments.removeBefore(segments.floor().seq(), following, false)) gone.retire();
  }

  private synchronized void advance(long floor, long target) throws IOException {
    while (target > known.seq() && !closed) {
      long before = scan.safeNextSeq();
      if (!isThere(following, floor)) continue;
      Segment segment = following;
      // Behind a footer there is nothing to scan; the next file may just not have had its name at the last look.
      FrameScan.Stop stop = segment.isSealed() || scan.footer() != null
          ? FrameScan.Stop.FOOTER
          : scan.run(new MappedSource(segment), (bytes, frame, offset) -> seen(segment, bytes, frame, offset));
      segment.flushedTo(scan.safeOffset());
      long last = Math.min(target, scan.safeNextSeq() - 1);
      if (last > known.seq()) known = new Position(scan.safeEpoch(), last);
      if (stop == FrameScan.Stop.FOOTER
          ? !nextSegment(segment, floor)
          : scan.safeNextSeq() == before && !replaced(segment))
        return; // not in the file yet, or a name not there yet: the next look finds it
    }
  }

  private static void seen(Segment segment, byte[] bytes, int frame, long offset) {
    segment.index().put(Frames.seq(bytes, frame) - segment.baseSeq(), offset);
    segment.stats().add(bytes, frame, segment.identity().salt());
  }

  /// @return false when its file is gone and another one, where the writer's floor is, was gone to instead
  private boolean isThere(Segment segment, long floor) throws IOException {
    try {
      segment.open();
      return true;
    } catch (StorageException.DeviceFault e) {
      if (e.getCause() instanceof NoSuchFileException && skipTo(floor)) return false;
      throw e;
    }
  }

  /// What comes next was removed before it was seen here: goes on in the segment that the floor is in.
  private boolean skipTo(long floor) throws IOException {
    if (floor <= scan.safeNextSeq()) return false;
    long base = files.crew().call(() -> lastBase(floor));
    Segment next = base <= following.baseSeq() ? null : open(base);
    if (next == null) return false;
    if (following.isActive()) following.closeAt(scan.safeNextSeq() - 1);
    segments.add(next);
    known = new Position(known.epoch(), Math.max(known.seq(), base - 1));
    scan = scanOf(next, new Position(known.epoch(), base - 1));
    following = next;
    return true;
  }

  private long lastBase(long atMost) throws IOException {
    long last = -1;
    for (String name : files.disk().list(files.directory())) {
      long base = SegmentFiles.isSegment(name) ? SegmentFiles.baseSeq(name) : -1;
      if (base <= atMost) last = Math.max(last, base);
    }
    return last;
  }

  private boolean nextSegment(Segment segment, long floor) throws IOException {
    long base = scan.safeNextSeq();
    if (segment.isActive()) segment.closeAt(base - 1);
    Segment next = open(base);
    if (next == null) return skipTo(floor);
    segments.add(next);
    follow(next);
    return true;
  }

  /// The file may have been replaced by another of the same name: an empty segment by a larger one, or one with events by
  /// the copy that a new writer's recovery made of it. The events known here must be in the copy as they were.
  private boolean replaced(Segment segment) throws IOException {
    Segment other = open(segment.baseSeq());
    if (other == null) return false;
    boolean followed = false;
    try {
      if (other.uuid().equals(segment.uuid())) return false;
      FrameScan again = other.baseSeq() > known.seq() ? scanOf(other, before(other)) : sameHistory(segment, other);
      if (again == null) return false;
      segments.replace(segment, other);
      scan = again;
      following = other;
      followed = true;
      segment.retire();
      return true;
    } finally {
      if (!followed) other.retire();
    }
  }

  /// Scans what is there of a copy.
  ///
  /// @return null when the copy does not reach the known tip yet
  /// @throws StorageException.Diverged when events known here are not those of the copy: a power cut took them
  private @Nullable FrameScan sameHistory(Segment old, Segment copy) {
    long tip = known.seq();
    var lastCommon = new long[]{copy.baseSeq() - 1};
    var differs = new boolean[1];
    var again = scanOf(copy, new Position(0, copy.baseSeq() - 1));
    copy.open();
    old.openIndex();
    int oldSalt = old.identity().salt();
    int newSalt = copy.identity().salt();
    try {
      again.run(new MappedSource(copy), (bytes, frame, offset) -> {
        long seq = Frames.seq(bytes, frame);
        seen(copy, bytes, frame, offset);
        if (seq > tip || differs[0]) return;
        // Length and checksum without the salt stand for the event.
        long was = Mapped.word(old.map(), old.index().offset(seq - old.baseSeq()), old.path());
        if ((int) was == Frames.length(bytes, frame)
            && ((int) (was >>> 32) ^ oldSalt) == (Frames.crc(bytes, frame) ^ newSalt))
          lastCommon[0] = seq;
        else
          differs[0] = true;
      });
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(copy.path()), "following a segment that was replaced");
    }
    if (differs[0]) throw new StorageException.Diverged(Where.channel(name()), known, lastCommon[0]);
    copy.flushedTo(again.safeOffset());
    return lastCommon[0] < tip ? null : again;
  }

  private Position before(Segment segment) { return new Position(scan.safeEpoch(), segment.baseSeq() - 1); }

  private void follow(Segment next) {
    scan = scanOf(next, before(next));
    following = next;
  }

  private @Nullable Segment open(long base) throws IOException {
    Path path = files.segment(base);
    if (!files.disk().exists(path)) return null;
    return files.crew().call(() -> {
      try (DiskFile file = files.disk().open(path, Disk.Access.READ)) {
        SegmentHead head = SegmentHead.read(file, path);
        return Segment.reopened(files, head.identity(), base, SegmentIdentity.HEADER_BYTES,
            new SegmentStats(Long.MIN_VALUE), 0, new IndexFill());
      }
    });
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
    return known;
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
      if (shown == null) return known.seq();
      return Math.min(shown.durableSeq(id), tipSeq());
    } catch (IOException e) {
      throw Faults.typed(e, Where.channel(name()), "following the writer");
    }
  }

  @Override
  public FrameReader reader(long from, long to) {
    requireOpen();
    return reads.reader(from, to);
  }

  @Override
  public FrameReader backwardReader(long from, long to) {
    requireOpen();
    return reads.backwardReader(from, to);
  }

  @Override
  public FrameReader keyReader(byte[] key, long from, long to) {
    requireOpen();
    return keys.reader(key, from, to, false);
  }

  @Override
  public FrameReader keyReaderBackward(byte[] key, long from, long to) {
    requireOpen();
    return keys.reader(key, from, to, true);
  }

  @Override
  public boolean read(long seq, FrameBlock block) {
    requireOpen();
    return reads.read(seq, block);
  }

  @Override
  public long endOfPrefixAt(long epochNanos) {
    requireOpen();
    return reads.endOfPrefixAt(epochNanos);
  }

  @Override
  public boolean awaitBeyond(long seq, Duration timeout) throws InterruptedException {
    boolean passed = files.crew().awaitUntil(() -> closed || tipSeq() > seq, StoredLog.nanos(timeout));
    requireOpen();
    return passed;
  }

  @Override
  public boolean awaitDurableBeyond(long seq, Duration timeout) throws InterruptedException {
    boolean passed = files.crew().awaitUntil(() -> closed || durableSeq() > seq, StoredLog.nanos(timeout));
    requireOpen();
    return passed;
  }

  @Override
  public List<DamagedRange> damage() {
    requireOpen();
    return reads.damage();
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
  public boolean isClosed() { return closed; }

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

  private StorageException readOnly() { return refusal(name()); }

  @Override
  public StorageException refusal(String channel) { return writer.refusal(Where.channel(channel)); }

  @Override
  public @Nullable LogWriter writer() { return null; }

  private void requireOpen() {
    if (closed) throw new StorageException.Closed(Where.channel(name()), "log " + name());
  }

  @Override
  public String toString() { return "Log[" + id + ", " + name() + ", read-only]"; }
}
