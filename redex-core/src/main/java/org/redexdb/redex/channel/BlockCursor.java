// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.lang.ref.Reference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.entry.EventDecoder;
import org.redexdb.redex.runtime.Forgotten;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Events one by one out of a reader's blocks. What a tail holds between two polls is one of these, so both are released
/// when they are forgotten.
final class BlockCursor implements EventCursor {
  private final String channel;
  private final FrameReader reader;
  private final BooleanSupplier ended;
  private final EventDecoder decoder;
  private final Forgotten.Watch watch;
  private final FrameBlock block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
  private int next;

  /// @param ended whether the channel, or its store, is no more
  BlockCursor(String channel, FrameReader reader, BooleanSupplier ended) {
    this.channel = channel;
    this.ended = ended;
    this.reader = reader;
    this.decoder = new EventDecoder(channel);
    this.watch = Forgotten.watch(this, "a cursor or tail of channel " + channel, reader);
  }

  @Override
  public @Nullable StoredEvent next() {
    if (ended.getAsBoolean()) throw new StorageException.Closed(Where.channel(channel), "channel " + channel);
    try {
      while (next >= block.count()) {
        next = 0;
        if (!reader.next(block)) return null;
      }
      return decoder.decode(block, next++);
    } finally {
      // Not forgotten as long as it reads, whatever the compiler finds out about the caller.
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void close() {
    watch.end();
    reader.close();
  }
}
