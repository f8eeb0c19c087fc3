// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.json.JsonStrings;
import org.redexdb.meshdb.vector.TextVector;

/// Room for texts of a batch that do not stand in its block as they are.
final class TextArena {
  private static final int CHUNK_BYTES = 16 << 10;

  private byte[] chunk = new byte[0];
  private int used;

  void clear() { used = 0; }

  /// Sets a row to the text of a JSON string; only one with escapes is copied.
  void set(TextVector target, int row, byte kind, byte[] bytes, int start, int end) {
    if (kind != JsonKind.ESCAPED) {
      target.set(row, bytes, start, end - start);
      return;
    }
    reserve(end - start);
    int length = JsonStrings.unescape(bytes, start, end, chunk, used);
    target.set(row, chunk, used, length);
    used += length;
  }

  /// A chunk that was filled lives on in the vectors that point to it.
  private void reserve(int bytes) {
    if (bytes <= chunk.length - used) return;
    chunk = new byte[Math.max(CHUNK_BYTES, bytes)];
    used = 0;
  }
}
