// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.util.Arrays;

/// A run of event frames copied to the heap and verified, as a [FrameReader] delivers it. Their seqs are consecutive, but
/// for events that were lost in a repair. Everything above the storage layer reads heap bytes only, so a page lost by the
/// device is met in one place.
///
/// Filled by the reader, overwritten by its next call; who keeps bytes copies them. Confined to one thread.
public final class FrameBlock {
  /// Bytes of frames a reader delivers at once unless the block says otherwise.
  public static final int RUN_BYTES_DEFAULT = 256 << 10;
  /// For who looks at each event once, in order. Such a run stays in the first-level cache between the copy that made it
  /// and the look, which was a third faster than with runs of 16 KiB and more (bench/README.md).
  public static final int RUN_BYTES_SMALL = 12 << 10;

  // One event is a row of longs: seq | ts | origin | epoch, flags, codec | metadata offset, payload offset | payload end.
  private static final int ROW = 6;
  private static final int SEQ = 0;
  private static final int TS = 1;
  private static final int ORIGIN = 2;
  private static final int EPOCH_FLAGS_CODEC = 3;
  private static final int METADATA_PAYLOAD = 4;
  private static final int END = 5;
  private static final int ROWS_FIRST = 32;
  private static final int FLAG_TOMBSTONE = 8;
  /// Runs that a block may hold the memory of while nobody reads it.
  private static final int RUNS_KEPT = 4;

  private final int runBytes;
  private byte[] bytes = new byte[0];
  private int count;
  private long[] rows = new long[ROW];

  /// Empty; a reader sizes it.
  public FrameBlock() { this(RUN_BYTES_DEFAULT); }

  /// @param runBytes about how many bytes of frames a reader puts in it at once; one larger event comes alone
  public FrameBlock(int runBytes) {
    if (runBytes < 1) throw new IllegalArgumentException("runBytes: " + runBytes);
    this.runBytes = runBytes;
  }

  public int runBytes() { return runBytes; }

  public int count() { return count; }

  /// Backing array of all metadata and payloads.
  public byte[] bytes() { return bytes; }

  public long seq(int i) { return rows[i * ROW + SEQ]; }

  /// Append time, nanoseconds since the epoch, UTC.
  public long ts(int i) { return rows[i * ROW + TS]; }

  public long origin(int i) { return rows[i * ROW + ORIGIN]; }

  public int epoch(int i) { return (int) (rows[i * ROW + EPOCH_FLAGS_CODEC] >>> 32); }

  /// Codec nibble of the payload, see [PayloadCodec].
  public int codec(int i) { return (int) rows[i * ROW + EPOCH_FLAGS_CODEC] & 0x0F; }

  /// Frame flags as stored.
  public int flags(int i) { return (int) rows[i * ROW + EPOCH_FLAGS_CODEC] >>> 8; }

  /// Whether the event says that nothing is left of its key.
  public boolean isTombstone(int i) { return (flags(i) & FLAG_TOMBSTONE) != 0; }

  public int metadataOffset(int i) { return (int) (rows[i * ROW + METADATA_PAYLOAD] >>> 32); }

  /// Bytes of encoded metadata, 0 when there is none.
  public int metadataLength(int i) { return payloadOffset(i) - metadataOffset(i); }

  public int payloadOffset(int i) { return (int) rows[i * ROW + METADATA_PAYLOAD]; }

  public int payloadLength(int i) { return (int) rows[i * ROW + END] - payloadOffset(i); }

  /// For readers: empties the block and makes sure that it holds `capacity` bytes.
  ///
  /// @return the backing array
  public byte[] reset(int capacity) {
    count = 0;
    if (bytes.length < capacity) bytes = new byte[capacity];
    return bytes;
  }

  /// Empties the block, for who keeps it until there is something to read again: what a large event took is given up.
  public void shrink() {
    count = 0;
    if (bytes.length > RUNS_KEPT * runBytes) bytes = new byte[0];
  }

  /// For readers: numbers the events anew, from `firstSeq` on.
  public void renumber(long firstSeq) {
    for (int i = 0; i < count; i++) rows[i * ROW + SEQ] = firstSeq + i;
  }

  /// For readers: adds an event whose bytes are in the backing array.
  public void add(long eventSeq, long eventTs, long eventOrigin, int eventEpoch, int codec, int flags, int metadataAt,
      int payloadAt, int end) {
    int row = count * ROW;
    // A single read never needs more than the first row.
    if (row == rows.length) rows = Arrays.copyOf(rows, Math.max(ROWS_FIRST * ROW, rows.length * 2));
    long[] into = rows;
    into[row + SEQ] = eventSeq;
    into[row + TS] = eventTs;
    into[row + ORIGIN] = eventOrigin;
    into[row + EPOCH_FLAGS_CODEC] = (long) eventEpoch << 32 | flags << 8 | codec & 0x0F;
    into[row + METADATA_PAYLOAD] = (long) metadataAt << 32 | payloadAt;
    into[row + END] = end;
    count++;
  }
}
