// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.segment.Slots;

/// One stretch of a segment with the frames that belong there; what one commit did to one log. A record of the journal is
/// a batch of the parts of such images.
/// ```
///  0         4        8        16             32               40                48              56             64
///  | version | zero   | log id | segment uuid | segment offset | first seq in it | committed from | committed to | frames
/// ```
/// The frames before `committed from` were in the log already, but not on the device; those from there on carry flag TX. An
/// image too large for one event goes on in the next: same segment, offset where the one before ended.
///
/// @param logId log of the segment
/// @param segment that the frames are for, whose salt they carry
/// @param segmentOffset of the first frame
/// @param baseSeq seq of the first frame
/// @param committedFrom first seq of the commit
/// @param committedTo last seq of the commit
/// @param frames exactly as in the segment
public record JournalImage(long logId, UUID segment, long segmentOffset, long baseSeq, long committedFrom,
    long committedTo, byte[] frames) {
  static final int VERSION = 0;
  static final int VERSION_OFFSET = 0;
  static final int LOG_ID_OFFSET = 8;
  static final int SEGMENT_UUID_OFFSET = 16;
  static final int SEGMENT_OFFSET_OFFSET = 32;
  static final int BASE_SEQ_OFFSET = 40;
  static final int COMMITTED_FROM_OFFSET = 48;
  static final int COMMITTED_TO_OFFSET = 56;
  public static final int HEADER_BYTES = 64;
  /// Frame bytes of one part: well below what one event may hold.
  static final int PART_BYTES_MAX = 8 << 20;

  /// The events of the journal that carry this image.
  public List<byte[]> parts() {
    var parts = new ArrayList<byte[]>(1 + frames.length / PART_BYTES_MAX);
    for (int at = 0; at < frames.length || at == 0; at += PART_BYTES_MAX)
      parts.add(part(at, Math.min(PART_BYTES_MAX, frames.length - at)));
    return parts;
  }

  private byte[] part(int from, int count) {
    var part = new byte[HEADER_BYTES + count];
    Slots.putInt(part, VERSION_OFFSET, VERSION);
    Slots.putLong(part, LOG_ID_OFFSET, logId);
    Slots.putUuid(part, SEGMENT_UUID_OFFSET, segment);
    Slots.putLong(part, SEGMENT_OFFSET_OFFSET, segmentOffset + from);
    Slots.putLong(part, BASE_SEQ_OFFSET, baseSeq);
    Slots.putLong(part, COMMITTED_FROM_OFFSET, committedFrom);
    Slots.putLong(part, COMMITTED_TO_OFFSET, committedTo);
    System.arraycopy(frames, from, part, HEADER_BYTES, count);
    return part;
  }

  /// The image that one event carries, or its part of it.
  ///
  /// @return null when the bytes are of another version
  static @Nullable JournalImage decode(byte[] bytes, int at, int count) {
    if (count < HEADER_BYTES || Slots.intAt(bytes, at + VERSION_OFFSET) != VERSION) return null;
    return new JournalImage(Slots.longAt(bytes, at + LOG_ID_OFFSET), Slots.uuidAt(bytes, at + SEGMENT_UUID_OFFSET),
        Slots.longAt(bytes, at + SEGMENT_OFFSET_OFFSET), Slots.longAt(bytes, at + BASE_SEQ_OFFSET),
        Slots.longAt(bytes, at + COMMITTED_FROM_OFFSET), Slots.longAt(bytes, at + COMMITTED_TO_OFFSET),
        Arrays.copyOfRange(bytes, at + HEADER_BYTES, at + count));
  }
}
