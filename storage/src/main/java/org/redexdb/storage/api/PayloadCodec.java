// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// How the bytes of a payload are meant. Stored in the low nibble of a frame's codec byte.
public enum PayloadCodec {
  BYTES(0), JSON(1), TEXT(2), CORTEX(3);

  private final int id;

  PayloadCodec(int id) {
    this.id = id;
  }

  /// Number stored in the frame.
  public int id() { return id; }

  /// @throws IllegalArgumentException for an unknown id
  public static PayloadCodec byId(int id) {
    return switch (id) {
      case 0 -> BYTES;
      case 1 -> JSON;
      case 2 -> TEXT;
      case 3 -> CORTEX;
      default -> throw new IllegalArgumentException("unknown payload codec " + id);
    };
  }
}
