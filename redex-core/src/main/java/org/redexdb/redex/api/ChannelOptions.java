// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.redexdb.storage.api.Fsync;
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
/// @param log          whose files its events are in; a shared log has a size of segments of its own, and its channels no
///                     limits of retention, nor forces
/// @param fsync        when events below [Level#DISK] get to the device
public record ChannelOptions(PayloadCodec codec, Level ack, long segmentBytes, Retention retention, LogUse log,
    Fsync fsync) {
  /// JSON, acknowledged on disk.
  public static final ChannelOptions DEFAULTS = new ChannelOptions(PayloadCodec.JSON, Level.DISK,
      Limits.SEGMENT_BYTES_DEFAULT, Retention.NONE, LogUse.OWN, Fsync.NEVER);

  public ChannelOptions {
    if (Long.bitCount(segmentBytes) != 1 || segmentBytes < Limits.SEGMENT_BYTES_MIN
        || segmentBytes > Limits.SEGMENT_BYTES_MAX)
      throw new IllegalArgumentException("segment_bytes must be a power of two from " + Limits.SEGMENT_BYTES_MIN
          + " to " + Limits.SEGMENT_BYTES_MAX + ", not " + segmentBytes);
    if (log == LogUse.SHARED && segmentBytes != Limits.SEGMENT_BYTES_DEFAULT)
      throw new IllegalArgumentException(
          "a channel in a shared log has no segment_bytes of its own: leave it out, or give"
              + " the channel a log of its own");
    if (log == LogUse.SHARED && !retention.keepsAll())
      throw new IllegalArgumentException(
          "a channel in a shared log has no limits of retention: trim it, or give it a log"
              + " of its own");
    if (log == LogUse.SHARED && !fsync.isNever())
      throw new IllegalArgumentException(
          "a channel in a shared log is not forced by itself: leave fsync out, or give it a log of its own");
  }

  /// Keeps everything.
  public ChannelOptions(PayloadCodec codec, Level ack, long segmentBytes) {
    this(codec, ack, segmentBytes, Retention.NONE);
  }

  /// With a log of its own.
  public ChannelOptions(PayloadCodec codec, Level ack, long segmentBytes, Retention retention) {
    this(codec, ack, segmentBytes, retention, LogUse.OWN, Fsync.NEVER);
  }

  public ChannelOptions withCodec(PayloadCodec newCodec) {
    return new ChannelOptions(newCodec, ack, segmentBytes, retention, log, fsync);
  }

  public ChannelOptions withAck(Level level) {
    return new ChannelOptions(codec, level, segmentBytes, retention, log, fsync);
  }

  public ChannelOptions withSegmentBytes(long bytes) {
    return new ChannelOptions(codec, ack, bytes, retention, log, fsync);
  }

  public ChannelOptions withRetention(Retention limits) {
    return new ChannelOptions(codec, ack, segmentBytes, limits, log, fsync);
  }

  public ChannelOptions withLog(LogUse use) {
    return new ChannelOptions(codec, ack, segmentBytes, retention, use, fsync);
  }

  public ChannelOptions withFsync(Fsync limits) {
    return new ChannelOptions(codec, ack, segmentBytes, retention, log, limits);
  }
}
