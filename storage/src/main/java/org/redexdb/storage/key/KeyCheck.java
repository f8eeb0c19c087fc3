// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.read.LogReads;

/// An append's expectation about a key, in two halves. The index is asked without a lock, as of some tip; what came after
/// that tip is looked through under the log's lock, so nothing can come between the look and the append.
///
/// The second half reads frames and takes no lock of the index: who brings that up to date may be waiting for the log's.
public final class KeyCheck implements LongConsumer {
  /// Whose events count, where a log has those of several channels.
  public interface Seqs {
    /// Seq in its channel of an event of the log, -1 for one of another channel.
    long of(FrameBlock block, int i);
  }

  private final String channel;
  private final byte[] key;
  private final long keySeq;
  private final LogReads reads;
  private final long seen;
  private final Seqs seqs;

  private KeyCheck(String channel, byte[] key, long keySeq, LogReads reads, long seen, Seqs seqs) {
    this.channel = channel;
    this.key = key;
    this.keySeq = keySeq;
    this.reads = reads;
    this.seen = seen;
    this.seqs = seqs;
  }

  /// @param channel for errors
  /// @param keySeq  seq in the channel that the key's last event must have, -1 for none
  /// @param reads   of the log that the channel's events are in
  /// @param tip     of that log, up to which `events` looks at least: what it sees of later ones is looked at twice
  /// @param events  of the key, the last one first
  /// @return what is left to check under the log's lock, given its tip then
  /// @throws StorageException.Conflict it is another
  public static KeyCheck expect(String channel, byte[] key, long keySeq, LogReads reads, long tip,
      Supplier<FrameReader> events, Seqs seqs) {
    long found = -1;
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    try (FrameReader last = events.get()) {
      if (last.next(block)) found = block.seq(0);
    } catch (StorageException.Lagged _) {
      // What was left to look at was removed meanwhile: there is none.
    }
    var check = new KeyCheck(channel, key, keySeq, reads, tip, seqs);
    check.require(found);
    return check;
  }

  /// Under the log's lock.
  ///
  /// @throws StorageException.Conflict an event of the key was appended since
  @Override
  public void accept(long tip) {
    if (tip <= seen) return;
    long found = keySeq;
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    try (FrameReader reader = reads.reader(seen + 1, tip + 1)) {
      while (reader.next(block)) {
        for (int i = 0; i < block.count(); i++) {
          long seq = seqs.of(block, i);
          if (seq >= 0 && EventKey.is(block, i, key)) found = seq;
        }
      }
    }
    require(found);
  }

  private void require(long found) {
    if (found != keySeq)
      throw new StorageException.Conflict(Where.channel(channel), new String(key, StandardCharsets.UTF_8), keySeq,
          found);
  }
}
