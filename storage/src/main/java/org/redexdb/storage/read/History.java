// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.read;

import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Whether a position is of the history that a log has now. Epochs never step back within a log, and a writer that found
/// it cut short writes with a greater one: what a position of epoch e has in common with the log ends where epochs pass e.
public final class History {
  private History() {}

  /// @param mayCome whether a position behind the tip may still be reached
  /// @return false when it may, and is not
  /// @throws StorageException.Diverged the position is of another history
  public static boolean contains(Log log, Position position, boolean mayCome) {
    if (position.seq() < 0) return true;
    Position tip = log.tip();
    if (position.seq() > tip.seq()) {
      if (mayCome) return false;
      throw diverged(log, position, tip.seq());
    }
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    // Of an event that was removed nothing is known any more.
    if (!log.read(position.seq(), block) || block.epoch(0) == position.epoch()) return true;
    throw diverged(log, position, position.seq() - 1);
  }

  private static StorageException.Diverged diverged(Log log, Position position, long last) {
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    long low = log.firstSeq();
    long high = last + 1;
    while (low < high) {
      long middle = low + high >>> 1;
      // One that cannot be read was removed since: it is of the older ones.
      if (log.read(middle, block) && Integer.compareUnsigned(block.epoch(0), position.epoch()) > 0) high = middle;
      else
        low = middle + 1;
    }
    return new StorageException.Diverged(Where.seq(log.name(), position.seq()), position, low - 1);
  }
}
