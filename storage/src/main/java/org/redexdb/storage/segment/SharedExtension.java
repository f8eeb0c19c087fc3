// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import org.redexdb.storage.api.FrameBlock;

/// What a frame of a shared log has between header and metadata. Layout: docs/formats/shared.md
/// ```
///  0             4      8            16
///  | ordinal u32 | zero | member seq |
/// ```
public final class SharedExtension {
  public static final int BYTES = Frames.SHARED_EXT_BYTES;
  /// Name of the logs whose frames have it.
  public static final String LOG_NAME = "$shared";
  private static final int SEQ_OFFSET = 8;

  private SharedExtension() {}

  /// Whether flags of a frame announce it.
  public static boolean isIn(int flags) { return (flags & Frames.FLAG_SHARED_EXT) != 0; }

  public static int ordinal(FrameBlock block, int i) { return Frames.intAt(block.bytes(), at(block, i)); }

  public static long memberSeq(FrameBlock block, int i) {
    return Frames.longAt(block.bytes(), at(block, i) + SEQ_OFFSET);
  }

  public static int ordinalInFrame(byte[] bytes, int frame) { return Frames.intAt(bytes, frame + Frames.HEADER_BYTES); }

  public static long memberSeqInFrame(byte[] bytes, int frame) {
    return Frames.longAt(bytes, frame + Frames.HEADER_BYTES + SEQ_OFFSET);
  }

  private static int at(FrameBlock block, int i) {
    return block.metadataOffset(i) - ((block.flags(i) & Frames.FLAG_META) == 0 ? 0 : 2) - BYTES;
  }

  /// Writes it; the seq is set when it is known.
  ///
  /// @return behind it
  public static int put(byte[] body, int at, int ordinal) {
    Frames.INT.set(body, at, ordinal);
    Frames.INT.set(body, at + 4, 0);
    memberSeq(body, at, 0);
    return at + BYTES;
  }

  public static void memberSeq(byte[] body, int at, long seq) { Frames.LONG.set(body, at + SEQ_OFFSET, seq); }

  /// Writes the size of the metadata behind it.
  public static void putMetadataBytes(byte[] body, int at, int bytes) { Frames.SHORT.set(body, at, (short) bytes); }
}
