// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.storage.api.Trimmed.HeldBack;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.Floor;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;

/// Takes events away at the beginning of a log. In this order: readers see the new floor; it is stored; it is on the device;
/// readers of other processes see it, who may outlive this one and must not know of a trim that the next writer never finds;
/// files go.
///
/// Threading: the store's threads, several at a time; the floor only rises. No log lock, so that appends go on.
final class Trimming {
  private final Writers writers;
  private final SegmentList segments;
  private final Tip tip;
  private final Durability durability;
  private final Trouble trouble;

  Trimming(Writers writers, SegmentList segments, Tip tip, Durability durability, Trouble trouble) {
    this.writers = writers;
    this.segments = segments;
    this.tip = tip;
    this.durability = durability;
    this.trouble = trouble;
  }

  /// @param durably whether the floor has to be on the device at the end also when no file goes
  /// @throws StorageException the floor has risen, and could not be stored
  Trimmed trim(long beforeSeq, boolean durably) {
    Floor floor = segments.floor();
    Floor.Raised raised = floor.raise(Math.min(beforeSeq, tip.seq() + 1));
    var gone = new Gone();
    while (true) {
      // What is trimmed has to be durable first: a log that a power cut shortens must not end below its floor.
      if (durably) durability.commit();
      Durability.Below below = durability.storeFloor(durably);
      boolean isThere = below != null && (!durably || below.stored() >= raised.after());
      boolean isMore = below != null && gone.add(below);
      writers.helper().deleteNow();
      if (isThere) return new Trimmed(raised.before(), raised.after(), gone.segments, gone.bytes, heldBack(raised));
      StorageException why = trouble.now();
      if (why == null && durably) why = durability.undecided();
      if (below == null && why == null) throw new StorageException.Closed(Where.channel(tip.logName()), "log");
      // On a full disk the files that went may have made room for what has to be durable.
      if (why != null && !isMore) throw Trouble.fresh(why, tip.nextPlace());
    }
  }

  private HeldBack heldBack(Floor.Raised raised) {
    if (raised.pinned()) return HeldBack.PIN;
    Segment first = segments.first();
    long last = Math.min(first.lastSeq(), tip.seq());
    return last >= first.baseSeq() && last < raised.after() ? HeldBack.ACTIVE_SEGMENT : HeldBack.NOTHING;
  }

  /// What went, in one or more steps.
  private static final class Gone {
    private int segments;
    private long bytes;

    /// @return whether something was added
    boolean add(Durability.Below below) {
      for (Segment segment : below.removed()) bytes += segment.flushed() - SegmentIdentity.HEADER_BYTES;
      segments += below.removed().size();
      return !below.removed().isEmpty();
    }
  }
}
