// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.util.Random;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.api.FrameBlock;

/// What models of readers append and which ranges they read, so that frames meet every border there is.
final class RandomPayloads {
  private RandomPayloads() {}

  /// Mostly small, some longer than a run, a few longer than a block of the front and than a segment.
  static byte[] next(Random random) {
    var bytes = new byte[switch (random.nextInt(200)) {
      case 0 -> 200_000 + random.nextInt(200_000);
      case 1, 2, 3 -> FrameBlock.RUN_BYTES_SMALL - 60 + random.nextInt(120);
      case 4, 5 -> random.nextInt(40_000);
      default -> random.nextInt(400);
    }];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Also beyond the last of `size` events, also empty, also without an end.
  static SeqRange range(Random random, int size) {
    long from = random.nextInt(size + 2);
    return random.nextInt(4) == 0 ? SeqRange.from(from) : new SeqRange(from, from + random.nextInt(size + 2));
  }
}
