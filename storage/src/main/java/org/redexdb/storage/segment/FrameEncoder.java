// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.redexdb.storage.checksum.Checksum;

/// Builds one frame at a time: [#begin] sums header, metadata and payload while they are on the heap, a `copyTo` puts
/// everything but the commit word in place, and the caller stores that word when the frame may be seen.
///
/// Confined to the thread that holds its log's lock. Two copy methods instead of one over a heap view: a call site that
/// meets both kinds of memory is no longer compiled to plain stores.
public final class FrameEncoder {
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle COMMIT_WORD = WORD.varHandle();

  private final byte[] head = new byte[Frames.HEADER_BYTES + 2];
  private final CRC32C crc = new CRC32C();
  private final long origin;
  private final int epoch;
  private int salt;
  private int length;
  private long commitWord;

  public FrameEncoder(long origin, int epoch) {
    this.origin = origin;
    this.epoch = epoch;
  }

  /// Frames from now on are for the segment with this salt.
  public void target(int segmentSalt) { salt = segmentSalt; }

  /// @return the commit word to store last
  public long begin(long seq, long ts, int kind, int codec, int flags, byte[] meta, int metaAt, int metaBytes,
      byte[] payload, int payloadAt, int payloadBytes) {
    length = Frames.length(metaBytes, payloadBytes);
    int allFlags = metaBytes == 0 ? flags : flags | Frames.FLAG_META;
    Frames.LONG.set(head, Frames.SEQ_OFFSET, seq);
    Frames.LONG.set(head, Frames.TS_OFFSET, ts);
    Frames.LONG.set(head, Frames.ORIGIN_OFFSET, origin);
    Frames.LONG.set(head, Frames.EPOCH_OFFSET,
        epoch & 0xFFFFFFFFL | (long) kind << 32 | (long) codec << 40 | (long) allFlags << 48);
    crc.reset();
    if (metaBytes == 0) {
      crc.update(head, Frames.SEQ_OFFSET, Frames.HEADER_BYTES - Frames.SEQ_OFFSET);
    } else {
      Frames.SHORT.set(head, Frames.HEADER_BYTES, (short) metaBytes);
      crc.update(head, Frames.SEQ_OFFSET, Frames.HEADER_BYTES + 2 - Frames.SEQ_OFFSET);
      crc.update(meta, metaAt, metaBytes);
    }
    crc.update(payload, payloadAt, payloadBytes);
    int sum = Checksum.frame((int) crc.getValue(), salt, length);
    commitWord = length & 0xFFFFFFFFL | (long) sum << 32;
    return commitWord;
  }

  /// Puts the frame at `at`, except its commit word, which stays what it was (0: not written).
  public void copyTo(MemorySegment target, long at, byte[] meta, int metaAt, int metaBytes, byte[] payload,
      int payloadAt, int payloadBytes) {
    int size = Frames.size(length);
    // First the last word, so that the padding is zero; for an empty payload it is the header's, set right after.
    target.set(WORD, at + size - 8, 0L);
    target.set(WORD, at + Frames.SEQ_OFFSET, (long) Frames.LONG.get(head, Frames.SEQ_OFFSET));
    target.set(WORD, at + Frames.TS_OFFSET, (long) Frames.LONG.get(head, Frames.TS_OFFSET));
    target.set(WORD, at + Frames.ORIGIN_OFFSET, origin);
    target.set(WORD, at + Frames.EPOCH_OFFSET, (long) Frames.LONG.get(head, Frames.EPOCH_OFFSET));
    long body = at + Frames.HEADER_BYTES;
    if (metaBytes != 0) {
      MemorySegment.copy(head, Frames.HEADER_BYTES, target, ValueLayout.JAVA_BYTE, body, 2);
      MemorySegment.copy(meta, metaAt, target, ValueLayout.JAVA_BYTE, body + 2, metaBytes);
      body += 2 + metaBytes;
    }
    MemorySegment.copy(payload, payloadAt, target, ValueLayout.JAVA_BYTE, body, payloadBytes);
  }

  /// As above into zeroed heap bytes, with the commit word. For writes that bypass the front.
  public void copyTo(byte[] target, int at, byte[] meta, int metaAt, int metaBytes, byte[] payload, int payloadAt,
      int payloadBytes) {
    System.arraycopy(head, Frames.SEQ_OFFSET, target, at + Frames.SEQ_OFFSET, Frames.HEADER_BYTES - Frames.SEQ_OFFSET);
    int body = at + Frames.HEADER_BYTES;
    if (metaBytes != 0) {
      System.arraycopy(head, Frames.HEADER_BYTES, target, body, 2);
      System.arraycopy(meta, metaAt, target, body + 2, metaBytes);
      body += 2 + metaBytes;
    }
    System.arraycopy(payload, payloadAt, target, body, payloadBytes);
    Frames.LONG.set(target, at, commitWord);
  }

  /// Plain store of a commit word; visible with the next release.
  public static void putCommitWord(MemorySegment target, long at, long word) { target.set(WORD, at, word); }

  /// Release store of a commit word: everything stored before is visible to who reads the word with acquire, and is in
  /// the page cache before it when the process dies.
  public static void releaseCommitWord(MemorySegment target, long at, long word) {
    COMMIT_WORD.setRelease(target, at, word);
  }
}
