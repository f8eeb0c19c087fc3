// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.once.EventIdentity;
import org.redexdb.storage.once.OnceWindow;
import org.redexdb.storage.segment.ClosingFrames;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.FrameEncoder;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.IndexFile;
import org.redexdb.storage.segment.Mark;
import org.redexdb.storage.segment.PreparedSegment;
import org.redexdb.storage.segment.SalvageSource;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentStats;
import org.redexdb.storage.segment.Slots;

/// Writes a segment anew with all its events that were found, and a place for each of the others.
///
/// The new file is forced before it takes the name in one rename; before that a copy of the old one stands aside, forced as
/// well. So a crash leaves the damaged file or the new one.
///
/// @param from       first seq of the segment
/// @param to         seq that follows its last
/// @param old        file that it takes the place of, null when that is missing
/// @param identity   of the old file, or what is known of it
/// @param sealed     whether it ends with SEAL and FOOTER
/// @param roll       how it followed the segment before it
/// @param counter    of the last mark
/// @param events     what can be saved
/// @param lostTs     append time of the places of lost events before the first that was found
/// @param firstEpoch epoch of those
record SegmentRewrite(long from, long to, @Nullable Path old, SegmentIdentity identity, boolean sealed,
    SegmentHead.Roll roll, long counter, FoundEvents events, long lostTs, int firstEpoch) {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final byte[] NONE = new byte[0];
  /// In the names of damaged files that were kept.
  static final String ASIDE = ".damaged-";

  /// What the log knows to be stored at the end of the segment.
  ///
  /// @param before what it knew where the segment begins
  OnceWindow once(OnceWindow before) throws IOException {
    var once = new OnceWindow(identity.logSegmentBytes());
    once.addAll(before);
    events.addOnceTo(once, from, to);
    return once;
  }

  /// @param floorSeq oldest readable seq of the log
  /// @param once     see [#once]
  /// @param keepAs   path whose name the old file is kept under, with a number behind it; null when there is no old file
  /// @return where the old file was kept, null when there was none
  @Nullable
  Path write(SegmentFiles files, UUID uuid, int salt, long floorSeq, OnceWindow once, @Nullable Path keepAs)
      throws IOException {
    Disk disk = files.disk();
    Path target = files.segment(from);
    Path copy = SegmentFiles.copy(target);
    if (disk.exists(copy)) disk.delete(copy);
    long needed = events.bytes(from, to) + ClosingFrames.footerOffset(once.payload()) + 2L * Footer.RESERVE_BYTES;
    SegmentIdentity made = identity.renewed(uuid, salt)
        .withCapacity(Math.max(identity.capacity(), Long.highestOneBit(needed - 1) << 1));
    PreparedSegment prepared = PreparedSegment.create(disk, copy, made);
    try (DiskFile file = prepared.file()) {
      fill(file, made, floorSeq, once);
    }
    Path aside = old == null || keepAs == null ? null : keep(files, old, keepAs);
    disk.forceDirectory(files.directory());
    disk.rename(copy, target);
    disk.forceDirectory(files.directory());
    for (Path derived : new Path[]{IndexFile.of(target), SegmentFiles.keys(target)})
      if (disk.exists(derived)) disk.delete(derived);
    return aside;
  }

  private void fill(DiskFile file, SegmentIdentity made, long floorSeq, OnceWindow once) throws IOException {
    var stats = new SegmentStats(roll.runningMaxTs());
    long end = frames(file, made.salt(), stats);
    long sealAt = end;
    if (sealed) {
      byte[] ending = ClosingFrames.of(stats, from, to, stats.epoch(stats.epochs() - 1), made.salt(), once.payload(),
          once.rows());
      file.write(end, ending, 0, ending.length);
      end += ending.length;
    }
    byte[] slot = roll.encode(made.salt());
    file.write(SegmentHead.rollOffset(), slot, 0, slot.length);
    file.force(true);
    byte[] mark = new byte[Slots.BYTES];
    int epoch = stats.epochs() == 0 ? 0 : stats.epoch(stats.epochs() - 1);
    new Mark(counter + 1, to - 1, end, epoch, Math.min(floorSeq, to), sealed ? null : stats).encode(mark, 0,
        made.salt());
    file.write(SegmentHead.markOffset(counter + 1), mark, 0, mark.length);
    if (sealed) {
      byte[] seal = new SegmentHead.Seal(sealAt, sealAt + ClosingFrames.footerOffset(once.payload()), end, to - 1)
          .encode(made.salt());
      file.write(SegmentHead.sealOffset(), seal, 0, seal.length);
    }
    file.force(true);
  }

  /// @return behind the last frame
  private long frames(DiskFile file, int salt, SegmentStats stats) throws IOException {
    BitSet broken = events.ofBrokenBatches(from, to);
    var chunk = new byte[CHUNK_BYTES];
    int used = 0;
    long written = SegmentIdentity.HEADER_BYTES;
    long ts = lostTs;
    int epoch = firstEpoch;
    for (long seq = from; seq < to; seq++) {
      byte[] frame = events.frame(seq);
      if (frame == null) frame = place(seq, ts, epoch, salt);
      else
        resalt(frame, salt, broken.get((int) (seq - from)));
      ts = Frames.ts(frame, 0);
      epoch = Frames.epoch(frame, 0);
      stats.add(frame, 0, salt);
      if (EventIdentity.ofFrame(frame, 0) != null) stats.addOnce(1);
      if (used + frame.length > chunk.length) {
        file.write(written, chunk, 0, used);
        written += used;
        used = 0;
        if (frame.length > chunk.length) chunk = new byte[frame.length];
      }
      System.arraycopy(frame, 0, chunk, used, frame.length);
      used += frame.length;
    }
    file.write(written, chunk, 0, used);
    return written + used;
  }

  private static byte[] place(long seq, long ts, int epoch, int salt) {
    var encoder = new FrameEncoder(0, epoch);
    encoder.target(salt);
    encoder.begin(seq, ts, Frames.KIND_LOST, 0, 0, NONE, 0, 0, NONE, 0, 0);
    var frame = new byte[Frames.HEADER_BYTES];
    encoder.copyTo(frame, 0, NONE, 0, 0, NONE, 0, 0);
    return frame;
  }

  /// @param alone whether its batch has lost events: then the flags of one would be a lie
  private static void resalt(byte[] frame, int salt, boolean alone) {
    if (alone)
      Slots.putShort(frame, Frames.FLAGS_OFFSET,
          Frames.flags(frame, 0) & ~(Frames.FLAG_BATCH_BEGIN | Frames.FLAG_BATCH_END));
    Frames.setCrc(frame, 0, Frames.computedCrc(frame, 0, salt));
  }

  /// What the device still gives of the damaged file, under a name of its own.
  private static Path keep(SegmentFiles files, Path old, Path keepAs) throws IOException {
    Disk disk = files.disk();
    String name = String.valueOf(keepAs.getFileName());
    int number = 1;
    while (disk.exists(keepAs.resolveSibling(name + ASIDE + number))) number++;
    Path aside = keepAs.resolveSibling(name + ASIDE + number);
    Path unfinished = SegmentFiles.copy(aside);
    if (disk.exists(unfinished)) disk.delete(unfinished);
    try (DiskFile from = disk.open(old, Disk.Access.READ);
        DiskFile to = disk.open(unfinished, Disk.Access.CREATE)) {
      long size = from.size();
      var source = new SalvageSource(from, size);
      to.growTo(size);
      var chunk = new byte[CHUNK_BYTES];
      for (long at = 0; at < size; at += chunk.length) {
        int bytes = (int) Math.min(chunk.length, size - at);
        source.read(at, chunk, 0, bytes);
        if (!Slots.allZero(chunk, 0, bytes)) to.write(at, chunk, 0, bytes);
      }
      to.force(true);
    }
    disk.rename(unfinished, aside);
    disk.forceDirectory(Objects.requireNonNull(aside.getParent()));
    return aside;
  }
}
