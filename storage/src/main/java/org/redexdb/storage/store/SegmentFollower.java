// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.fault.Faults;
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

/// How far the segment files of a log have been scanned that another process may be writing: finds new frames and new
/// segments, and notices when a file was removed or replaced.
///
/// Threading: the scan is guarded by this object's monitor; readers use what it has published through `known`.
final class SegmentFollower {
  private static final int READ_AHEAD_BYTES = 64 << 10;

  private final String log;
  private final SegmentFiles files;
  private final SegmentList segments;
  private volatile Position known;
  private volatile boolean closed;
  /// Epoch of the writer whose files are followed, 0 at first.
  private volatile int met;
  private FrameScan scan;
  private Segment following;

  /// @param log its name
  /// @param tip last event that recovery found
  SegmentFollower(String log, SegmentFiles files, SegmentList segments, Position tip) {
    this.log = log;
    this.files = files;
    this.segments = segments;
    this.known = tip;
    this.following = segments.last();
    this.scan = scanOf(following, tip);
  }

  /// Last event that may be read.
  Position known() { return known; }

  boolean isClosed() { return closed; }

  /// Before anybody follows: shows nothing behind `last` until the writer shows more.
  void hideBehind(Position last) { known = last; }

  void close() throws IOException {
    closed = true;
    segments.close();
    for (Segment segment : segments.all()) segment.retire();
  }

  /// Goes on to `target`, or as far as it is in the files yet.
  ///
  /// @param writerEpoch of the writer that shows `floor` and `target`, 0 while it recovers
  void follow(int writerEpoch, long floor, long target) throws IOException {
    if (!hasMet(writerEpoch)) return;
    if (target > known.seq()) advance(floor, target);
    if (Math.min(floor, known.seq() + 1) > segments.floor().seq()) letGo(floor);
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
          : scan.safeNextSeq() == before && !replaced(segment) && !skipTo(floor))
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

  /// What comes next was removed before it was seen here, perhaps with a copy that had taken the place of the segment followed:
  /// goes on in the segment that the floor is in.
  private boolean skipTo(long floor) throws IOException {
    if (floor <= scan.safeNextSeq()) return false;
    long base = files.crew().call(() -> lastBase(floor));
    Segment next = base <= following.baseSeq() ? null : open(base);
    if (next == null) return false;
    if (following.isActive()) following.closeAt(scan.safeNextSeq() - 1);
    segments.add(next);
    known = new Position(known.epoch(), Math.max(known.seq(), base - 1));
    goOnIn(next, known.epoch());
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
    goOnIn(next, scan.safeEpoch());
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
      FrameScan again = other.baseSeq() > known.seq() ? scanFrom(other, scan.safeEpoch()) : sameHistory(segment, other);
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
    var again = scanFrom(copy, 0);
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
    if (differs[0]) throw new StorageException.Diverged(Where.channel(log), known, lastCommon[0]);
    copy.flushedTo(again.safeOffset());
    return lastCommon[0] < tip ? null : again;
  }

  private void goOnIn(Segment next, int epoch) {
    scan = scanFrom(next, epoch);
    following = next;
  }

  private static FrameScan scanFrom(Segment segment, int epoch) {
    return scanOf(segment, new Position(epoch, segment.baseSeq() - 1));
  }

  private static FrameScan scanOf(Segment segment, Position tip) {
    var scan = new FrameScan(segment.identity().salt(), segment.baseSeq());
    scan.resumeAt(segment.flushed(), tip.seq() + 1, tip.epoch(), READ_AHEAD_BYTES);
    return scan;
  }

  private @Nullable Segment open(long base) throws IOException {
    Path path = files.segment(base);
    if (!files.disk().exists(path)) return null;
    return files.crew().call(() -> {
      try (DiskFile file = files.disk().open(path, Disk.Access.READ)) {
        SegmentHead head = SegmentHead.read(file, path, base);
        return Segment.reopened(files, head.identity(), base, SegmentIdentity.HEADER_BYTES,
            new SegmentStats(Long.MIN_VALUE), 0, new IndexFill());
      }
    });
  }
}
