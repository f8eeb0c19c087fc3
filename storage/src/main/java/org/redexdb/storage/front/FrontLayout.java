// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.front;

import java.util.UUID;
import org.redexdb.storage.checksum.Checksum;
import org.redexdb.storage.segment.Slots;

/// Layout of the front file.
/// ```
///  0: file header 4 KiB {magic, version, blockBytes, storeUuid, blocks, crc}
///  4096: one 64-byte header per block (room for 4096)
///  266240: blocks of 256 KiB
///
///  block header: 0 generation | 8 epoch | 12 crc | 16 segmentUuid | 32 fileOffset | 40 baseSeq | 48 logId | 56 0
///  crc covers the other 60 bytes
/// ```
public final class FrontLayout {
  public static final int BLOCK_BYTES = 256 << 10;
  static final int BLOCKS_MAX = 4096;
  static final int FILE_HEADER_BYTES = 4096;
  static final int BLOCK_HEADER_BYTES = 64;
  static final long MAGIC = 0x30544E5244585245L; // "ERXDRNT0" read as little-endian
  static final int GENERATION_OFFSET = 0;
  static final int EPOCH_OFFSET = 8;
  static final int CRC_OFFSET = 12;
  static final int SEGMENT_UUID_OFFSET = 16;
  static final int FILE_OFFSET_OFFSET = 32;
  static final int BASE_SEQ_OFFSET = 40;
  static final int LOG_ID_OFFSET = 48;

  private FrontLayout() {}

  static long headerOffset(int block) { return FILE_HEADER_BYTES + (long) block * BLOCK_HEADER_BYTES; }

  static long blockOffset(int block) { return headerOffset(BLOCKS_MAX) + (long) block * BLOCK_BYTES; }

  static byte[] fileHeader(UUID store, int blocks) {
    var header = new byte[FILE_HEADER_BYTES];
    Slots.putLong(header, 0, MAGIC);
    Slots.putInt(header, 12, BLOCK_BYTES);
    Slots.putUuid(header, 16, store);
    Slots.putInt(header, 32, blocks);
    Slots.close(header, 0, FILE_HEADER_BYTES);
    return header;
  }

  /// Checksum of a block header: over all of it with the checksum's own place zero.
  static int headerCrc(byte[] header, int at) {
    var copy = new byte[BLOCK_HEADER_BYTES];
    System.arraycopy(header, at, copy, 0, BLOCK_HEADER_BYTES);
    Slots.putInt(copy, CRC_OFFSET, 0);
    return Checksum.of(copy, 0, BLOCK_HEADER_BYTES);
  }
}
