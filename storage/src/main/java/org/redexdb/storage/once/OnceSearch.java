// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.once;

import java.util.HashMap;
import java.util.Map;
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
    var missing = new HashMap<EventIdentity, Integer>();
    for (int i = 0; i < copies.length; i++) {
      EventIdentity event = batch.events().get(i);
      if (copies[i] == null && event.byProducer()) missing.put(event, i);
    }
    if (missing.isEmpty()) return;
    var block = new FrameBlock();
    try (FrameReader reader = reads.backwardReader(0, Long.MAX_VALUE)) {
      while (!missing.isEmpty() && reader.next(block))
        for (int i = block.count() - 1; i >= 0; i--) fill(missing, copies, block, i);
    } catch (StorageException.Lagged _) {
      return; // what is left to look at was removed meanwhile
    }
  }

  private static void fill(Map<EventIdentity, Integer> missing, @Nullable FirstCopy[] copies, FrameBlock block, int i) {
    EventIdentity event = EventIdentity.of(block, i);
    Integer at = event == null ? null : missing.remove(event);
    if (at != null) copies[at] = new FirstCopy(block.seq(i), block.ts(i), block.epoch(i));
  }
}
