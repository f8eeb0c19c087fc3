// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.util.Arrays;
import java.util.UUID;
import org.redexdb.storage.checksum.Checksum;

/// Little-endian fields of a fixed record on the heap, closed by a checksum over all bytes before it. Used for page 0,
/// the 512-byte slots of page 1, and the store's own records.
///
/// An overwrite in place may tear, so what changes lives in two slots written in turn: each has a counter, and the valid
/// one with the greater counter wins.
public final class Slots {
  public static final int BYTES = 512;
  /// Offset of the counter in a slot.
  public static final int COUNTER_OFFSET = 0;

  private Slots() {}

  public static void putLong(byte[] slot, int at, long value) { Frames.LONG.set(slot, at, value); }

  public static void putInt(byte[] slot, int at, int value) { Frames.INT.set(slot, at, value); }

  public static void putShort(byte[] slot, int at, int value) { Frames.SHORT.set(slot, at, (short) value); }

  public static void putUuid(byte[] slot, int at, UUID value) {
    Frames.LONG.set(slot, at, value.getMostSignificantBits());
    Frames.LONG.set(slot, at + 8, value.getLeastSignificantBits());
  }

  public static long longAt(byte[] slot, int at) { return (long) Frames.LONG.get(slot, at); }

  public static int intAt(byte[] slot, int at) { return (int) Frames.INT.get(slot, at); }

  public static int shortAt(byte[] slot, int at) { return (short) Frames.SHORT.get(slot, at) & 0xFFFF; }

  public static UUID uuidAt(byte[] slot, int at) { return new UUID(longAt(slot, at), longAt(slot, at + 8)); }

  /// Writes the checksum over `[start, start + bytes - 4)` into the last four bytes.
  public static void close(byte[] record, int start, int bytes) {
    putInt(record, start + bytes - 4, Checksum.of(record, start, bytes - 4));
  }

  /// Whether the record is complete. A record of zeros is not: it was never written.
  public static boolean valid(byte[] record, int start, int bytes) {
    return intAt(record, start + bytes - 4) == Checksum.of(record, start, bytes - 4)
        && !allZero(record, start, bytes);
  }

  /// As [#close] for a slot of page 1: bound to its segment by the salt. A block that the file system has allocated but
  /// not written may show, after a power cut, the same page of an earlier file.
  public static void close(byte[] slot, int start, int bytes, int salt) {
    putInt(slot, start + bytes - 4, Checksum.of(slot, start, bytes - 4) ^ salt);
  }

  /// As [#valid] for a slot of page 1.
  public static boolean valid(byte[] slot, int start, int bytes, int salt) {
    return intAt(slot, start + bytes - 4) == (Checksum.of(slot, start, bytes - 4) ^ salt)
        && !allZero(slot, start, bytes);
  }

  public static boolean allZero(byte[] bytes, int start, int count) {
    // Eight bytes at a time, also where the code is not compiled yet: each byte is as the one before it.
    int end = start + count;
    return count == 0 || bytes[start] == 0 && Arrays.equals(bytes, start, end - 1, bytes, start + 1, end);
  }
}
