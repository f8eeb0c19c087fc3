// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.front.FrontImage;
import org.redexdb.storage.once.OnceWindow;
import org.redexdb.storage.segment.FrameScan;
import org.redexdb.storage.segment.FrameSearch;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SharedExtension;

/// The events of one segment that can be saved: out of its file, and of what front and journal still hold of it.
final class FoundEvents {
  /// What one source has, at the offsets of the segment.
  private record Piece(FrameScan.Source source, FrameSearch search) {}

  private final List<Piece> pieces = new ArrayList<>();
  private final long baseSeq;
  private long end;

  /// Of a segment that is missing.
  static FoundEvents none() { return new FoundEvents(); }

  private FoundEvents() { this.baseSeq = 0; }

  /// @param file null when nothing can be read of it
  /// @param blocks of front and journal
  FoundEvents(long baseSeq, FrameScan.@Nullable Source source, @Nullable FrameSearch file,
      List<FrontImage.Block> blocks, int salt) throws IOException {
    this.baseSeq = baseSeq;
    this.end = baseSeq;
    if (file != null && source != null) add(new Piece(source, file));
    for (FrontImage.Block block : blocks) {
      var held = new BlockSource(block);
      add(new Piece(held, new FrameSearch(held, salt, block.baseSeq(), Long.MAX_VALUE).runFrom(block.fileOffset())));
    }
  }

  private void add(Piece piece) {
    pieces.add(piece);
    end = Math.max(end, piece.search.nextSeq());
  }

  /// Seq that follows the last one found.
  long end() { return end; }

  boolean has(long seq) { return piece(seq) != null; }

  private @Nullable Piece piece(long seq) {
    for (Piece piece : pieces) if (piece.search.offset(seq) > 0) return piece;
    return null;
  }

  /// First event that front or journal have and the file does not, -1 when there is none.
  long firstOutsideFile() {
    for (long seq = baseSeq; seq < end; seq++) {
      Piece piece = piece(seq);
      if (piece != null && piece.source instanceof BlockSource) return seq;
    }
    return -1;
  }

  /// Flags of an event that was found; 0 for another.
  int flags(long seq) {
    Piece piece = piece(seq);
    return piece == null ? 0 : piece.search.flags(seq);
  }

  /// Whether they say that their log is shared.
  boolean isOfShared(long from) {
    for (long seq = from; seq < end; seq++) if (SharedExtension.isIn(flags(seq))) return true;
    return false;
  }

  /// The whole frame, null when it was not found.
  byte @Nullable [] frame(long seq) throws IOException {
    Piece piece = piece(seq);
    if (piece == null) return null;
    var header = new byte[Frames.HEADER_BYTES];
    piece.source.read(piece.search.offset(seq), header, 0, header.length);
    var frame = new byte[Frames.size(Frames.length(header, 0))];
    piece.source.read(piece.search.offset(seq), frame, 0, frame.length);
    return frame;
  }

  /// Adds those of `[from, to)` that are stored once to what was known before.
  void addOnceTo(OnceWindow window, long from, long to) throws IOException {
    for (long seq = from; seq < to; seq++) {
      byte[] frame = frame(seq);
      if (frame != null) window.addFrame(frame, 0);
    }
  }

  /// The events of `[from, to)` whose batch has lost others, by distance from `from`: of what is left each stands alone.
  BitSet ofBrokenBatches(long from, long to) {
    var broken = new BitSet();
    long begin = -1;
    long gapEnd = -1;
    for (long seq = from; seq < to; seq++) {
      int is = has(seq) ? flags(seq) : -1;
      boolean ends = is >= 0 && (is & Frames.FLAG_BATCH_END) != 0;
      if (begin >= 0 && (is < 0 || (is & Frames.FLAG_BATCH_BEGIN) != 0)) mark(broken, begin - from, seq - from);
      if (is < 0) {
        begin = -1;
        gapEnd = seq + 1;
      } else if ((is & Frames.FLAG_BATCH_BEGIN) != 0) {
        begin = seq;
        gapEnd = -1;
      } else if (ends && begin < 0) {
        mark(broken, (gapEnd < 0 ? seq : gapEnd) - from, seq + 1 - from);
      }
      if (ends) {
        begin = -1;
        gapEnd = -1;
      }
    }
    if (begin >= 0) mark(broken, begin - from, to - from);
    return broken;
  }

  private static void mark(BitSet broken, long from, long to) { broken.set((int) from, (int) to); }

  /// End of the whole batches that follow from `seq` on, as long as their events count.
  long wholeBatchesFrom(long seq, LongPredicate counts) {
    long safe = seq;
    boolean open = false;
    for (long at = seq; has(at) && counts.test(at); at++) {
      int is = flags(at);
      open = (open || (is & Frames.FLAG_BATCH_BEGIN) != 0) && (is & Frames.FLAG_BATCH_END) == 0;
      if (!open) safe = at + 1;
    }
    return safe;
  }

  /// Bytes of the frames of `[from, to)`, a place for each event that was not found.
  long bytes(long from, long to) throws IOException {
    long bytes = SegmentIdentity.HEADER_BYTES;
    for (long seq = from; seq < to; seq++) {
      byte[] frame = frame(seq);
      bytes += frame == null ? Frames.HEADER_BYTES : frame.length;
    }
    return bytes;
  }
}
