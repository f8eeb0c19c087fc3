// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.segment.ClosingFrames;
import org.redexdb.storage.segment.FrameEncoder;
import org.redexdb.storage.segment.Frames;

/// Frames as heap bytes: for what bypasses the front. Under the log's lock, like the encoder that it shares.
final class HeapFrames {
  private final FrameEncoder encoder;

  HeapFrames(FrameEncoder encoder) { this.encoder = encoder; }

  byte[] one(long seq, long ts, int codec, byte[] metadata, byte[] payload, int offset, int length) {
    byte[] bytes = new byte[Frames.size(Frames.length(metadata.length, length))];
    encode(bytes, 0, seq, ts, Frames.KIND_DATA, 0, codec, metadata, 0, metadata.length, payload, offset, length);
    return bytes;
  }

  /// @param size bytes of all its frames
  /// @param flags of each frame, besides those of the batch
  byte[] all(FrameBatch batch, int size, long firstSeq, long ts, int flags) {
    byte[] bytes = new byte[size];
    int at = 0;
    int count = batch.count();
    for (int i = 0; i < count; i++)
      at = encode(bytes, at, firstSeq + i, ts, Frames.KIND_DATA, flags | batchFlags(batch, i), batch.codec(i),
          batch.bytes(), batch.metadataOffset(i), batch.metadataLength(i), batch.bytes(), batch.payloadOffset(i),
          batch.payloadLength(i));
    return bytes;
  }

  /// The last frames of a segment.
  byte[] closing(long nextSeq, long ts, byte[] once, byte[] footer) {
    return ClosingFrames.of(encoder, nextSeq, ts, once, footer);
  }

  /// Flags of a batch's event: its place in the batch, and what it is.
  static int batchFlags(FrameBatch batch, int i) {
    int flags = batch.flags(i);
    int last = batch.count() - 1;
    if (last == 0) return flags;
    return i == 0 ? flags | Frames.FLAG_BATCH_BEGIN : i == last ? flags | Frames.FLAG_BATCH_END : flags;
  }

  private int encode(byte[] target, int at, long seq, long ts, int kind, int flags, int codec, byte[] meta, int metaAt,
      int metaBytes, byte[] payload, int payloadAt, int payloadBytes) {
    encoder.begin(seq, ts, kind, codec, flags, meta, metaAt, metaBytes, payload, payloadAt, payloadBytes);
    encoder.copyTo(target, at, meta, metaAt, metaBytes, payload, payloadAt, payloadBytes);
    return at + Frames.size(Frames.length(metaBytes, payloadBytes));
  }
}
