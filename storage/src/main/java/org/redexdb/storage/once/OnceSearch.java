// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.once;

import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.read.LogReads;

/// Finds events of producers in the log itself, when the window remembers that they were stored and no longer where. Without
/// a lock: what is looked for is there already, or will never be.
public final class OnceSearch {
  private OnceSearch() {}

  /// Fills in what is missing, as far as it can still be read.
  public static void complete(OnceBatch batch, @Nullable FirstCopy[] copies, LogReads reads) {
    int missing = 0;
    for (int i = 0; i < copies.length; i++) if (copies[i] == null && batch.events().get(i).byProducer()) missing++;
    if (missing == 0) return;
    var block = new FrameBlock();
    try (FrameReader reader = reads.backwardReader(0, Long.MAX_VALUE)) {
      while (missing > 0 && reader.next(block))
        for (int i = block.count() - 1; i >= 0; i--) if (fill(batch, copies, block, i)) missing--;
    } catch (StorageException.Lagged _) {
      return; // what is left to look at was removed meanwhile
    }
  }

  private static boolean fill(OnceBatch batch, @Nullable FirstCopy[] copies, FrameBlock block, int i) {
    EventIdentity event = EventIdentity.of(block, i);
    int at = event == null ? -1 : batch.events().indexOf(event);
    if (at < 0 || copies[at] != null) return false;
    copies[at] = new FirstCopy(block.seq(i), block.ts(i), block.epoch(i));
    return true;
  }
}
