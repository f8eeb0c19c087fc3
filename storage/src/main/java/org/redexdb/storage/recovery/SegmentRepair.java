// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.commit.Identities;
import org.redexdb.storage.once.OnceWindow;
import org.redexdb.storage.once.StoredWindow;
import org.redexdb.storage.segment.ClosingFrames;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Mark;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.Slots;

/// Makes a segment file equal to what its [Tail] says, and forces it.
///
/// Same boot and no failed force: the page cache is what was written, so the file is completed in place. Else cached
/// pages prove nothing: the content is copied into a new file with a new uuid and salt, forced, and takes the name in
/// one rename.
final class SegmentRepair {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final byte[] NO_BYTES = new byte[0];

  /// What came of it.
  ///
  /// @param identity of the file that stands there now
  /// @param end behind the last frame
  /// @param footer when the segment was completed
  /// @param markCounter of the mark written
  record Repaired(SegmentIdentity identity, long end, @Nullable Footer footer, long markCounter) {}

  private final SegmentFiles files;
  private final Identities identities;
  private final int epoch;
  private final boolean copy;
  private final long floorSeq;
  private final @Nullable Segment before;

  /// @param floorSeq oldest readable seq of the log
  /// @param before sealed segment before the one to repair, null when there is none
  SegmentRepair(SegmentFiles files, Identities identities, int epoch, boolean copy, long floorSeq,
      @Nullable Segment before) {
    this.files = files;
    this.identities = identities;
    this.epoch = epoch;
    this.copy = copy;
    this.floorSeq = floorSeq;
    this.before = before;
  }

  /// @param complete whether SEAL and FOOTER have to be there
  Repaired repair(Path path, long baseSeq, SegmentHead head, Tail tail, boolean complete) throws IOException {
    SegmentIdentity identity = copy ? head.identity().renewed(identities.uuid(), identities.salt()) : head.identity();
    OnceWindow once = complete && !tail.isComplete() ? onceAtEnd(tail) : tail.once;
    byte[] ending = complete && !tail.isComplete() ? ending(baseSeq, tail, identity.salt(), once) : NO_BYTES;
    Path target = copy ? SegmentFiles.copy(path) : path;
    if (copy && files.disk().exists(target)) files.disk().delete(target);
    try (DiskFile file = files.disk().open(target, copy ? Disk.Access.CREATE : Disk.Access.WRITE)) {
      if (copy) {
        writeCopy(file, identity, head.identity().salt(), tail);
      } else {
        writeInPlace(file, head.mark(), tail, ending.length);
      }
      file.write(tail.end(), ending, 0, ending.length);
      long end = tail.end() + ending.length;
      writeRoll(file, baseSeq, head, identity.salt());
      file.force(true);
      long counter = writeMarkAndSeal(file, head, tail, end, complete, identity.salt(), once);
      file.force(true);
      if (!target.equals(files.segment(baseSeq))) files.disk().rename(target, files.segment(baseSeq));
      files.disk().forceDirectory(files.directory());
      Footer footer = complete ? Footer.of(tail.stats, baseSeq, tail.nextSeq() - 1, onceRows(tail, once)) : null;
      return new Repaired(identity, end, footer, counter);
    }
  }

  /// What the log knew to be stored at the end of the segment: what it knew before, and what is in it.
  private OnceWindow onceAtEnd(Tail tail) throws IOException {
    if (before == null) return tail.once;
    OnceWindow window = StoredWindow.atEnd(before);
    window.addAll(tail.once);
    return window;
  }

  private static int onceRows(Tail tail, OnceWindow written) {
    Footer there = tail.scan.footer();
    return there != null ? there.onceRows() : written.rows();
  }

  private void writeInPlace(DiskFile file, @Nullable Mark mark, Tail tail, int endingBytes) throws IOException {
    // Garbage first, from behind the new end: were it left until later, a crash in between would show it as frames.
    long end = tail.end();
    long garbage = tail.garbageEnd();
    for (Overlay.Patch patch : tail.overlay.patches()) garbage = Math.max(garbage, patch.end());
    var zeros = new byte[(int) Math.min(CHUNK_BYTES, Math.max(0, garbage - end))];
    for (long at = end; at < garbage; at += zeros.length)
      file.write(at, zeros, 0, (int) Math.min(zeros.length, garbage - at));
    rewrite(file, tail, 0, SegmentIdentity.HEADER_BYTES);
    // What was durable is in the file, unless the front had to stand in for bytes that are damaged.
    long from = mark == null ? SegmentIdentity.HEADER_BYTES : mark.durableOffset();
    for (Overlay.Patch patch : tail.overlay.patches()) from = Math.min(from, patch.offset());
    rewrite(file, tail, from, end);
    if (endingBytes > 0 && end + endingBytes > tail.overlay.limit())
      throw new IOException("no room for the footer at " + end);
  }

  /// Writes what is there once more, with what the front has brought in. The process may have died right after a force
  /// that failed: then the kernel takes pages for clean that the device does not have, and would force nothing.
  private static void rewrite(DiskFile file, Tail tail, long from, long to) throws IOException {
    var chunk = new byte[Math.clamp(to - from, 0, CHUNK_BYTES)];
    for (long at = from; at < to; at += chunk.length) {
      int bytes = (int) Math.min(chunk.length, to - at);
      tail.overlay.read(at, chunk, 0, bytes);
      file.write(at, chunk, 0, bytes);
    }
  }

  private void writeCopy(DiskFile file, SegmentIdentity identity, int oldSalt, Tail tail) throws IOException {
    file.growTo(identity.capacity());
    byte[] page = identity.encode();
    file.write(0, page, 0, page.length);
    int saltChange = oldSalt ^ identity.salt();
    var chunk = new byte[CHUNK_BYTES];
    long at = SegmentIdentity.HEADER_BYTES;
    while (at < tail.end()) {
      int bytes = (int) Math.min(chunk.length, tail.end() - at);
      tail.overlay.read(at, chunk, 0, bytes);
      int whole = resalt(chunk, bytes, saltChange);
      if (whole == 0) {
        chunk = new byte[Frames.size(Frames.length(chunk, 0))];
        continue;
      }
      file.write(at, chunk, 0, whole);
      at += whole;
    }
  }

  /// Gives whole frames the new salt; the checksum is linear in it.
  ///
  /// @return bytes of whole frames, 0 when not even the first is whole
  private static int resalt(byte[] chunk, int bytes, int saltChange) {
    int at = 0;
    while (at + 8 <= bytes) {
      int size = Frames.size(Frames.length(chunk, at));
      if (at + size > bytes) break;
      Frames.setCrc(chunk, at, Frames.crc(chunk, at) ^ saltChange);
      at += size;
    }
    return at;
  }

  private void writeRoll(DiskFile file, long baseSeq, SegmentHead head, int salt) throws IOException {
    SegmentHead.Roll roll = head.roll();
    if (roll != null && !copy) return;
    byte[] slot = (roll != null ? roll : new SegmentHead.Roll(baseSeq, new UUID(0, 0), epoch, Long.MIN_VALUE))
        .encode(salt);
    file.write(SegmentHead.rollOffset(), slot, 0, slot.length);
  }

  private long writeMarkAndSeal(DiskFile file, SegmentHead head, Tail tail, long end, boolean complete, int salt,
      OnceWindow once) throws IOException {
    Mark old = head.mark();
    long counter = old == null ? 1 : old.counter() + 1;
    var slot = new byte[Slots.BYTES];
    new Mark(counter, tail.nextSeq() - 1, end, tail.epoch(), Math.min(floorSeq, tail.nextSeq()),
        complete ? null : tail.stats).encode(slot, 0, salt);
    file.write(SegmentHead.markOffset(counter), slot, 0, slot.length);
    if (complete) {
      long sealOffset = tail.isComplete() ? tail.scan.sealOffset() : tail.end();
      long footerOffset = tail.isComplete()
          ? tail.scan.footerOffset()
          : sealOffset + ClosingFrames.footerOffset(once.payload());
      byte[] seal = new SegmentHead.Seal(sealOffset, footerOffset, end, tail.nextSeq() - 1).encode(salt);
      file.write(SegmentHead.sealOffset(), seal, 0, seal.length);
    }
    return counter;
  }

  private static byte[] ending(long baseSeq, Tail tail, int salt, OnceWindow once) {
    return ClosingFrames.of(tail.stats, baseSeq, tail.nextSeq(), tail.epoch(), salt, once.payload(), once.rows());
  }
}
