// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Walks frames in order and checks each against its checksum, its seq, its epoch and its batch. Stops at the first
/// thing that is not the next frame; what that means is for the caller to decide.
///
/// A batch counts only with its END: [#safeOffset] and [#safeNextSeq] stay before a batch until it is whole. One scan may
/// go on in another source (the front after the segment), from the safe point.
public final class FrameScan {
  /// Bytes addressed as in the segment file.
  public interface Source {
    /// Exclusive end of what can be read.
    long limit();

    void read(long offset, byte[] target, int at, int bytes) throws IOException;
  }

  /// Gets whole batches only, event by event; also the places of events that were lost.
  public interface Visitor {
    void event(byte[] bytes, int frame, long offset);
  }

  /// Tells whether an event with flag TX counts: it does only together with its commit over several logs.
  public interface Commits {
    boolean contain(long seq, long offset);
  }

  /// Why a scan ended.
  public enum Stop {
    /// A zero commit word: nothing was written here.
    ZERO,
    /// Something that is not the next frame.
    DAMAGE,
    /// SEAL and FOOTER: the segment is complete.
    FOOTER,
    /// The source has no more bytes.
    LIMIT
  }

  private static final int BUFFER_BYTES = 1 << 20;

  private final FrameCheck check;
  private int bufferBytes = BUFFER_BYTES;
  private byte[] buffer = new byte[0];
  private long bufferStart;
  private int buffered;
  private long offset;
  private long nextSeq;
  private int epoch;
  private long safeOffset;
  private long safeNextSeq;
  private int safeEpoch;
  private long sealOffset = -1;
  private long footerOffset = -1;
  private @Nullable Footer footer;
  private boolean unsupported;
  private @Nullable Commits commits;
  private long[] batch = new long[16];

  /// @param salt of the segment
  /// @param baseSeq first seq expected
  public FrameScan(int salt, long baseSeq) {
    this.check = new FrameCheck(salt);
    this.offset = SegmentIdentity.HEADER_BYTES;
    this.nextSeq = baseSeq;
    this.safeOffset = offset;
    this.safeNextSeq = baseSeq;
  }

  /// Scans from the safe point until something stops it.
  public Stop run(Source source, Visitor visitor) throws IOException {
    buffered = 0;
    offset = safeOffset;
    nextSeq = safeNextSeq;
    epoch = safeEpoch;
    sealOffset = -1;
    int inBatch = -1;
    while (true) {
      int frame = require(source, offset, 8);
      if (frame < 0) return Stop.LIMIT;
      int length = Frames.length(buffer, frame);
      if (length == 0 && Frames.crc(buffer, frame) == 0) return Stop.ZERO;
      if (!check.hasLength(length, source.limit() - offset)) return Stop.DAMAGE;
      frame = require(source, offset, Frames.size(length));
      if (frame < 0) return Stop.LIMIT;
      if (!isNext(frame, length)) return Stop.DAMAGE;
      int kind = Frames.kind(buffer, frame);
      int flags = Frames.flags(buffer, frame);
      if (Frames.takesSeq(kind)) {
        if ((flags & Frames.FLAG_TX) != 0 && commits != null && !commits.contain(nextSeq, offset))
          return damage("a record of the event's commit in the journal", "none");
        boolean begins = (flags & Frames.FLAG_BATCH_BEGIN) != 0;
        boolean ends = (flags & Frames.FLAG_BATCH_END) != 0;
        if (inBatch >= 0 ? begins || kind == Frames.KIND_LOST : ends && !begins)
          return damage("batch flags in order", "flags 0x" + Integer.toHexString(flags));
        boolean alone = inBatch < 0 && !begins; // an event without batch flags is a batch of its own
        if (inBatch < 0) inBatch = 0;
        if (inBatch == batch.length) batch = Arrays.copyOf(batch, inBatch * 2);
        batch[inBatch++] = offset;
        advance(frame, length);
        nextSeq++;
        if (!ends && !alone) continue;
        deliver(source, visitor, inBatch, frame);
        inBatch = -1;
        makeSafe();
      } else {
        if (inBatch >= 0) return damage("the rest of a batch", "frame kind " + kind);
        if (kind >= Frames.KIND_CRITICAL) {
          unsupported = true;
          return damage("a frame kind this build knows", String.valueOf(kind));
        }
        if (kind == Frames.KIND_SEAL) sealOffset = offset;
        if (kind == Frames.KIND_FOOTER && sealOffset >= 0) {
          footerOffset = offset;
          footer = Footer.decode(buffer, frame + Frames.HEADER_BYTES, length - Frames.HEADER_BYTES);
        }
        advance(frame, length);
        if (sealOffset >= 0 && footer == null) continue; // safe only with its footer
        makeSafe();
        if (footer != null) return Stop.FOOTER;
      }
    }
  }

  /// The events of a whole batch; of more than one only when they are all still in the buffer, else they are read again.
  private void deliver(Source source, Visitor visitor, int count, int lastFrame) throws IOException {
    if (count == 1) {
      visitor.event(buffer, lastFrame, batch[0]);
      return;
    }
    for (int i = 0; i < count; i++) {
      int frame = require(source, batch[i], Frames.HEADER_BYTES);
      visitor.event(buffer, frame, batch[i]);
    }
  }

  private void advance(int frame, int length) {
    offset += Frames.size(length);
    epoch = Frames.epoch(buffer, frame);
  }

  private void makeSafe() {
    safeOffset = offset;
    safeNextSeq = nextSeq;
    safeEpoch = epoch;
  }

  private boolean isNext(int frame, int length) {
    if (!check.isIntact(buffer, frame, length)) return false;
    long seq = Frames.seq(buffer, frame);
    if (seq != nextSeq) return check.differs("seq " + nextSeq, String.valueOf(seq));
    return check.mayFollow(epoch, buffer, frame, length);
  }

  private Stop damage(String wanted, String had) {
    check.differs(wanted, had);
    return Stop.DAMAGE;
  }

  /// Makes `[at, at + bytes)` present in the buffer.
  ///
  /// @return its index there, or -1 when the source ends before
  private int require(Source source, long at, int bytes) throws IOException {
    if (at >= bufferStart && at + bytes <= bufferStart + buffered) return (int) (at - bufferStart);
    long available = source.limit() - at;
    if (available < bytes) return -1;
    int want = (int) Math.min(available, Math.max(bytes, bufferBytes));
    if (buffer.length < want) buffer = new byte[want];
    source.read(at, buffer, 0, want);
    bufferStart = at;
    buffered = want;
    return 0;
  }

  /// Offset of what stopped the scan.
  public long offset() { return offset; }

  /// Seq expected there.
  public long nextSeq() { return nextSeq; }

  /// End of the last whole batch.
  public long safeOffset() { return safeOffset; }

  /// Seq that follows the last whole batch.
  public long safeNextSeq() { return safeNextSeq; }

  /// Epoch of the last whole batch, 0 for none.
  public int safeEpoch() { return safeEpoch; }

  /// Offset of the SEAL frame, -1 when none was met.
  public long sealOffset() { return sealOffset; }

  /// Offset of the FOOTER frame, -1 when none was met.
  public long footerOffset() { return footerOffset; }

  public @Nullable Footer footer() { return footer; }

  /// What should have been at [#offset].
  public String expected() { return check.expected(); }

  public String found() { return check.found(); }

  /// Whether the stop was a frame of a newer version rather than damage.
  public boolean unsupported() { return unsupported; }

  /// Without this every event with flag TX counts.
  public void commits(Commits known) { commits = known; }

  /// Begins at a known frame boundary, and reads ahead less: for one who follows a writer.
  public void resumeAt(long frameOffset, long seq, int lastEpoch, int readAheadBytes) {
    safeOffset = frameOffset;
    safeNextSeq = seq;
    safeEpoch = lastEpoch;
    bufferBytes = readAheadBytes;
  }

  /// Epoch floor for the first frame: that of the segment before.
  public void startEpoch(int atLeast) {
    epoch = atLeast;
    safeEpoch = atLeast;
  }
}
