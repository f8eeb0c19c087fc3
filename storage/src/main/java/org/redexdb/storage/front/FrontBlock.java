// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.front;

import java.lang.foreign.MemorySegment;

/// One block of the front. Belongs to the pool or to exactly one log.
public final class FrontBlock {
  private final int number;
  private final MemorySegment bytes;
  private long generation;

  FrontBlock(int number, MemorySegment bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  int number() { return number; }

  long nextGeneration() { return ++generation; }

  /// The block's bytes: frames exactly as they go to the segment.
  public MemorySegment bytes() { return bytes; }
}
