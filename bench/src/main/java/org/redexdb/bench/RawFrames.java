// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/// Length, CRC32C and payload of an event, padded to 8 bytes.
final class RawFrames {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  static final int HEADER_BYTES = 8;

  private final CRC32C crc = new CRC32C();

  static int size(int length) { return HEADER_BYTES + (length + 7 & -8); }

  static int length(MemorySegment source, long at) { return (int) source.get(LONG, at); }

  void put(MemorySegment target, long at, byte[] event) {
    crc.reset();
    crc.update(event, 0, event.length);
    MemorySegment.copy(event, 0, target, ValueLayout.JAVA_BYTE, at + HEADER_BYTES, event.length);
    target.set(LONG, at, crc.getValue() << 32 | event.length);
  }
}
