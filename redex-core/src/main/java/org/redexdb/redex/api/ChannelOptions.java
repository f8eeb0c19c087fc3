// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Retention;

/// How a channel is stored; fixed at creation except where said.
///
/// @param codec        how payloads are meant
/// @param ack          level an append waits for unless it says otherwise
/// @param segmentBytes full size of a segment file
/// @param retention    what is kept
public record ChannelOptions(PayloadCodec codec, Level ack, long segmentBytes, Retention retention) {
  /// JSON, acknowledged on disk.
  public static final ChannelOptions DEFAULTS = new ChannelOptions(PayloadCodec.JSON, Level.DISK,
      Limits.SEGMENT_BYTES_DEFAULT, Retention.NONE);

  public ChannelOptions {
    if (Long.bitCount(segmentBytes) != 1 || segmentBytes < Limits.SEGMENT_BYTES_MIN
        || segmentBytes > Limits.SEGMENT_BYTES_MAX)
      throw new IllegalArgumentException("segment_bytes must be a power of two from " + Limits.SEGMENT_BYTES_MIN
          + " to " + Limits.SEGMENT_BYTES_MAX + ", not " + segmentBytes);
  }

  /// Keeps everything.
  public ChannelOptions(PayloadCodec codec, Level ack, long segmentBytes) {
    this(codec, ack, segmentBytes, Retention.NONE);
  }

  public ChannelOptions withCodec(PayloadCodec newCodec) {
    return new ChannelOptions(newCodec, ack, segmentBytes, retention);
  }

  public ChannelOptions withAck(Level level) { return new ChannelOptions(codec, level, segmentBytes, retention); }

  public ChannelOptions withSegmentBytes(long bytes) { return new ChannelOptions(codec, ack, bytes, retention); }

  public ChannelOptions withRetention(Retention limits) { return new ChannelOptions(codec, ack, segmentBytes, limits); }
}
