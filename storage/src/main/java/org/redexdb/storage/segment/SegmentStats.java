// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// What is counted while a segment fills; becomes its footer, and travels in the durable mark so that a clean open needs
/// no scan.
///
/// Owned by the log's appender (under its lock) or by a recovery; [#maxTs] alone is read by others.
public final class SegmentStats {
  /// Epochs one segment may hold; a log that reaches it rolls.
  public static final int EPOCHS_MAX = 256;
  private static final long HASH_MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final VarHandle MAX_TS;

  static {
    try {
      MAX_TS = MethodHandles.lookup().findVarHandle(SegmentStats.class, "maxTs", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long count;
  private long minTs = Long.MAX_VALUE;
  private long maxTs = Long.MIN_VALUE;
  private long runningMaxTs;
  private long lastTs = Long.MIN_VALUE;
  private boolean ordered = true;
  private boolean holes;
  private long hash;
  private long onceCount;
  private int epochs;
  private int[] epoch = new int[4];
  private long[] epochFirstSeq = new long[4];

  /// @param runningMaxTs greatest append time of the log before this segment
  public SegmentStats(long runningMaxTs) { this.runningMaxTs = runningMaxTs; }

  /// Counts a frame that takes a seq.
  ///
  /// @param salt of its segment
  public void add(byte[] bytes, int frame, int salt) {
    if (Frames.kind(bytes, frame) == Frames.KIND_LOST) holes = true;
    add(Frames.seq(bytes, frame), Frames.ts(bytes, frame), Frames.epoch(bytes, frame), Frames.crc(bytes, frame) ^ salt);
  }

  /// @param saltFreeCrc checksum of the frame without the salt, so that replicas agree
  public void add(long seq, long ts, int frameEpoch, int saltFreeCrc) {
    if (count++ == 0) minTs = ts;
    if (ts < lastTs) step(ts);
    lastTs = ts;
    if (ts > maxTs) raise(ts);
    hash = (hash ^ saltFreeCrc & 0xFFFFFFFFL) * HASH_MULTIPLIER;
    hash ^= hash >>> 29;
    if (epochs == 0 || epoch[epochs - 1] != frameEpoch) newEpoch(frameEpoch, seq);
  }

  /// So many of the events added are of those that are stored once.
  public void addOnce(int events) { onceCount += events; }

  private void step(long ts) {
    ordered = false;
    minTs = Math.min(minTs, ts);
  }

  private void raise(long ts) {
    MAX_TS.setRelease(this, ts);
    if (ts > runningMaxTs) runningMaxTs = ts;
  }

  private void newEpoch(int newEpoch, long seq) {
    if (epochs == EPOCHS_MAX) return;
    if (epochs == epoch.length) {
      epoch = Arrays.copyOf(epoch, epochs * 2);
      epochFirstSeq = Arrays.copyOf(epochFirstSeq, epochs * 2);
    }
    epoch[epochs] = newEpoch;
    epochFirstSeq[epochs++] = seq;
  }

  public SegmentStats copy() {
    var copy = new SegmentStats(runningMaxTs);
    copy.restore(count, minTs, maxTs, lastTs, ordered, hash);
    copy.holes = holes;
    copy.addOnce(Math.toIntExact(onceCount));
    for (int i = 0; i < epochs; i++) copy.newEpoch(epoch[i], epochFirstSeq[i]);
    return copy;
  }

  void restore(long newCount, long newMinTs, long newMaxTs, long newLastTs, boolean newOrdered, long newHash) {
    count = newCount;
    minTs = newMinTs;
    maxTs = newMaxTs;
    lastTs = newLastTs;
    ordered = newOrdered;
    hash = newHash;
  }

  void restoreHoles() { holes = true; }

  void restoreEpoch(int restored, long firstSeq) { newEpoch(restored, firstSeq); }

  public long count() { return count; }

  public long minTs() { return minTs; }

  /// Greatest append time in the segment, [Long#MIN_VALUE] for none. Any thread.
  public long maxTs() { return (long) MAX_TS.getAcquire(this); }

  public long runningMaxTs() { return runningMaxTs; }

  public long lastTs() { return lastTs; }

  /// Whether append times never step back within the segment.
  public boolean ordered() { return ordered; }

  /// Whether some of the events counted were lost in a repair.
  public boolean holes() { return holes; }

  public long hash() { return hash; }

  /// Events that are stored once.
  public long onceCount() { return onceCount; }

  public int epochs() { return epochs; }

  public int epoch(int i) { return epoch[i]; }

  long epochFirstSeq(int i) { return epochFirstSeq[i]; }
}
