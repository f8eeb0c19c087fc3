// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import org.jspecify.annotations.Nullable;

/// Payload of the FOOTER frame: what a sealed segment holds, so that nobody has to read it to know.
///
/// @param count events
/// @param firstSeq first event
/// @param lastSeq last event
/// @param minTs smallest append time
/// @param maxTs greatest append time
/// @param runningMaxTs greatest append time of the log up to here
/// @param ordered whether append times never step back within the segment
/// @param holes whether events in it were lost in a repair
/// @param hash chained over the salt-free checksums of the events, equal on all replicas; not cryptographic
/// @param lastEpoch epoch of the last event
/// @param onceRows rows of the frame before it, which tells of events that are stored once; 0 when there is none
public record Footer(long count, long firstSeq, long lastSeq, long minTs, long maxTs, long runningMaxTs,
    boolean ordered, boolean holes, long hash, int lastEpoch, int onceRows) {
  static final int VERSION_OFFSET = 0;
  static final int FLAGS_OFFSET = 4;
  static final int COUNT_OFFSET = 8;
  static final int FIRST_SEQ_OFFSET = 16;
  static final int LAST_SEQ_OFFSET = 24;
  static final int FIRST_EPOCH_OFFSET = 32;
  static final int LAST_EPOCH_OFFSET = 36;
  static final int MIN_TS_OFFSET = 40;
  static final int MAX_TS_OFFSET = 48;
  static final int RUNNING_MAX_TS_OFFSET = 56;
  static final int MIN_EVENT_TIME_OFFSET = 64;
  static final int MAX_EVENT_TIME_OFFSET = 72;
  /// 32 bytes: kind 1 is the chained 64-bit hash, the rest zero.
  static final int CONTENT_HASH_OFFSET = 80;
  static final int MERKLE_OFFSET = 112;
  static final int EPOCHS_OFFSET = 144;
  static final int ONCE_ROWS_OFFSET = 148;
  static final int EPOCH_LIST_OFFSET = 152;
  static final int EPOCH_ENTRY_BYTES = 12;
  private static final int FLAG_ORDERED = 2;
  private static final int FLAG_HOLES = 4;
  /// SEAL and FOOTER never need more; an appender rolls before less is left, or less besides what the frame between needs.
  public static final int RESERVE_BYTES = 4096;

  public static byte[] encode(SegmentStats stats, long firstSeq, long lastSeq, int onceRows) {
    var out = new byte[EPOCH_LIST_OFFSET + stats.epochs() * EPOCH_ENTRY_BYTES];
    Slots.putInt(out, FLAGS_OFFSET, (stats.ordered() ? FLAG_ORDERED : 0) | (stats.holes() ? FLAG_HOLES : 0));
    Slots.putLong(out, COUNT_OFFSET, stats.count());
    Slots.putLong(out, FIRST_SEQ_OFFSET, firstSeq);
    Slots.putLong(out, LAST_SEQ_OFFSET, lastSeq);
    Slots.putInt(out, FIRST_EPOCH_OFFSET, stats.epoch(0));
    Slots.putInt(out, LAST_EPOCH_OFFSET, stats.epoch(stats.epochs() - 1));
    Slots.putLong(out, MIN_TS_OFFSET, stats.minTs());
    Slots.putLong(out, MAX_TS_OFFSET, stats.maxTs());
    Slots.putLong(out, RUNNING_MAX_TS_OFFSET, stats.runningMaxTs());
    Slots.putLong(out, MIN_EVENT_TIME_OFFSET, Long.MIN_VALUE);
    Slots.putLong(out, MAX_EVENT_TIME_OFFSET, Long.MAX_VALUE);
    Slots.putLong(out, CONTENT_HASH_OFFSET, stats.hash());
    Slots.putInt(out, EPOCHS_OFFSET, stats.epochs());
    Slots.putInt(out, ONCE_ROWS_OFFSET, onceRows);
    for (int i = 0; i < stats.epochs(); i++) {
      Slots.putInt(out, EPOCH_LIST_OFFSET + i * EPOCH_ENTRY_BYTES, stats.epoch(i));
      Slots.putLong(out, EPOCH_LIST_OFFSET + i * EPOCH_ENTRY_BYTES + 4, stats.epochFirstSeq(i));
    }
    return out;
  }

  /// What [#encode] writes, as a value.
  public static Footer of(SegmentStats stats, long firstSeq, long lastSeq, int onceRows) {
    return new Footer(stats.count(), firstSeq, lastSeq, stats.minTs(), stats.maxTs(), stats.runningMaxTs(),
        stats.ordered(), stats.holes(), stats.hash(), stats.epoch(stats.epochs() - 1), onceRows);
  }

  /// @return null when the payload is not a footer of this version
  public static @Nullable Footer decode(byte[] bytes, int at, int length) {
    if (length < EPOCH_LIST_OFFSET || Slots.intAt(bytes, at + VERSION_OFFSET) != 0) return null;
    return new Footer(Slots.longAt(bytes, at + COUNT_OFFSET), Slots.longAt(bytes, at + FIRST_SEQ_OFFSET),
        Slots.longAt(bytes, at + LAST_SEQ_OFFSET), Slots.longAt(bytes, at + MIN_TS_OFFSET),
        Slots.longAt(bytes, at + MAX_TS_OFFSET), Slots.longAt(bytes, at + RUNNING_MAX_TS_OFFSET),
        (Slots.intAt(bytes, at + FLAGS_OFFSET) & FLAG_ORDERED) != 0,
        (Slots.intAt(bytes, at + FLAGS_OFFSET) & FLAG_HOLES) != 0, Slots.longAt(bytes, at + CONTENT_HASH_OFFSET),
        Slots.intAt(bytes, at + LAST_EPOCH_OFFSET), Slots.intAt(bytes, at + ONCE_ROWS_OFFSET));
  }
}
