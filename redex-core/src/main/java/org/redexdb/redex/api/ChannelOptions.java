// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.PayloadCodec;

/// How a channel is stored; fixed at creation except where said.
///
/// @param codec        how payloads are meant
/// @param ack          level an append waits for unless it says otherwise
/// @param segmentBytes full size of a segment file
public record ChannelOptions(PayloadCodec codec, Level ack, long segmentBytes) {
  /// JSON, acknowledged on disk.
  public static final ChannelOptions DEFAULTS = new ChannelOptions(PayloadCodec.JSON, Level.DISK,
      Limits.SEGMENT_BYTES_DEFAULT);

  public ChannelOptions {
    if (Long.bitCount(segmentBytes) != 1 || segmentBytes < Limits.SEGMENT_BYTES_MIN
        || segmentBytes > Limits.SEGMENT_BYTES_MAX)
      throw new IllegalArgumentException("segment_bytes must be a power of two from " + Limits.SEGMENT_BYTES_MIN
          + " to " + Limits.SEGMENT_BYTES_MAX + ", not " + segmentBytes);
  }

  public ChannelOptions withCodec(PayloadCodec newCodec) { return new ChannelOptions(newCodec, ack, segmentBytes); }

  public ChannelOptions withAck(Level level) { return new ChannelOptions(codec, level, segmentBytes); }

  public ChannelOptions withSegmentBytes(long bytes) { return new ChannelOptions(codec, ack, bytes); }
}
