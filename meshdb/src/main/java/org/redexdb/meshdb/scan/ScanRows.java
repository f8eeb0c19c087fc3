// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.json.JsonScanner;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.PayloadCodec;

/// The rows of the batch being made: which events of the block they are, and what was found at each path in them.
/// Overwritten from batch to batch.
final class ScanRows {
  /// What was found at one path, row by row.
  static final class Found {
    final byte[] kind = new byte[Batch.ROWS];
    final int[] start = new int[Batch.ROWS];
    final int[] end = new int[Batch.ROWS];
    /// Bit `k` is set when some row is of kind `k`.
    int kinds;

    boolean any(int mask) { return (kinds & mask) != 0; }

    boolean only(int mask) { return (kinds & ~mask) == 0; }
  }

  final FrameBlock block;
  /// Index in the block of each row.
  final int[] event = new int[Batch.ROWS];
  final TextArena arena = new TextArena();
  final Found[] found;
  int size;

  private final JsonScanner scanner;

  ScanRows(FrameBlock block, JsonScanner scanner, int paths) {
    this.block = block;
    this.scanner = scanner;
    found = new Found[paths];
    for (int i = 0; i < paths; i++) found[i] = new Found();
  }

  byte[] bytes() { return block.bytes(); }

  /// Looks for all paths in all rows.
  ///
  /// @return rows whose payload should be JSON and is not
  int scanPayloads() {
    arena.clear();
    if (found.length == 0) return 0;
    for (Found values : found) values.kinds = 0;
    int invalid = 0;
    byte[] bytes = block.bytes();
    for (int row = 0; row < size; row++) {
      int i = event[row];
      if (block.codec(i) != PayloadCodec.JSON.id()) {
        missing(row);
        continue;
      }
      int from = block.payloadOffset(i);
      if (!scanner.scan(bytes, from, from + block.payloadLength(i))) invalid++;
      for (int slot = 0; slot < found.length; slot++) {
        Found values = found[slot];
        byte kind = scanner.kind(slot);
        values.kind[row] = kind;
        values.start[row] = scanner.start(slot);
        values.end[row] = scanner.end(slot);
        values.kinds |= 1 << kind;
      }
    }
    return invalid;
  }

  private void missing(int row) {
    for (Found values : found) {
      values.kind[row] = JsonKind.MISSING;
      values.kinds |= 1 << JsonKind.MISSING;
    }
  }
}
