// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.key.KeyFile;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.FrameScan;
import org.redexdb.storage.segment.FrameSearch;
import org.redexdb.storage.segment.IndexFile;
import org.redexdb.storage.segment.IndexFill;
import org.redexdb.storage.segment.Mapped;
import org.redexdb.storage.segment.MappedSource;
import org.redexdb.storage.segment.Mark;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentStats;

/// Verifies one segment, which is pinned.
final class SegmentVerify {
  /// How the store is held.
  ///
  /// @param settle see [StoreVerify]
  /// @param mends  derived files that are wrong are made anew
  record Mode(@Nullable Consumer<StoredLog> settle, boolean mends) {
    /// Nobody writes, and the last one has closed the store.
    boolean isAtRest() { return settle != null && !mends; }
  }

  private static final int CHUNK_BYTES = 64 << 10;

  private final StoredLog log;
  private final Segment segment;
  private final Mode mode;
  private final StoreVerify.Findings findings;
  private final SegmentStats stats = new SegmentStats(Long.MIN_VALUE);
  private final IndexFill offsets = new IndexFill();
  private final FrameScan scan;
  private final long end;

  SegmentVerify(StoredLog log, Segment segment, Mode mode, StoreVerify.Findings findings) {
    this.log = log;
    this.segment = segment;
    this.mode = mode;
    this.findings = findings;
    this.scan = new FrameScan(segment.identity().salt(), segment.baseSeq());
    if (mode.settle != null && isBeingSealed() && isSound()) mode.settle.accept(log);
    this.end = segment.flushed();
  }

  /// Its last events may not be in the file yet.
  private boolean isBeingSealed() { return !segment.isActive() && !segment.isSealed(); }

  /// A log with a fault, which is told by itself, gets nothing more into its files.
  private boolean isSound() { return log.status().fault() == null; }

  void run() throws IOException {
    segment.open();
    FrameScan.Stop stop = scan.run(source(), (heap, frame, offset) -> {
      stats.add(heap, frame, segment.identity().salt());
      offsets.add(offset);
    });
    findings.events += stats.count() - Math.clamp(log.firstSeq() - segment.baseSeq(), 0, stats.count());
    findings.bytes += scan.safeOffset() - SegmentIdentity.HEADER_BYTES;
    boolean whole = scan.safeOffset() == end && stop != FrameScan.Stop.DAMAGE
        && (segment.isActive() || scan.safeNextSeq() > segment.lastSeq() || isBeingSealed() && !isSound());
    if (!whole) {
      damage();
      return;
    }
    index();
    footer(segment.footer());
    marks();
    if (segment.isSealed() || segment.isActive() && mode.isAtRest()) derived();
    if (mode.settle != null && (segment.isActive() || segment.isSealed())) tail(mode.settle);
  }

  /// Up to what was written when the check began; a file that was cut short ends before.
  private MappedSource source() {
    return new MappedSource(segment.map(), Math.min(end, segment.map().byteSize()), segment.path());
  }

  private void problem(long offset, long seq, String expected, String found) {
    findings.problems.add(String.valueOf(segment.corrupt(offset, seq, expected, found).getMessage()));
  }

  /// Every place that is damaged, and what it costs.
  private void damage() throws IOException {
    long endSeq = segment.isActive() ? Long.MAX_VALUE : segment.lastSeq() + 1;
    var search = new FrameSearch(source(), segment.identity().salt(), segment.baseSeq(), endSeq).run();
    findings.events += Math.max(0, search.nextSeq() - scan.safeNextSeq());
    for (FrameSearch.Gap gap : search.gaps()) {
      findings.events -= Math.max(0, gap.to() - Math.max(gap.from(), scan.safeNextSeq()));
      problem(gap.offset(), gap.from(), gap.expected(), gap.found()
          + (gap.to() > gap.from() + 1 ? "; the events up to " + (gap.to() - 1) + " cannot be read either" : ""));
    }
    if (!segment.isActive() && search.nextSeq() <= segment.lastSeq())
      problem(search.end(), search.nextSeq(), "the events up to " + segment.lastSeq(), "none");
    else if (search.gaps().isEmpty())
      problem(scan.offset(), scan.nextSeq(), scan.expected().isEmpty() ? "a frame" : scan.expected(),
          scan.found().isEmpty() ? "zero" : scan.found());
    segment.unreadable().addAll(search.gaps());
  }

  /// The one that readers use, which is in memory or a mapped file.
  private void index() {
    for (int i = 0; i < offsets.count(); i++) {
      if (segment.index().offset(i) == offsets.offset(i)) continue;
      findings.problems.add(segment.path() + ": index differs at seq " + (segment.baseSeq() + i));
      return;
    }
  }

  private void footer(@Nullable Footer footer) {
    if (footer == null) return;
    if (footer.count() != stats.count() || footer.hash() != stats.hash() || footer.minTs() != stats.minTs()
        || footer.maxTs() != stats.maxTs() || footer.firstSeq() != segment.baseSeq())
      findings.problems.add(segment.path() + ": footer says " + footer + ", the frames say count=" + stats.count()
          + ", hash=" + stats.hash() + ", minTs=" + stats.minTs() + ", maxTs=" + stats.maxTs());
  }

  /// What a mark calls durable is below its offset, and all below that is there.
  private void marks() throws IOException {
    if (mode.settle == null) return;
    SegmentHead head;
    try (DiskFile file = segment.files().disk().open(segment.path(), Disk.Access.READ)) {
      head = SegmentHead.read(file, segment.path());
    }
    if (mode.isAtRest())
      for (long slot : head.damagedSlots())
        findings.notes.add(log.name() + ": damaged slot in the header (" + segment.path() + "+" + slot
            + "); another one holds, and it is written anew when the log is");
    Mark mark = head.mark();
    if (mark == null) return;
    long next = mark.durableSeq() + 1 - segment.baseSeq();
    if (next < 0 || next > offsets.count()) return; // of before the first event, or written after this began
    if (next == 0) return; // nothing is said of where an empty segment's mark would end
    long least = next < offsets.count() ? offsets.offset((int) next) : scan.sealOffset() >= 0 ? scan.sealOffset() : end;
    // What was forced may go beyond the event: of a commit that nothing had decided yet, or appended meanwhile.
    if (mark.durableOffset() < least || mode.isAtRest() && mark.durableOffset() > end)
      problem(SegmentHead.slotOffset(0), mark.durableSeq(), "a durable mark behind this event, which ends at " + least,
          "one at " + mark.durableOffset());
  }

  private void derived() throws IOException {
    if (IndexFile.differs(segment, offsets)) {
      findings.derived.add(log.name() + ": " + IndexFile.of(segment.path()) + " is not the index of its segment; "
          + mended(() -> IndexFile.write(segment, offsets.count())));
    }
    if (segment.isSealed() && KeyFile.differs(segment))
      findings.derived.add(log.name() + ": " + KeyFile.of(segment) + " is not the key index of its segment; "
          + mended(() -> KeyFile.rewrite(segment)));
  }

  private interface Making {
    void run() throws IOException;
  }

  private String mended(Making making) throws IOException {
    if (!mode.mends) return "readers do without, and a verification by a writer makes it anew";
    segment.files().crew().call(() -> {
      making.run();
      return true;
    });
    return "made anew";
  }

  /// Behind the last frame there are zeros up to the end of the file: otherwise a commit word that was zeroed by damage
  /// would make a shorter log of it.
  private void tail(Consumer<StoredLog> settler) {
    long at = firstNonZero();
    if (at < 0) return;
    // What an append has begun to write is nobody's damage: it has moved the end when it is through.
    settler.accept(log);
    if (segment.flushed() != end) return;
    problem(at, -1, "only zeros behind the end of the segment at " + end, "other bytes");
  }

  private long firstNonZero() {
    long limit = segment.map().byteSize();
    var chunk = new byte[CHUNK_BYTES];
    for (long at = end; at < limit; at += CHUNK_BYTES) {
      int count = (int) Math.min(CHUNK_BYTES, limit - at);
      Mapped.copyOut(segment.map(), at, chunk, 0, count, segment.path());
      for (int i = 0; i < count; i++) if (chunk[i] != 0) return at + i;
    }
    return -1;
  }
}
