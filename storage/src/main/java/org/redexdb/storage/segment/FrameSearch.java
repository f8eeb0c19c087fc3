// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds all frames of a segment, also behind bytes that are damaged.
///
/// Where the next frame should be and is not, every place behind is tried: a frame proves itself by checksum, salt and
/// padding, by an epoch that does not step back, and by a seq that is no further ahead than the bytes between have room
/// for. What it finds is exactly what can be saved; batches are not looked at.
///
/// A repair keeps one for each segment of a log: when it has run it knows where events are, and holds no bytes of them.
public final class FrameSearch {
  /// Bytes in which frames should be and are not.
  ///
  /// @param offset where the next frame should begin
  /// @param end    where one begins again, or the end of what was searched
  /// @param from   seq expected there
  /// @param to     seq that follows the last one missing; `from` when none is known to be
  /// @param expected what should be at `offset`
  /// @param found  what is
  public record Gap(long offset, long end, long from, long to, String expected, String found) {}

  private static final int CHUNK_BYTES = 1 << 20;
  private static final byte[] NO_BYTES = new byte[0];

  private final FrameScan.Source source;
  private final FrameCheck check;
  private final long baseSeq;
  private final long endSeq;
  private final IndexFill index = new IndexFill();
  private final List<Gap> gaps = new ArrayList<>();
  private byte[] flags = new byte[64];
  private byte[] buffer = NO_BYTES;
  private long bufferStart;
  private int buffered;
  private long offset;
  private long nextSeq;
  private int epoch;
  private long end;
  private long sealOffset = -1;
  private @Nullable Footer footer;
  /// First byte behind the last frame that is not zero, -1 for none.
  private long garbageAt = -1;

  /// @param salt    of the segment
  /// @param baseSeq first seq of what is searched
  /// @param endSeq  seq that comes after the last one there may be, [Long#MAX_VALUE] when that is not known
  public FrameSearch(FrameScan.Source source, int salt, long baseSeq, long endSeq) {
    this.source = source;
    this.check = new FrameCheck(salt);
    this.baseSeq = baseSeq;
    this.endSeq = endSeq;
  }

  /// Searches a whole segment.
  public FrameSearch run() throws IOException { return runFrom(SegmentIdentity.HEADER_BYTES); }

  /// Searches from where the frame of the first seq should be.
  public FrameSearch runFrom(long start) throws IOException {
    offset = start;
    end = start;
    nextSeq = baseSeq;
    while (footer == null) {
      if (isFrame(offset, nextSeq, nextSeq)) {
        take();
        continue;
      }
      String wanted = check.expected();
      String had = check.found();
      long at = next();
      if (at < 0) {
        if (garbageAt >= 0) gaps.add(new Gap(offset, source.limit(), nextSeq, nextSeq, wanted, had));
        break;
      }
      long seq = Frames.seq(buffer, (int) (at - bufferStart));
      gaps.add(new Gap(offset, at, nextSeq, seq, wanted, had));
      while (nextSeq < seq) place(0, 0);
      garbageAt = -1;
      offset = at;
      take();
    }
    buffer = NO_BYTES;
    buffered = 0;
    return this;
  }

  /// The frame at `offset`, which is in the buffer.
  private void take() throws IOException {
    int length = Frames.length(buffer, require(offset, Frames.HEADER_BYTES));
    int frame = require(offset, Frames.size(length));
    int kind = Frames.kind(buffer, frame);
    if (Frames.takesSeq(kind)) place(offset, Frames.flags(buffer, frame));
    else if (kind == Frames.KIND_SEAL) sealOffset = offset;
    else if (kind == Frames.KIND_FOOTER)
      footer = Footer.decode(buffer, frame + Frames.HEADER_BYTES, length - Frames.HEADER_BYTES);
    epoch = Frames.epoch(buffer, frame);
    offset += Frames.size(length);
    end = offset;
  }

  private void place(long at, int frameFlags) {
    int i = index.count();
    if (i == flags.length) flags = Arrays.copyOf(flags, i * 2);
    flags[i] = (byte) frameFlags;
    index.add(at);
    nextSeq++;
  }

  /// @return where the next frame behind `offset` is, -1 for none
  private long next() throws IOException {
    long limit = source.limit();
    garbageAt = -1;
    for (long at = offset; at < limit; at += 8) {
      int here = require(at, (int) Math.min(8, limit - at));
      if (limit - at < 8 ? !Slots.allZero(buffer, here, (int) (limit - at)) : Frames.longAt(buffer, here) != 0) {
        if (garbageAt < 0) garbageAt = at;
        long room = Math.min((at - offset) / Frames.HEADER_BYTES, endSeq - nextSeq);
        if (at > offset && isFrame(at, nextSeq, nextSeq + room)) return at;
      }
    }
    return -1;
  }

  private boolean isFrame(long at, long fromSeq, long toSeq) throws IOException {
    long limit = source.limit();
    if (at + Frames.HEADER_BYTES > limit) return check.differs("a frame", "the end of the file");
    int frame = require(at, Frames.HEADER_BYTES);
    int length = Frames.length(buffer, frame);
    if (length == 0 && Frames.crc(buffer, frame) == 0)
      return check.differs("a frame (its commit word is not zero)", "zero");
    if (!check.hasLength(length, limit - at)) return false;
    // Before the checksum, as it is tried at every place behind damage: of few of them the seq is right.
    long seq = Frames.seq(buffer, frame);
    if (seq < fromSeq || seq > toSeq) return check.differs("seq " + fromSeq, seq + "");
    frame = require(at, Frames.size(length));
    if (!check.isIntact(buffer, frame, length) || !check.mayFollow(epoch, buffer, frame, length)) return false;
    int kind = Frames.kind(buffer, frame);
    if (kind > Frames.KIND_LOST) return check.differs("a frame kind this build knows", kind + "");
    return !Frames.takesSeq(kind) || seq < endSeq || check.differs("a seq before " + endSeq, seq + "");
  }

  /// @return index of `at` in the buffer, which holds so many bytes from there on
  private int require(long at, int bytes) throws IOException {
    if (at < bufferStart || at + bytes > bufferStart + buffered) {
      int want = (int) Math.min(source.limit() - at, Math.max(bytes, CHUNK_BYTES));
      if (buffer.length < want) buffer = new byte[want];
      source.read(at, buffer, 0, want);
      bufferStart = at;
      buffered = want;
    }
    return (int) (at - bufferStart);
  }

  public int salt() { return check.salt(); }

  /// Seq that follows the last event found.
  public long nextSeq() { return nextSeq; }

  /// Behind the last frame found.
  public long end() { return end; }

  /// Where the event's frame is, 0 when it was not found.
  public long offset(long seq) {
    long i = seq - baseSeq;
    return i < 0 || i >= index.count() ? 0 : index.offset((int) i);
  }

  /// Lower eight flags of the event's frame.
  public int flags(long seq) { return flags[(int) (seq - baseSeq)] & 0xFF; }

  /// Offsets by seq; 0 for events that were not found.
  public IndexFill index() { return index; }

  public List<Gap> gaps() { return gaps; }

  /// Footer behind which the search ended, null when there is none.
  public @Nullable Footer footer() { return footer; }

  public long sealOffset() { return sealOffset; }
}
