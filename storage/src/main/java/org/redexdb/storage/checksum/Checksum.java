// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.checksum;

import java.util.zip.CRC32C;

/// CRC32C over heap bytes. Never over a mapping: the intrinsic meeting a page the device has lost ends the JVM, a
/// plain copy throws.
public final class Checksum {
  /// Spreads the frame length over the checksum, so that a frame cut to another length never matches by its bytes.
  private static final int LENGTH_MIX = 0x9E3779B1;

  private Checksum() {}

  public static int of(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /// Checksum of a frame from the plain one of its bytes `[8, length)`. The salt is the segment's own: a frame of
  /// another file, or of an earlier life of this one, does not match.
  public static int frame(int plain, int salt, int length) { return plain ^ salt ^ length * LENGTH_MIX; }
}
