// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.util.Arrays;
import org.redexdb.storage.api.Limits;

/// Bytes of the event being read. What grows past the largest event is counted but no longer kept, so that a missing
/// delimiter in a huge file costs no memory.
final class Bytes {

  /// Largest event the store takes.
  static final int EVENT_BYTES_MAX = Limits.EVENT_BYTES_MAX;

  private byte[] bytes = new byte[4096];
  private int size;
  private boolean overflow;

  void clear() {
    size = 0;
    overflow = false;
  }

  void add(int value) {
    if (size == EVENT_BYTES_MAX) {
      overflow = true;
      return;
    }
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(bytes.length * 2, EVENT_BYTES_MAX));
    }
    bytes[size++] = (byte) value;
  }

  int size() {
    return size;
  }

  boolean overflow() {
    return overflow;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  byte[] array() {
    return bytes;
  }

  static Item.Bad tooLarge(long line) {
    return new Item.Bad(line, "longer than the largest event, " + (EVENT_BYTES_MAX >> 20) + " MiB");
  }
}
