// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import java.util.Arrays;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.MetadataFields;

/// Finds the key in an event's encoded metadata.
final class EventKey {
  private static final int TAG = 3;
  private static final long NONE = -1;

  private EventKey() {}

  /// Where the key is, as [MetadataFields#find] tells it.
  static long find(byte[] bytes, int from, int length) { return MetadataFields.find(bytes, from, length, TAG); }

  static long find(FrameBlock block, int i) {
    int length = block.metadataLength(i);
    return length == 0 ? NONE : find(block.bytes(), block.metadataOffset(i), length);
  }

  static long findInFrame(byte[] bytes, int frame) {
    int flags = Frames.flags(bytes, frame);
    int length = Frames.metadataBytes(bytes, frame, flags);
    return length == 0 ? NONE : find(bytes, Frames.metadataIndex(frame, flags), length);
  }

  static boolean exists(long found) { return MetadataFields.exists(found); }

  static int offset(long found) { return MetadataFields.offset(found); }

  static int length(long found) { return MetadataFields.length(found); }

  /// Whether the event has this key.
  static boolean is(FrameBlock block, int i, byte[] key) {
    long found = find(block, i);
    if (!exists(found)) return false;
    int at = offset(found);
    return Arrays.equals(block.bytes(), at, at + length(found), key, 0, key.length);
  }
}
