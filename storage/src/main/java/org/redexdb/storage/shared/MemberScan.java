// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.util.List;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SharedExtension;

/// Learns of members from the carrier's frames. Every segment but the first has a snapshot of them near its beginning, so
/// what has to be read at opening is about one segment.
///
/// Under the monitor of [Members].
final class MemberScan {
  private final Carrier carrier;
  private final Members members;

  MemberScan(Carrier carrier, Members members) {
    this.carrier = carrier;
    this.members = members;
  }

  /// Reads from the last segment on that has a snapshot, or from the first one.
  ///
  /// @return where that segment begins
  /// @throws StorageException.Corrupt what is known then is of the events before the damage
  long open(long tip) {
    long base = start(tip);
    members.startAt(base, base == carrier.segments().first().baseSeq());
    catchUp(tip);
    Member unknown = members.unknown();
    if (unknown != null)
      throw new StorageException.Corrupt(Where.channel(carrier.name()), "the member with ordinal " + unknown.ordinal,
          "events of it only");
    return base;
  }

  private long start(long tip) {
    List<Segment> segments = carrier.segments().all();
    for (int i = segments.size() - 1; i > 0; i--) {
      Segment segment = segments.get(i);
      if (hasSnapshot(segment.baseSeq(), Math.min(tip, segment.lastSeq()))) return segment.baseSeq();
    }
    return segments.getFirst().baseSeq();
  }

  /// One that is damaged before its snapshot tells of no member: who there is comes from an earlier one, up to the damage.
  private boolean hasSnapshot(long base, long last) {
    try {
      return findSnapshot(base, last);
    } catch (StorageException.Corrupt _) {
      return false; // met again on the way there, and told
    }
  }

  private boolean findSnapshot(long base, long last) {
    var block = new FrameBlock();
    try (FrameReader reader = carrier.reads().reader(base, last + 1)) {
      while (reader.next(block)) {
        for (int i = 0; i < block.count(); i++)
          if (ordinal(block, i) == Members.CHANGES
              && change(block, i) instanceof MemberChange.Snapshot snapshot && snapshot.upTo() >= base)
            return true;
      }
    }
    return false;
  }

  /// Takes in what there is up to `tip`.
  void catchUp(long tip) {
    long at = members.next();
    if (at > tip) return;
    var block = new FrameBlock();
    try (FrameReader reader = carrier.reads().reader(at, tip + 1)) {
      while (reader.next(block)) {
        for (int i = 0; i < block.count(); i++) {
          lost(at, block.seq(i));
          take(block, i);
          at = block.seq(i) + 1;
        }
      }
    }
    lost(at, tip + 1);
    members.readAll(carrier.id());
  }

  /// Readers pass over nothing but what a repair has given up, and what was removed.
  private void lost(long from, long to) {
    long first = Math.max(from, carrier.reads().firstSeq());
    if (first < to) members.lost(first, to);
  }

  private void take(FrameBlock block, int i) {
    int ordinal = ordinal(block, i);
    long seq = SharedExtension.memberSeq(block, i);
    long carrierSeq = block.seq(i);
    long bytes = block.metadataLength(i) + block.payloadLength(i) + 64L;
    if (ordinal != Members.CHANGES) {
      long expected = members.event(ordinal, seq, carrierSeq, block.epoch(i), bytes);
      if (expected != seq)
        throw corrupt(block, i, "event " + expected + " of the member with ordinal " + ordinal, "event " + seq);
      return;
    }
    try {
      members.change(change(block, i), seq, carrierSeq, block.epoch(i), bytes);
    } catch (IllegalArgumentException e) {
      StorageException.Corrupt damage = corrupt(block, i, "what happens to members", "what contradicts it: "
          + e.getMessage());
      damage.addSuppressed(e);
      throw damage;
    }
  }

  private int ordinal(FrameBlock block, int i) {
    if (!SharedExtension.isIn(block.flags(i))) throw corrupt(block, i, "an event of a member", "one of none");
    return SharedExtension.ordinal(block, i);
  }

  private MemberChange change(FrameBlock block, int i) {
    try {
      return MemberChange.decode(block.bytes(), block.payloadOffset(i), block.payloadLength(i));
    } catch (IllegalArgumentException e) {
      StorageException.Corrupt damage = corrupt(block, i, "an event that speaks of members",
          String.valueOf(e.getMessage()));
      damage.addSuppressed(e);
      throw damage;
    }
  }

  private StorageException.Corrupt corrupt(FrameBlock block, int i, String expected, String found) {
    return new StorageException.Corrupt(Where.seq(carrier.name(), block.seq(i)), expected, found);
  }
}
