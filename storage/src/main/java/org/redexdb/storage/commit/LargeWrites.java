// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.segment.Segment;

/// Appends that are too large for a block: written past the front while the appender waits. Remembers what a failed one
/// may have left in the file. Under the log's lock.
final class LargeWrites {
  private static final int ZERO_CHUNK_BYTES = 1 << 20;

  private final Chain chain;
  private final StoreThreads threads;
  private final Tip tip;
  // What a write that was not seen to succeed may have left, in the active segment.
  private long dirtyFrom;
  private long dirtyTo;

  LargeWrites(Chain chain, StoreThreads threads, Tip tip) {
    this.chain = chain;
    this.threads = threads;
    this.tip = tip;
  }

  /// Writes frames and waits; on return they are in the file.
  void write(Segment active, long at, byte[] bytes) {
    // Before, and taken back: for want of memory or stack the wait may end as no failure of the write would end it.
    dirtyFrom = at;
    dirtyTo = at + bytes.length;
    StorageException failure = writeThrough(active, at, bytes);
    if (failure != null) throw Trouble.fresh(failure, tip.nextPlace());
    dirtyTo = at;
  }

  boolean leftSomething() { return dirtyFrom < dirtyTo; }

  /// Zeroes what a failed write left. It may be whole frames behind a zero commit word. They carry this epoch and the seqs
  /// to come, so they must be gone before anything is written in front of them.
  void cleanUp(Segment active) {
    while (leftSomething()) {
      int bytes = (int) Math.min(ZERO_CHUNK_BYTES, dirtyTo - dirtyFrom);
      StorageException failure = writeThrough(active, dirtyFrom, new byte[bytes]);
      if (failure != null) throw Trouble.fresh(failure, tip.nextPlace());
      dirtyFrom += bytes;
    }
  }

  /// Not interruptible: whether the bytes are in the file must be known before the next append.
  private @Nullable StorageException writeThrough(Segment active, long at, byte[] bytes) {
    Staged link = Staged.direct(active, at, bytes);
    chain.add(link);
    threads.wakeFlusher();
    threads.awaitUninterruptibly("large write", () -> link.done);
    return link.failure;
  }
}
