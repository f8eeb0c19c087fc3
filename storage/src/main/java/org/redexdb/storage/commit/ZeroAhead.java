// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.segment.Segment;

/// Has the active segment written with zeros, and forced, ahead of durable appends: a flush into a block that the file
/// system has yet to allocate commits the file system's journal as well, a flush into one that is there does not. Worth its
/// bytes only where durable appends go on, so it begins after some and reaches further the more there are.
///
/// Counts under the force lock; [#run] is the helper's.
final class ZeroAhead {
  /// In small pieces: the page cache keeps a file in folios as large as the writes that made them, and a small write into a
  /// large folio costs several times as much.
  static final int CHUNK_BYTES = 64 << 10;
  static final int FIRST_AFTER_COMMITS = 16;
  private static final int AHEAD_BYTES_MAX = 4 << 20;

  private final Helper helper;
  private final Chain chain;
  private final Durability durability;
  private final AtomicBoolean ordered = new AtomicBoolean();
  private int commits;
  private @Nullable Segment counted;
  // Written before the order, read by the helper.
  private volatile @Nullable Segment target;
  private volatile long targetEnd;
  /// Where there was no room for zeros: there may still be some for events, and they will tell.
  private volatile @Nullable Segment full;

  ZeroAhead(Helper helper, Chain chain, Durability durability) {
    this.helper = helper;
    this.chain = chain;
    this.durability = durability;
  }

  /// One more commit has ended in this segment.
  void committed(Segment segment) {
    if (counted != segment) {
      counted = segment;
      commits = Math.min(commits, FIRST_AFTER_COMMITS); // traffic goes on across a roll
    }
    if (++commits < FIRST_AFTER_COMMITS || full == segment) return;
    long ahead = Math.min(AHEAD_BYTES_MAX, CHUNK_BYTES * (commits / (long) FIRST_AFTER_COMMITS));
    long end = Math.min(segment.capacity(), segment.flushed() + ahead);
    if (segment.zeroedTo() >= end - ahead / 2 || !ordered.compareAndSet(false, true)) return;
    target = segment;
    targetEnd = end;
    helper.zeroAhead(this);
  }

  void run() {
    Segment segment = target;
    if (segment != null) {
      try {
        boolean any = false;
        while (segment.zeroedTo() < targetEnd && chain.writeZeros(segment, CHUNK_BYTES)) any = true;
        if (any) durability.forceZeros(segment);
      } catch (IOException e) {
        full = segment;
      }
    }
    ordered.set(false);
  }
}
