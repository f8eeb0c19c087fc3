// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

/// Appending and reading, as far as tests of this package have it in common.
final class Events {
  static final byte[] NO_METADATA = new byte[0];
  static final int SEGMENT_BYTES = 64 << 10;
  static final LogOptions SMALL = new LogOptions(SEGMENT_BYTES);
  static final Path FOLDER = Path.of("/store");
  static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(SEGMENT_BYTES).withFrontBlocks(4);

  private Events() {}

  /// An event as it was read.
  ///
  /// @param seq its number
  /// @param ts append time
  /// @param payload its bytes
  record Read(long seq, long ts, byte[] payload) {
    String text() { return new String(payload, StandardCharsets.UTF_8); }
  }

  static Receipt append(Log log, byte[] payload, Ack ack) {
    return log.append(PayloadCodec.BYTES, NO_METADATA, payload, 0, payload.length, Log.ANY_SEQ, ack);
  }

  static Receipt append(Log log, String text, Ack ack) {
    return append(log, text.getBytes(StandardCharsets.UTF_8), ack);
  }

  static List<Read> read(Log log) { return read(log, Long.MAX_VALUE); }

  static List<Read> read(Log log, long to) {
    var events = new ArrayList<Read>();
    var block = new FrameBlock();
    try (FrameReader reader = log.reader(0, to)) {
      while (reader.next(block)) {
        for (int i = 0; i < block.count(); i++) {
          int at = block.payloadOffset(i);
          events.add(new Read(block.seq(i), block.ts(i),
              Arrays.copyOfRange(block.bytes(), at, at + block.payloadLength(i))));
        }
      }
    }
    return events;
  }

  /// The only log of a store.
  static Log log(Store store) { return store.logs().iterator().next(); }
}
