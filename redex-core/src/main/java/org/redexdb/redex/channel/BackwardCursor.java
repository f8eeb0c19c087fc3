// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.entry.EventDecoder;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Events from the newest to the oldest. Between two blocks it holds nothing of the log, so a forgotten one keeps nothing.
final class BackwardCursor implements EventCursor {
  private final String channel;
  private final FrameReader reader;
  private final BooleanSupplier ended;
  private final EventDecoder decoder;
  private final FrameBlock block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
  /// Events of the block that were not given yet; they are at its beginning.
  private int left;
  private boolean closed;

  /// @param ended whether the channel, or its store, is no more
  BackwardCursor(String channel, Log log, long from, long to, BooleanSupplier ended) {
    this.channel = channel;
    this.ended = ended;
    this.reader = log.backwardReader(from, to);
    this.decoder = new EventDecoder(channel);
  }

  @Override
  public @Nullable StoredEvent next() {
    if (closed) throw new StorageException.Closed(Where.channel(channel), "cursor of " + channel);
    if (ended.getAsBoolean()) throw new StorageException.Closed(Where.channel(channel), "channel " + channel);
    if (left == 0 && !fill()) return null;
    return decoder.decode(block, --left);
  }

  private boolean fill() {
    if (!reader.next(block)) return false;
    left = block.count();
    return true;
  }

  @Override
  public void close() {
    closed = true;
    left = 0;
    reader.close();
  }
}
