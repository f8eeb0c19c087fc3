// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import org.redexdb.storage.front.FrontImage;
import org.redexdb.storage.segment.FrameScan;

/// A block of front or journal at its place in the segment.
///
/// @param limit exclusive end, at most that of the block
record BlockSource(FrontImage.Block block, long limit) implements FrameScan.Source {
  BlockSource(FrontImage.Block block) { this(block, block.end()); }

  @Override
  public void read(long offset, byte[] target, int at, int bytes) {
    System.arraycopy(block.bytes(), (int) (offset - block.fileOffset()), target, at, bytes);
  }
}
