// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.fault.Faults;

/// One segment of a log in memory: file, read-only mapping, index, and how much of it is in the file.
///
/// - `flushed` is written by the log's output after the bytes are in the file, and read by everybody.
/// - The file is used by the store's own threads only; the mapping by readers that hold a pin.
/// - Mapping and index of a segment found at open are made when first needed.
/// - Unmapped when the list lets go of it ([#retire]) and the last pin is gone; pinning fails afterwards.
public final class Segment {
  private static final long OPEN = Long.MAX_VALUE;

  private final SegmentFiles files;
  private final SegmentIdentity identity;
  private final Path path;
  private final long baseSeq;
  private final SegmentHead.@Nullable Roll rollToWrite;
  private final Arena arena = Arena.ofShared();
  private final AtomicInteger pins = new AtomicInteger(1);
  private volatile long flushed;
  /// Zeros were written from the frames up to here. Under the log's I/O lock.
  private volatile long zeroedTo;
  private volatile long lastSeq = OPEN;
  private volatile @Nullable Footer footer;
  private volatile @Nullable SegmentStats stats;
  private volatile @Nullable MemorySegment map;
  private volatile @Nullable OffsetIndex index;
  private final VerifiedEvents verified;
  /// Events known to be damaged.
  private final SeqRanges unreadable = new SeqRanges();
  private final AtomicReference<@Nullable KeyIndex> keys = new AtomicReference<>();
  /// Whether an event with metadata may be in it. Written under the log's lock before it is closed.
  private volatile boolean mayHaveKeys = true;
  // Below: the store's threads only, under the log's I/O or force lock.
  private volatile @Nullable DiskFile file;
  private volatile @Nullable Path preparedPath;
  private volatile boolean retired;
  /// The file has its name of a deleted one. Written under this object's monitor.
  private volatile boolean removed;
  private volatile @Nullable Consumer<Segment> whenUnmapped;
  private @Nullable Floor floorOfReplaced;
  private boolean entryForced;
  private long forcedTo;
  private boolean marksDirty;
  private long markCounter;
  private volatile long sealOffset = -1;
  private volatile long footerOffset = -1;
  private volatile int onceRows;

  private Segment(SegmentFiles files, SegmentIdentity identity, Path path, long baseSeq,
      SegmentHead.@Nullable Roll rollToWrite) {
    this.files = files;
    this.identity = identity;
    this.path = path;
    this.baseSeq = baseSeq;
    this.rollToWrite = rollToWrite;
    this.verified = new VerifiedEvents(identity.capacity() / Frames.HEADER_BYTES);
    this.flushed = SegmentIdentity.HEADER_BYTES;
  }

  /// The next active segment. Its file gets its final name and roll slot with the first write ([#settle]).
  public static Segment rolledTo(SegmentFiles files, PreparedSegment prepared, SegmentHead.Roll roll,
      SegmentStats stats) {
    var segment = new Segment(files, prepared.identity(), files.segment(roll.baseSeq()), roll.baseSeq(), roll);
    segment.file = prepared.file();
    segment.preparedPath = prepared.path();
    segment.stats = stats;
    segment.index = OffsetIndex.growing(segment.arena, segment.capacity(), segment.path);
    return segment;
  }

  /// The segment that goes on after opening.
  ///
  /// @param end behind the last frame
  /// @param scanned index when recovery had to scan, else null: it is loaded when first needed
  public static Segment reopened(SegmentFiles files, SegmentIdentity identity, long baseSeq, long end,
      SegmentStats stats, long markCounter, @Nullable IndexFill scanned) {
    var segment = new Segment(files, identity, files.segment(baseSeq), baseSeq, null);
    segment.flushed = end;
    segment.forcedTo = end;
    segment.stats = stats;
    segment.markCounter = markCounter;
    segment.entryForced = true;
    segment.index = fill(segment, scanned);
    return segment;
  }

  private static @Nullable OffsetIndex fill(Segment segment, @Nullable IndexFill scanned) {
    if (scanned == null) return null;
    var filled = OffsetIndex.growing(segment.arena, segment.capacity(), segment.path);
    scanned.putInto(filled);
    return filled;
  }

  /// A sealed segment.
  public static Segment sealed(SegmentFiles files, SegmentIdentity identity, long baseSeq, long end, Footer footer) {
    var segment = new Segment(files, identity, files.segment(baseSeq), baseSeq, null);
    segment.flushed = end;
    segment.lastSeq = footer.lastSeq();
    segment.footer = footer;
    segment.entryForced = true;
    return segment;
  }

  /// A segment some of whose frames are damaged or missing: the others can be read.
  ///
  /// @param end     behind the last frame that was found
  /// @param scanned offset 0 for an event that was not
  public static Segment damaged(SegmentFiles files, SegmentIdentity identity, long baseSeq, long end, long lastSeq,
      SegmentStats stats, IndexFill scanned) {
    Segment segment = reopened(files, identity, baseSeq, end, stats, 0, scanned);
    segment.lastSeq = lastSeq;
    for (long seq = baseSeq; seq <= lastSeq; seq++) {
      long i = seq - baseSeq;
      if (i >= scanned.count()) {
        segment.unreadable.add(seq, lastSeq + 1);
        break;
      }
      if (scanned.offset((int) i) == 0) segment.unreadable.add(seq, seq + 1);
    }
    return segment;
  }

  // ---- pins

  /// Keeps mapping and index alive.
  ///
  /// @return false when the segment is gone; look it up again
  public boolean pin() {
    while (true) {
      int now = pins.get();
      if (now == 0) return false;
      if (pins.compareAndSet(now, now + 1)) return true;
    }
  }

  public void unpin() {
    if (pins.decrementAndGet() > 0) return;
    arena.close();
    Consumer<Segment> then = whenUnmapped;
    if (then != null) then.accept(this);
  }

  /// The list lets go. Called once, on a thread of the store.
  public void retire() throws IOException {
    retired = true;
    closeFile();
    unpin();
  }

  public boolean isRetired() { return retired; }

  /// As [#retire] of a segment that the list has let go of for good: its file loses its name now, and is deleted when nobody
  /// has it mapped any more.
  ///
  /// @param then told of this segment then, by the thread that held the last pin; sees to [#deleteFiles]
  public void remove(Consumer<Segment> then) throws IOException {
    synchronized (this) {
      files.disk().rename(path, files.deleted(path));
      removed = true;
    }
    whenUnmapped = then;
    retire();
  }

  // ---- reading

  /// Makes mapping and index; call with a pin held. Blocks for file work the first time only.
  public void open() {
    if (map != null && index != null) return;
    try {
      files.crew().read(() -> {
        openNow();
        return true;
      });
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(path), "opening a segment");
    }
  }

  /// As [#open], on a thread of the store.
  ///
  /// @throws NoSuchFileException the file is gone, or another segment has its name
  public synchronized void openNow() throws IOException {
    MemorySegment mapped = map;
    if (mapped == null) {
      try (DiskFile opened = openToRead()) {
        mapped = opened.map(false, 0, Math.min(opened.size(), capacity()), arena);
      }
      checkIdentity(mapped);
      map = mapped;
    }
    if (index == null) index = loadIndex(mapped);
  }

  /// A recovery puts a copy, with another salt, in the place of a segment that a reader has found before.
  private void checkIdentity(MemorySegment mapped) throws IOException {
    if (mapped.byteSize() < SegmentIdentity.PAGE_BYTES) return;
    var page = new byte[SegmentIdentity.PAGE_BYTES];
    Mapped.copyOut(mapped, 0, page, 0, page.length, path);
    // A damaged page says nothing, and the events behind it can be read.
    if (!Slots.valid(page, 0, page.length)) return;
    UUID uuid = Slots.uuidAt(page, SegmentIdentity.SEGMENT_UUID_OFFSET);
    if (!uuid.equals(uuid()))
      throw new NoSuchFileException(path.toString(), null, "it holds segment " + uuid + ", not " + uuid());
  }

  /// Who holds a pin can still read a file that is on its way out; it may be another process that removes it.
  private DiskFile openToRead() throws IOException {
    if (removed) return files.disk().open(files.deleted(path), Disk.Access.READ);
    try {
      return files.disk().open(path, Disk.Access.READ);
    } catch (NoSuchFileException gone) {
      try {
        return files.disk().open(files.deleted(path), Disk.Access.READ);
      } catch (NoSuchFileException _) {
        throw gone;
      }
    }
  }

  /// For the appender: the index alone. The file may not have its name yet, and nothing needs to be mapped.
  public void openIndex() {
    if (index != null) return;
    open();
  }

  private OffsetIndex loadIndex(MemorySegment mapped) throws IOException {
    Path derived = IndexFile.of(path);
    long end = flushed;
    Footer sealedWith = footer;
    if (sealedWith != null) {
      OffsetIndex stored = IndexFile.map(files.disk(), derived, uuid(), baseSeq, sealedWith.count(), end, arena);
      if (stored != null) return stored;
    }
    var built = OffsetIndex.growing(arena, capacity(), path);
    SegmentStats counted = stats;
    if (sealedWith == null && counted != null
        && IndexFile.load(files.disk(), derived, uuid(), baseSeq, counted.count(), end, built))
      return built;
    // Events behind damage can be read: the index is what finds them.
    var search = new FrameSearch(new MappedSource(mapped, end, path), identity.salt(), baseSeq, OPEN).run();
    for (int i = 0; i < search.index().count(); i++)
      if (search.index().offset(i) > 0) built.put(i, search.index().offset(i));
    unreadable.addAll(search.gaps());
    return built;
  }

  public boolean isMapped() { return map != null; }

  public MemorySegment map() {
    MemorySegment mapped = map;
    if (mapped == null) throw new IllegalStateException(path + " is not mapped");
    return mapped;
  }

  public OffsetIndex index() {
    OffsetIndex current = index;
    if (current == null) throw new IllegalStateException(path + " has no index loaded");
    return current;
  }

  /// Frames below are in the file and can be read through the mapping.
  public long flushed() { return flushed; }

  public void flushedTo(long offset) { flushed = offset; }

  public long zeroedTo() { return zeroedTo; }

  public void zeroedTo(long offset) { zeroedTo = offset; }

  /// The first event at or after `from` whose bytes in the file nobody has checked yet, at most `to`.
  public long firstUnverified(long from, long to) {
    return baseSeq + verified.firstUnverified(from - baseSeq, to - baseSeq);
  }

  /// The checksums of the events `[from, to)` were checked over bytes of the file.
  public void verified(long from, long to) { verified.add(from - baseSeq, to - baseSeq); }

  /// Events that were found damaged, here or at opening.
  public SeqRanges unreadable() { return unreadable; }

  /// Whether events in it were lost in a repair. Of an active segment: up to where it was opened.
  public boolean holes() {
    Footer sealedWith = footer;
    SegmentStats counted = stats;
    return sealedWith != null ? sealedWith.holes() : counted != null && counted.holes();
  }

  // ---- keys

  /// Index of its keys, null before it is first needed.
  public @Nullable KeyIndex keys() { return keys.get(); }

  /// @return the index there is now: `replacement`, or what another thread has put in place of `known`
  public @Nullable KeyIndex keys(@Nullable KeyIndex known, KeyIndex replacement) {
    return keys.compareAndSet(known, replacement) ? replacement : keys.get();
  }

  public boolean mayHaveKeys() { return mayHaveKeys; }

  public void mayHaveKeys(boolean may) { mayHaveKeys = may; }

  /// What is derived from it and lives as long.
  public Arena arena() { return arena; }

  // ---- what it is

  public SegmentIdentity identity() { return identity; }

  public UUID uuid() { return identity.segmentUuid(); }

  public long capacity() { return identity.capacity(); }

  public Path path() { return path; }

  public SegmentFiles files() { return files; }

  public long baseSeq() { return baseSeq; }

  /// Last event once the segment is closed; [Long#MAX_VALUE] while it is active.
  public long lastSeq() { return lastSeq; }

  /// No more events come. Called by the appender.
  public void closeAt(long seq) { lastSeq = seq; }

  public boolean isActive() { return lastSeq == OPEN; }

  public boolean isSealed() { return footer != null; }

  public @Nullable Footer footer() { return footer; }

  public SegmentStats stats() {
    SegmentStats current = stats;
    if (current == null) throw new IllegalStateException(path + " keeps no statistics");
    return current;
  }

  /// Greatest append time in it, [Long#MIN_VALUE] for none.
  public long maxTs() {
    Footer sealedWith = footer;
    return sealedWith != null ? sealedWith.maxTs() : stats().maxTs();
  }

  /// Whether append times never step back within it. Of an active segment: up to the tip the caller has acquired.
  public boolean isOrdered() {
    Footer sealedWith = footer;
    return sealedWith != null ? sealedWith.ordered() : stats().ordered();
  }

  public StorageException.Corrupt corrupt(long offset, long seq, String expected, String found) {
    return new StorageException.Corrupt(new Where(files.logName(), path, offset, seq), expected, found);
  }

  // ---- writing: the store's threads

  public DiskFile file() throws IOException {
    DiskFile current = file;
    if (current == null) {
      current = files.disk().open(path, Disk.Access.WRITE);
      file = current;
    }
    return current;
  }

  public boolean isSettled() { return preparedPath == null; }

  /// Finishes a roll: roll slot, final name. Recovery finishes it when the process dies before.
  public void settle() throws IOException {
    Path from = preparedPath;
    if (from == null || rollToWrite == null) return;
    byte[] slot = rollToWrite.encode(identity.salt());
    file().write(SegmentHead.rollOffset(), slot, 0, slot.length);
    Floor kept = floorOfReplaced;
    if (kept != null && kept.forced() > 0) {
      writeMark(baseSeq - 1, SegmentIdentity.HEADER_BYTES, rollToWrite.epoch(), kept.forced(), null);
      file().force(false);
    }
    files.disk().rename(from, path);
    preparedPath = null;
  }

  /// This segment takes the name of an empty one, whose mark may be the only one that tells the log's floor: the floor is on
  /// the device here before that file goes.
  public void replacesEmpty(Floor floor) { floorOfReplaced = floor; }

  /// Forces the file up to what is written now; before its first time also its directory entry, without which forced
  /// bytes cannot be found.
  ///
  /// @param written value of [#flushed] read before this call, under the lock that orders writes
  public void force(long written) throws IOException {
    if (forcedTo == written && entryForced && !marksDirty) return;
    file().force(false);
    marksDirty = false;
    if (!entryForced) {
      files.disk().forceDirectory(files.directory());
      entryForced = true;
    }
    forcedTo = written;
  }

  /// Forces what is in the file and draws no conclusion. Any thread of the store, without a lock.
  public void forceData() throws IOException {
    DiskFile open = file;
    if (open != null) open.force(false);
  }

  /// End of the frames known to be on the device.
  public long forcedTo() { return forcedTo; }

  /// A durable write has put everything before `offset` on the device.
  public void forcedTo(long offset) { forcedTo = offset; }

  /// Whether a mark waits for the next force.
  public boolean marksDirty() { return marksDirty; }

  public boolean isEntryForced() { return entryForced; }

  /// Writes the next durable mark; it is itself durable with the next force.
  public void writeMark(long durableSeq, long durableOffset, int epoch, long floorSeq, @Nullable SegmentStats clean)
      throws IOException {
    var slot = new byte[Slots.BYTES];
    // Of a sealed segment it is not known: its marks were written by the one that it was before.
    if (markCounter == 0 && isSealed()) {
      Mark last = SegmentHead.read(file(), path).mark();
      markCounter = last == null ? 0 : last.counter();
    }
    long counter = ++markCounter;
    new Mark(counter, durableSeq, durableOffset, epoch, floorSeq, clean).encode(slot, 0, identity.salt());
    file().write(SegmentHead.markOffset(counter), slot, 0, slot.length);
    marksDirty = true;
  }

  /// Writes where SEAL and FOOTER are; true once forced.
  public void writeSeal(long end) throws IOException {
    byte[] slot = new SegmentHead.Seal(sealOffset, footerOffset, end, lastSeq).encode(identity.salt());
    file().write(SegmentHead.sealOffset(), slot, 0, slot.length);
    marksDirty = true;
  }

  /// Where SEAL and FOOTER will be, and how many rows the frame between them has. Set by the appender before it hands the
  /// frames over.
  public void sealAt(long offset, long footerAt, int rows) {
    onceRows = rows;
    footerOffset = footerAt;
    sealOffset = offset;
  }

  /// Rows of the frame between SEAL and FOOTER, 0 when there is none.
  public int onceRows() {
    Footer sealedWith = footer;
    return sealedWith != null ? sealedWith.onceRows() : onceRows;
  }

  /// Removes the files of a segment that was removed. The index first: the other tells the next open to look for it.
  public void deleteFiles() throws IOException {
    for (Path derived : List.of(IndexFile.of(path), SegmentFiles.keys(path)))
      if (files.disk().exists(derived)) files.disk().delete(derived);
    files.disk().delete(files.deleted(path));
  }

  public void closeFile() throws IOException {
    DiskFile open = file;
    file = null;
    if (open != null) open.close();
  }
}
