// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import org.jspecify.annotations.Nullable;

/// Durable mark: how far a segment is known to be on the device. Two slots of page 1, written in turn after a force;
/// they become durable with the next one.
/// ```
///  0        8           16             24     28     32            40        48
///  | counter | durableSeq | durableOffset | epoch | flags | committedSeq | floorSeq | statistics when CLEAN … crc |
/// ```
///
/// @param counter the valid slot with the greater one wins
/// @param durableSeq last durable seq, `baseSeq - 1` for none
/// @param durableOffset end of the durable frames
/// @param epoch of the last durable frame
/// @param floorSeq oldest readable seq of the log
/// @param stats counted up to `durableOffset`; null unless the log was closed cleanly right there
public record Mark(long counter, long durableSeq, long durableOffset, int epoch, long floorSeq,
    @Nullable SegmentStats stats) {
  /// Epochs that fit a slot; a log with more in one segment is scanned at open.
  static final int EPOCHS_MAX = 24;
  static final int DURABLE_SEQ_OFFSET = 8;
  static final int DURABLE_OFFSET_OFFSET = 16;
  static final int EPOCH_OFFSET = 24;
  static final int FLAGS_OFFSET = 28;
  static final int COMMITTED_SEQ_OFFSET = 32;
  static final int FLOOR_SEQ_OFFSET = 40;
  static final int COUNT_OFFSET = 48;
  static final int MIN_TS_OFFSET = 56;
  static final int MAX_TS_OFFSET = 64;
  static final int RUNNING_MAX_TS_OFFSET = 72;
  static final int LAST_TS_OFFSET = 80;
  static final int HASH_OFFSET = 88;
  static final int EPOCHS_OFFSET = 96;
  static final int ONCE_COUNT_OFFSET = 100;
  static final int EPOCH_LIST_OFFSET = 104;
  private static final int FLAG_CLEAN = 1;
  private static final int FLAG_ORDERED = 2;
  private static final int FLAG_HOLES = 4;

  /// Slot of a segment that has nothing in it.
  public static byte[] first(SegmentStats empty, int salt) {
    var slot = new byte[Slots.BYTES];
    new Mark(1, -1, SegmentIdentity.HEADER_BYTES, 0, 0, empty).encode(slot, 0, salt);
    return slot;
  }

  /// @param salt of the segment
  public void encode(byte[] slot, int at, int salt) {
    Slots.putLong(slot, at, counter);
    Slots.putLong(slot, at + DURABLE_SEQ_OFFSET, durableSeq);
    Slots.putLong(slot, at + DURABLE_OFFSET_OFFSET, durableOffset);
    Slots.putInt(slot, at + EPOCH_OFFSET, epoch);
    Slots.putLong(slot, at + COMMITTED_SEQ_OFFSET, durableSeq);
    Slots.putLong(slot, at + FLOOR_SEQ_OFFSET, floorSeq);
    if (stats != null && stats.epochs() <= EPOCHS_MAX) encodeStats(stats, slot, at);
    Slots.close(slot, at, Slots.BYTES, salt);
  }

  private static void encodeStats(SegmentStats stats, byte[] slot, int at) {
    Slots.putInt(slot, at + FLAGS_OFFSET,
        FLAG_CLEAN | (stats.ordered() ? FLAG_ORDERED : 0) | (stats.holes() ? FLAG_HOLES : 0));
    Slots.putLong(slot, at + COUNT_OFFSET, stats.count());
    Slots.putLong(slot, at + MIN_TS_OFFSET, stats.minTs());
    Slots.putLong(slot, at + MAX_TS_OFFSET, stats.maxTs());
    Slots.putLong(slot, at + RUNNING_MAX_TS_OFFSET, stats.runningMaxTs());
    Slots.putLong(slot, at + LAST_TS_OFFSET, stats.lastTs());
    Slots.putLong(slot, at + HASH_OFFSET, stats.hash());
    Slots.putInt(slot, at + EPOCHS_OFFSET, stats.epochs());
    Slots.putInt(slot, at + ONCE_COUNT_OFFSET, (int) stats.onceCount());
    for (int i = 0; i < stats.epochs(); i++) {
      Slots.putInt(slot, at + EPOCH_LIST_OFFSET + i * 12, stats.epoch(i));
      Slots.putLong(slot, at + EPOCH_LIST_OFFSET + i * 12 + 4, stats.epochFirstSeq(i));
    }
  }

  /// @return null when the slot was never written or is torn
  static @Nullable Mark decode(byte[] page, int at, int salt) {
    if (!Slots.valid(page, at, Slots.BYTES, salt)) return null;
    int flags = Slots.intAt(page, at + FLAGS_OFFSET);
    SegmentStats stats = null;
    if ((flags & FLAG_CLEAN) != 0) {
      stats = new SegmentStats(Slots.longAt(page, at + RUNNING_MAX_TS_OFFSET));
      stats.restore(Slots.longAt(page, at + COUNT_OFFSET), Slots.longAt(page, at + MIN_TS_OFFSET),
          Slots.longAt(page, at + MAX_TS_OFFSET), Slots.longAt(page, at + LAST_TS_OFFSET), (flags & FLAG_ORDERED) != 0,
          Slots.longAt(page, at + HASH_OFFSET));
      if ((flags & FLAG_HOLES) != 0) stats.restoreHoles();
      stats.addOnce(Slots.intAt(page, at + ONCE_COUNT_OFFSET));
      int epochs = Math.min(EPOCHS_MAX, Slots.intAt(page, at + EPOCHS_OFFSET));
      for (int i = 0; i < epochs; i++)
        stats.restoreEpoch(Slots.intAt(page, at + EPOCH_LIST_OFFSET + i * 12),
            Slots.longAt(page, at + EPOCH_LIST_OFFSET + i * 12 + 4));
    }
    return new Mark(Slots.longAt(page, at), Slots.longAt(page, at + DURABLE_SEQ_OFFSET),
        Slots.longAt(page, at + DURABLE_OFFSET_OFFSET), Slots.intAt(page, at + EPOCH_OFFSET),
        Slots.longAt(page, at + FLOOR_SEQ_OFFSET), stats);
  }
}
