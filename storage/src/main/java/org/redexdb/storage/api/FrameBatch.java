// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.util.Arrays;

/// Events to be appended together, all or nothing, collected on the heap. Reusable after [#clear].
///
/// Confined to one thread until handed to [Log#append(FrameBatch, long, Ack)], and again after that returned.
public final class FrameBatch {
  private static final byte[] NO_PAYLOAD = new byte[0];
  /// Fixed part of a frame, and what announces metadata: docs/formats/frame.md
  private static final int FRAME_HEADER_BYTES = 40;
  private static final int METADATA_SIZE_BYTES = 2;
  private static final int FLAG_TOMBSTONE = 8;

  private final Where place;
  private byte[] bytes;
  private int used;
  private int count;
  private int onceCount;
  private long frameBytes;
  private boolean anyMetadata;
  private int[] metadataEnd = new int[16];
  private int[] payloadEnd = new int[16];
  private byte[] codecs = new byte[16];
  private byte[] flags = new byte[16];

  public FrameBatch() { this(Where.NOWHERE, 4096); }

  /// @param place where it is going, for errors
  public FrameBatch(Where place, int expectedBytes) {
    this.place = place;
    bytes = new byte[Math.max(64, expectedBytes)];
  }

  /// Adds one event; the arrays are copied.
  ///
  /// @param metadata encoded metadata, empty for none, at most [Limits#METADATA_BYTES_MAX]
  /// @throws StorageException.TooLarge when the event, its metadata or the batch passes a limit; the batch is unchanged
  public FrameBatch add(PayloadCodec codec, byte[] metadata, byte[] payload, int offset, int length) {
    if (length > Limits.EVENT_BYTES_MAX)
      throw new StorageException.TooLarge(place, "event payload bytes", length, Limits.EVENT_BYTES_MAX);
    if (metadata.length > Limits.METADATA_BYTES_MAX)
      throw new StorageException.TooLarge(place, "event metadata bytes", metadata.length,
          Limits.METADATA_BYTES_MAX);
    long frames = frameBytes + frameBytes(metadata.length, length);
    if (frames > Limits.BATCH_BYTES_MAX)
      throw new StorageException.TooLarge(place, "batch frame bytes", frames, Limits.BATCH_BYTES_MAX);
    ensure(used + metadata.length + length);
    frameBytes = frames;
    if (metadata.length != 0) anyMetadata = true;
    System.arraycopy(metadata, 0, bytes, used, metadata.length);
    used += metadata.length;
    metadataEnd[count] = used;
    System.arraycopy(payload, offset, bytes, used, length);
    used += length;
    payloadEnd[count] = used;
    codecs[count] = (byte) codec.id();
    flags[count] = 0;
    count++;
    return this;
  }

  /// Adds an event without a payload that says: of the key in its metadata nothing is left.
  ///
  /// @param metadata encoded metadata with a key
  /// @throws StorageException.TooLarge as above
  public FrameBatch addTombstone(PayloadCodec codec, byte[] metadata) {
    add(codec, metadata, NO_PAYLOAD, 0, 0);
    flags[count - 1] = FLAG_TOMBSTONE;
    return this;
  }

  /// For the storage layer: adds an event by all that follows the header in its frame, which is its payload here.
  ///
  /// @param frameFlags flags that say what that is
  /// @throws StorageException.TooLarge the batch is, and unchanged
  public FrameBatch addFramed(int frameFlags, int codec, byte[] body, int length) {
    long frames = frameBytes + frameBytes(0, length);
    if (frames > Limits.BATCH_BYTES_MAX)
      throw new StorageException.TooLarge(place, "batch frame bytes", frames, Limits.BATCH_BYTES_MAX);
    ensure(used + length);
    frameBytes = frames;
    anyMetadata = true;
    metadataEnd[count] = used;
    System.arraycopy(body, 0, bytes, used, length);
    used += length;
    payloadEnd[count] = used;
    codecs[count] = (byte) codec;
    flags[count] = (byte) frameFlags;
    count++;
    return this;
  }

  /// The event that was added last is to be stored once: its metadata names its producer, or asks that its id be looked for.
  /// All events of a batch are such, or none.
  public FrameBatch once() {
    if (onceCount == count) throw new IllegalStateException("no event was added since");
    onceCount++;
    return this;
  }

  public void clear() {
    used = 0;
    count = 0;
    onceCount = 0;
    frameBytes = 0;
    anyMetadata = false;
  }

  public int count() { return count; }

  public boolean isEmpty() { return count == 0; }

  /// Events of it that are to be stored once.
  public int onceCount() { return onceCount; }

  /// Whether an event of it has metadata.
  public boolean hasMetadata() { return anyMetadata; }

  /// Sum of metadata and payload bytes.
  public int size() { return used; }

  /// Bytes of the frames that hold the events, at most [Limits#BATCH_BYTES_MAX].
  public long frameBytes() { return frameBytes; }

  private static long frameBytes(int metadataBytes, int payloadBytes) {
    long length = FRAME_HEADER_BYTES + (metadataBytes == 0 ? 0 : METADATA_SIZE_BYTES + metadataBytes)
        + (long) payloadBytes;
    return length + 7 & ~7L;
  }

  /// Backing array; only the ranges below are meaningful.
  public byte[] bytes() { return bytes; }

  public int metadataOffset(int i) { return i == 0 ? 0 : payloadEnd[i - 1]; }

  public int metadataLength(int i) { return metadataEnd[i] - metadataOffset(i); }

  public int payloadOffset(int i) { return metadataEnd[i]; }

  public int payloadLength(int i) { return payloadEnd[i] - metadataEnd[i]; }

  public int codec(int i) { return codecs[i]; }

  /// Flags of the event's frame, without those of its place in the batch.
  public int flags(int i) { return flags[i] & 0xFF; }

  public boolean isTombstone(int i) { return (flags[i] & FLAG_TOMBSTONE) != 0; }

  private void ensure(int total) {
    if (total > bytes.length)
      bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(total, bytes.length * 2L), Integer.MAX_VALUE - 8));
    if (count == codecs.length) {
      metadataEnd = Arrays.copyOf(metadataEnd, count * 2);
      payloadEnd = Arrays.copyOf(payloadEnd, count * 2);
      codecs = Arrays.copyOf(codecs, count * 2);
      flags = Arrays.copyOf(flags, count * 2);
    }
  }
}
