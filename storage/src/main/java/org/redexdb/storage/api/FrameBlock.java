// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.util.Arrays;

/// A run of consecutive event frames copied to the heap and verified, as a [FrameReader] delivers it. Everything above
/// the storage layer reads heap bytes only, so a page lost by the device is met in one place.
///
/// Filled by the reader, overwritten by its next call; who keeps bytes copies them. Confined to one thread.
public final class FrameBlock {
  private byte[] bytes = new byte[0];
  private int count;
  private long[] seq = new long[0];
  private long[] ts = new long[0];
  private long[] origin = new long[0];
  private int[] epoch = new int[0];
  private int[] flagsAndCodec = new int[0];
  private int[] metadataOffset = new int[0];
  private int[] payloadOffset = new int[0];
  private int[] payloadEnd = new int[0];

  /// Empty; a reader sizes it.
  public FrameBlock() {}

  public int count() { return count; }

  /// Backing array of all metadata and payloads.
  public byte[] bytes() { return bytes; }

  public long seq(int i) { return seq[i]; }

  /// Append time, nanoseconds since the epoch, UTC.
  public long ts(int i) { return ts[i]; }

  public long origin(int i) { return origin[i]; }

  public int epoch(int i) { return epoch[i]; }

  /// Codec nibble of the payload, see [PayloadCodec].
  public int codec(int i) { return flagsAndCodec[i] & 0x0F; }

  /// Frame flags as stored.
  public int flags(int i) { return flagsAndCodec[i] >>> 8; }

  public int metadataOffset(int i) { return metadataOffset[i]; }

  /// Bytes of encoded metadata, 0 when there is none.
  public int metadataLength(int i) { return payloadOffset[i] - metadataOffset[i]; }

  public int payloadOffset(int i) { return payloadOffset[i]; }

  public int payloadLength(int i) { return payloadEnd[i] - payloadOffset[i]; }

  /// For readers: empties the block and makes sure that it holds `capacity` bytes; content is kept.
  ///
  /// @return the backing array
  public byte[] reset(int capacity) {
    count = 0;
    if (bytes.length < capacity) bytes = Arrays.copyOf(bytes, capacity);
    return bytes;
  }

  /// For readers: adds an event whose bytes are in the backing array.
  public void add(long eventSeq, long eventTs, long eventOrigin, int eventEpoch, int codec, int flags, int metadataAt,
      int payloadAt, int end) {
    int i = count;
    if (i == seq.length) grow();
    seq[i] = eventSeq;
    ts[i] = eventTs;
    origin[i] = eventOrigin;
    epoch[i] = eventEpoch;
    flagsAndCodec[i] = flags << 8 | codec & 0x0F;
    metadataOffset[i] = metadataAt;
    payloadOffset[i] = payloadAt;
    payloadEnd[i] = end;
    count = i + 1;
  }

  private void grow() {
    int size = Math.max(64, seq.length * 2);
    seq = Arrays.copyOf(seq, size);
    ts = Arrays.copyOf(ts, size);
    origin = Arrays.copyOf(origin, size);
    epoch = Arrays.copyOf(epoch, size);
    flagsAndCodec = Arrays.copyOf(flagsAndCodec, size);
    metadataOffset = Arrays.copyOf(metadataOffset, size);
    payloadOffset = Arrays.copyOf(payloadOffset, size);
    payloadEnd = Arrays.copyOf(payloadEnd, size);
  }
}
