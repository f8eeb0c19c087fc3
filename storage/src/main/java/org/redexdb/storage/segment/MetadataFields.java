// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

/// Finds a field in an event's encoded metadata (docs/formats/metadata.md): `{u8 tag, varint length, bytes}`, ascending by
/// tag. A place is one number, so that looking makes no garbage.
public final class MetadataFields {
  private static final long NONE = -1;

  private MetadataFields() {}

  /// Where the field is: its offset in the upper half, its length in the lower; negative when there is none. Metadata that
  /// is none has no field: who reads the event is told.
  public static long find(byte[] bytes, int from, int length, int wanted) {
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
      if (tag == wanted) return (long) at << 32 | size;
      if (tag > wanted) return NONE;
      at += size;
    }
    return NONE;
  }

  public static boolean exists(long found) { return found >= 0; }

  public static int offset(long found) { return (int) (found >>> 32); }

  public static int length(long found) { return (int) found; }
}
