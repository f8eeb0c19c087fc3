// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.checksum.Checksum;

/// Frame layout, version 0, little-endian. Spec and reasons: docs/formats/frame.md
/// ```
///  0        4      8      16     24         32        36      37       38       40
///  | length | crc  | seq  | ts   | origin   | epoch   | kind  | codec  | flags  | [u16 total, metadata] payload 0-pad
///  crc covers [8, length), mixed with the segment's salt and the length. [0, 8) is the commit word, stored last.
/// ```
public final class Frames {
  public static final int LENGTH_OFFSET = 0;
  public static final int CRC_OFFSET = 4;
  public static final int SEQ_OFFSET = 8;
  public static final int TS_OFFSET = 16;
  public static final int ORIGIN_OFFSET = 24;
  public static final int EPOCH_OFFSET = 32;
  public static final int KIND_OFFSET = 36;
  public static final int CODEC_OFFSET = 37;
  public static final int FLAGS_OFFSET = 38;
  public static final int HEADER_BYTES = 40;
  /// Greatest `length` of a frame: header, extension, metadata with its size, payload.
  public static final int LENGTH_MAX = HEADER_BYTES + 16 + 2 + Limits.METADATA_BYTES_MAX + Limits.EVENT_BYTES_MAX;

  public static final int KIND_DATA = 0;
  public static final int KIND_SEAL = 3;
  public static final int KIND_FOOTER = 4;
  /// Between SEAL and FOOTER: the events that the log knows to be stored.
  public static final int KIND_ONCE = 7;
  /// Kinds from here on must be understood by a reader.
  public static final int KIND_CRITICAL = 0x80;
  /// Stands for an event that a repair could not save. Takes its seq; has no payload.
  public static final int KIND_LOST = 0x80;

  public static final int FLAG_BATCH_BEGIN = 1;
  public static final int FLAG_BATCH_END = 2;
  public static final int FLAG_META = 4;
  /// Nothing is left of the event's key.
  public static final int FLAG_TOMBSTONE = 8;
  /// Part of a commit over several logs, which the journal decides.
  public static final int FLAG_TX = 32;
  public static final int FLAG_SHARED_EXT = 128;
  /// Bytes of the extension that [#FLAG_SHARED_EXT] announces.
  public static final int SHARED_EXT_BYTES = 16;

  static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private Frames() {}

  /// Bytes a frame of `length` takes, padding included.
  public static int size(int length) { return length + 7 & ~7; }

  /// Length of a frame with so much metadata and payload.
  public static int length(int metadataBytes, int payloadBytes) {
    return HEADER_BYTES + (metadataBytes == 0 ? 0 : 2 + metadataBytes) + payloadBytes;
  }

  public static long longAt(byte[] bytes, int at) { return (long) LONG.get(bytes, at); }

  public static int intAt(byte[] bytes, int at) { return (int) INT.get(bytes, at); }

  public static int length(byte[] bytes, int frame) { return (int) INT.get(bytes, frame); }

  public static int crc(byte[] bytes, int frame) { return (int) INT.get(bytes, frame + CRC_OFFSET); }

  public static void setCrc(byte[] bytes, int frame, int crc) { INT.set(bytes, frame + CRC_OFFSET, crc); }

  public static long seq(byte[] bytes, int frame) { return (long) LONG.get(bytes, frame + SEQ_OFFSET); }

  public static long ts(byte[] bytes, int frame) { return (long) LONG.get(bytes, frame + TS_OFFSET); }

  public static long origin(byte[] bytes, int frame) { return (long) LONG.get(bytes, frame + ORIGIN_OFFSET); }

  public static int epoch(byte[] bytes, int frame) { return (int) INT.get(bytes, frame + EPOCH_OFFSET); }

  public static int kind(byte[] bytes, int frame) { return bytes[frame + KIND_OFFSET] & 0xFF; }

  public static int codec(byte[] bytes, int frame) { return bytes[frame + CODEC_OFFSET] & 0xFF; }

  public static int flags(byte[] bytes, int frame) { return (short) SHORT.get(bytes, frame + FLAGS_OFFSET) & 0xFFFF; }

  /// Where the metadata of a frame would begin: behind the header and the shared-log extension.
  static int bodyOffset(int flags) {
    return (flags & FLAG_SHARED_EXT) == 0 ? HEADER_BYTES : HEADER_BYTES + SHARED_EXT_BYTES;
  }

  /// Bytes of encoded metadata of a frame, 0 when it has none.
  public static int metadataBytes(byte[] bytes, int frame, int flags) {
    return (flags & FLAG_META) == 0 ? 0 : (short) SHORT.get(bytes, frame + bodyOffset(flags)) & 0xFFFF;
  }

  /// Index of the first metadata byte; of the payload when there is none.
  public static int metadataIndex(int frame, int flags) {
    return frame + bodyOffset(flags) + ((flags & FLAG_META) == 0 ? 0 : 2);
  }

  /// Whether a frame takes a seq: that of an event, or of one that was lost.
  static boolean takesSeq(int kind) { return kind == KIND_DATA || kind == KIND_LOST; }

  /// Whether a length could be one: nothing is read behind it before this holds.
  public static boolean plausibleLength(int length) { return length >= HEADER_BYTES && length <= LENGTH_MAX; }

  /// Whether the frame's stored checksum matches its bytes, which must be present as a whole.
  public static boolean checksumMatches(byte[] bytes, int frame, int salt) {
    return crc(bytes, frame) == computedCrc(bytes, frame, salt);
  }

  public static int computedCrc(byte[] bytes, int frame, int salt) {
    int length = length(bytes, frame);
    return Checksum.frame(Checksum.of(bytes, frame + SEQ_OFFSET, length - SEQ_OFFSET), salt, length);
  }

  /// Whether metadata, when announced, lies within the frame.
  public static boolean bodyFits(byte[] bytes, int frame, int flags, int length) {
    if (bodyOffset(flags) > length) return false;
    if ((flags & FLAG_META) == 0) return true;
    return bodyOffset(flags) + 2 <= length
        && metadataIndex(frame, flags) + metadataBytes(bytes, frame, flags) <= frame + length;
  }
}
