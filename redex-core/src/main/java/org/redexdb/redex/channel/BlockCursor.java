// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.entry.EventDecoder;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;

/// Events one by one out of a reader's blocks.
final class BlockCursor implements EventCursor {
  private final FrameReader reader;
  private final EventDecoder decoder;
  private final FrameBlock block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
  private int next;

  BlockCursor(String channel, FrameReader reader) {
    this.reader = reader;
    this.decoder = new EventDecoder(channel);
  }

  @Override
  public @Nullable StoredEvent next() {
    while (next >= block.count()) {
      next = 0;
      if (!reader.next(block)) return null;
    }
    return decoder.decode(block, next++);
  }

  @Override
  public void close() { reader.close(); }
}
