// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// How the bytes of a payload are meant. Stored in the low nibble of a frame's codec byte.
public enum PayloadCodec {
  BYTES, JSON, TEXT, CORTEX;

  private static final PayloadCodec[] BY_ID = values();

  /// Number stored in the frame, 0 to 3.
  public int id() { return ordinal(); }

  /// @throws IllegalArgumentException for an unknown id
  public static PayloadCodec byId(int id) {
    if (id < 0 || id >= BY_ID.length) throw new IllegalArgumentException("unknown payload codec " + id);
    return BY_ID[id];
  }
}
