// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.front.FrontImage;
import org.redexdb.storage.once.OnceWindow;
import org.redexdb.storage.segment.FrameScan;
import org.redexdb.storage.segment.IndexFill;
import org.redexdb.storage.segment.Mark;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentStats;
import org.redexdb.storage.segment.SeqRanges;

/// What a segment that was not sealed holds: its frames in the file, continued by what front and journal have beyond them.
/// Ends before an event of a commit that no record of the journal names, unless the mark says that it was durable, or its
/// record may have been lost.
final class Tail {
  private static final long UNKNOWN = -1;

  final Overlay overlay;
  final FrameScan scan;
  final IndexFill index = new IndexFill();
  final SegmentStats stats;
  /// Its events that are stored once.
  final OnceWindow once;
  final FrameScan.Stop stop;
  /// Events whose commit has no record any more.
  final SeqRanges undecided = new SeqRanges();
  private final int salt;
  private long garbageEnd = UNKNOWN;

  private Tail(Overlay overlay, FrameScan scan, SegmentStats stats, int salt, Redo redo, SegmentHead head)
      throws IOException {
    this.overlay = overlay;
    this.scan = scan;
    this.stats = stats;
    this.salt = salt;
    this.once = new OnceWindow(head.identity().logSegmentBytes());
    this.stop = run(redo.blocks(head.identity().segmentUuid()));
  }

  /// @param runningMaxTs greatest append time of the log before this segment
  /// @param epochBefore epoch of the last event before it
  /// @param decidedSeq commits up to here are known to count, whatever the journal still says of them
  static Tail of(DiskFile file, SegmentHead head, long baseSeq, int epochBefore, long runningMaxTs, Redo redo,
      long decidedSeq) throws IOException {
    int salt = head.identity().salt();
    var scan = new FrameScan(salt, baseSeq);
    scan.startEpoch(epochBefore);
    Mark mark = head.mark();
    long durableOffset = mark == null ? 0 : mark.durableOffset();
    var undecided = new TreeSet<Long>();
    scan.commits((seq, offset) -> {
      if (seq <= decidedSeq || offset < durableOffset) return true;
      if (redo.undecided(head.identity(), seq)) undecided.add(seq);
      return redo.committed(head.identity(), seq);
    });
    long limit = Math.min(file.size(), head.identity().capacity());
    var tail = new Tail(new Overlay(file, limit), scan, new SegmentStats(runningMaxTs), salt, redo, head);
    for (long seq : undecided.headSet(tail.nextSeq())) tail.undecided.add(seq, seq + 1);
    return tail;
  }

  private FrameScan.Stop run(List<FrontImage.Block> blocks) throws IOException {
    while (true) {
      FrameScan.Stop end = scan.run(overlay, this::event);
      if (end == FrameScan.Stop.FOOTER || !merge(blocks)) return end;
    }
  }

  /// Goes on in the blocks that hold the place where the file ends. Contiguous only: a block that begins further on
  /// follows frames that are lost.
  ///
  /// @param blocks by ascending offset
  /// @return whether that led further
  private boolean merge(List<FrontImage.Block> blocks) throws IOException {
    long start = scan.safeOffset();
    for (FrontImage.Block block : blocks) {
      long from = scan.safeOffset();
      if (block.end() <= from) continue;
      if (block.fileOffset() > from) break;
      scan.run(new BlockSource(block, Math.min(block.end(), overlay.limit())), this::event);
      long to = scan.safeOffset();
      if (to > from)
        overlay.add(new Overlay.Patch(from, block.bytes(), (int) (from - block.fileOffset()), (int) (to - from)));
    }
    return scan.safeOffset() > start;
  }

  private void event(byte[] bytes, int frame, long offset) {
    index.add(offset);
    stats.add(bytes, frame, salt);
    if (once.addFrame(bytes, frame)) stats.addOnce(1);
  }

  long end() { return scan.safeOffset(); }

  /// As [Overlay#garbageEnd] from the end. Looked for once, as it reads the rest of the file.
  long garbageEnd() throws IOException {
    if (garbageEnd == UNKNOWN) garbageEnd = overlay.garbageEnd(end());
    return garbageEnd;
  }

  long nextSeq() { return scan.safeNextSeq(); }

  int epoch() { return scan.safeEpoch(); }

  boolean isComplete() { return stop == FrameScan.Stop.FOOTER; }
}
