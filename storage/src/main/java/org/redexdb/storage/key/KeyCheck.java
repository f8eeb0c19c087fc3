// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.read.LogReads;

/// The second half of an append's expectation about a key. The index was asked without a lock, as of some tip; what came
/// after that tip is looked through under the log's lock, so nothing can come between the look and the append.
///
/// Reads frames and takes no lock of the index: who brings that up to date may be waiting for the log's.
final class KeyCheck implements LongConsumer {
  private final String log;
  private final LogReads reads;
  private final byte[] key;
  private final long keySeq;
  private final long seen;

  /// @param keySeq last event of the key as of `seen`
  KeyCheck(String log, LogReads reads, byte[] key, long keySeq, long seen) {
    this.log = log;
    this.reads = reads;
    this.key = key;
    this.keySeq = keySeq;
    this.seen = seen;
  }

  /// Under the log's lock.
  ///
  /// @throws StorageException.Conflict an event of the key was appended since
  @Override
  public void accept(long tip) {
    if (tip <= seen) return;
    long found = -1;
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    try (FrameReader reader = reads.reader(seen + 1, tip + 1)) {
      while (reader.next(block))
        for (int i = 0; i < block.count(); i++) if (EventKey.is(block, i, key)) found = block.seq(i);
    }
    if (found >= 0) throw conflict(log, key, keySeq, found);
  }

  static StorageException.Conflict conflict(String log, byte[] key, long expected, long found) {
    return new StorageException.Conflict(Where.channel(log), new String(key, StandardCharsets.UTF_8), expected, found);
  }
}
