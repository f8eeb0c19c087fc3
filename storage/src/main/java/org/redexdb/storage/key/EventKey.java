// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import java.util.Arrays;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.segment.Frames;

/// Finds the key in an event's encoded metadata (docs/formats/metadata.md): fields `{u8 tag, varint length, bytes}`,
/// ascending by tag.
public final class EventKey {
  private static final int TAG = 3;
  private static final long NONE = -1;

  private EventKey() {}

  /// Where the key is: its offset in the upper half, its length in the lower; negative when there is none. Metadata that
  /// is none has no key: who reads the event is told.
  static long find(byte[] bytes, int from, int length) {
    int at = from;
    int end = from + length;
    while (at < end) {
      int tag = bytes[at++] & 0xFF;
      int size = 0;
      int shift = 0;
      byte part;
      do {
        if (at >= end || shift > 14) return NONE;
        part = bytes[at++];
        size |= (part & 0x7F) << shift;
        shift += 7;
      } while (part < 0);
      if (size > end - at) return NONE;
      if (tag == TAG) return (long) at << 32 | size;
      if (tag > TAG) return NONE;
      at += size;
    }
    return NONE;
  }

  static long find(FrameBlock block, int i) {
    int length = block.metadataLength(i);
    return length == 0 ? NONE : find(block.bytes(), block.metadataOffset(i), length);
  }

  static long findInFrame(byte[] bytes, int frame) {
    int flags = Frames.flags(bytes, frame);
    int length = Frames.metadataBytes(bytes, frame, flags);
    return length == 0 ? NONE : find(bytes, Frames.metadataIndex(frame, flags), length);
  }

  static boolean exists(long found) { return found >= 0; }

  static int offset(long found) { return (int) (found >>> 32); }

  static int length(long found) { return (int) found; }

  /// Whether the event has this key.
  public static boolean is(FrameBlock block, int i, byte[] key) {
    long found = find(block, i);
    if (!exists(found)) return false;
    int at = offset(found);
    return Arrays.equals(block.bytes(), at, at + length(found), key, 0, key.length);
  }
}
