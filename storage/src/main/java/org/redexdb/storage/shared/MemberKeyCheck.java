// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.key.EventKey;
import org.redexdb.storage.segment.SharedExtension;

/// An append's expectation about a key of a member, in the two halves of [org.redexdb.storage.key.KeyCheck]: the index as of
/// some event of the carrier, then, under the carrier's lock, the frames behind it.
final class MemberKeyCheck implements LongConsumer {
  private final MemberLog log;
  private final byte[] key;
  private final long keySeq;
  private final long seen;

  private MemberKeyCheck(MemberLog log, byte[] key, long keySeq, long seen) {
    this.log = log;
    this.key = key;
    this.keySeq = keySeq;
    this.seen = seen;
  }

  /// @param keySeq seq that the key's last event must have, -1 for none
  /// @throws StorageException.Conflict it is another
  static MemberKeyCheck expect(MemberLog log, byte[] key, long keySeq) {
    long tip = log.shared().carrier().tipSeq();
    // What is read may be newer than the tip: the frames behind that are looked at twice then.
    long found = -1;
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    try (FrameReader last = log.keyReader(key, 0, Long.MAX_VALUE, true)) {
      if (last.next(block)) found = block.seq(0);
    } catch (StorageException.Lagged _) {
      // What was left to look at was removed meanwhile: there is none.
    }
    if (found != keySeq) throw conflict(log, key, keySeq, found);
    return new MemberKeyCheck(log, key, keySeq, tip);
  }

  @Override
  public void accept(long tip) {
    if (tip <= seen) return;
    long found = keySeq;
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    try (FrameReader reader = log.shared().carrier().reads().reader(seen + 1, tip + 1)) {
      while (reader.next(block)) {
        for (int i = 0; i < block.count(); i++)
          if (SharedExtension.ordinal(block, i) == log.ordinal() && EventKey.is(block, i, key))
            found = SharedExtension.memberSeq(block, i);
      }
    }
    if (found != keySeq) throw conflict(log, key, keySeq, found);
  }

  private static StorageException.Conflict conflict(MemberLog log, byte[] key, long expected, long found) {
    return new StorageException.Conflict(Where.channel(log.name()), new String(key, StandardCharsets.UTF_8), expected,
        found);
  }
}
