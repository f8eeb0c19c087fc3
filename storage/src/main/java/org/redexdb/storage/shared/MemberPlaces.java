// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.key.MemberHash;
import org.redexdb.storage.segment.KeyIndex;
import org.redexdb.storage.segment.Segment;

/// Where in the carrier a member's events are. The newest are at hand; for the others the indexes of older segments are asked
/// how many each holds, from the newest to the oldest, until the one is found. Thread-safe.
final class MemberPlaces {
  private final Carrier carrier;
  private final Members members;

  MemberPlaces(Carrier carrier, Members members) {
    this.carrier = carrier;
    this.members = members;
  }

  /// Events of a member in one segment.
  ///
  /// @param first seq of the first of them
  private record Run(Segment segment, KeyIndex index, long first, int count) {}

  /// Finds events from `seq` on, which must be there.
  ///
  /// @param into gets their seqs in the carrier, ascending
  /// @return how many, at least one; 0 when the event was removed meanwhile
  int from(Member member, long seq, long[] into) {
    long tailFirst;
    long tailBase;
    synchronized (members) {
      tailFirst = member.tailFirst();
      tailBase = members.tailBase();
      if (seq >= tailFirst) {
        int at = (int) (seq - tailFirst);
        int count = Math.min(into.length, member.tailCount() - at);
        for (int i = 0; i < count; i++) into[i] = member.tail(at + i);
        return Math.max(0, count);
      }
    }
    while (true) {
      Run run = run(member, seq, tailFirst, tailBase);
      if (run == null) return 0;
      try {
        int found = run.index.ranked(MemberHash.of(member.ordinal), (int) (seq - run.first), into);
        if (found != KeyIndex.DAMAGED) return found;
        carrier.keys().replace(run.segment, run.index);
      } finally {
        run.segment.unpin();
      }
    }
  }

  /// Makes the index anew that told a wrong place.
  ///
  /// @return false when there is none: the places of newest events come from the events
  boolean renew(Member member, long seq) {
    long tailFirst;
    long tailBase;
    synchronized (members) {
      tailFirst = member.tailFirst();
      tailBase = members.tailBase();
    }
    Run run = seq >= tailFirst ? null : run(member, seq, tailFirst, tailBase);
    if (run == null) return false;
    try {
      carrier.keys().replace(run.segment, run.index);
    } finally {
      run.segment.unpin();
    }
    return true;
  }

  /// Last event of a member up to one of the carrier, -1 for none: where the member stood when that was the last.
  long upTo(Member member, long carrierSeq) {
    long end;
    long base;
    synchronized (members) {
      end = member.tailFirst();
      base = members.tailBase();
      int before = member.tailBefore(carrierSeq + 1);
      if (before > 0 || carrierSeq >= base - 1) return end + before - 1;
    }
    while (end > 0 && base > carrierSeq + 1) {
      Segment segment = older(base);
      if (segment == null) return end - 1; // removed: of all that is there it is one before
      try {
        base = segment.baseSeq();
        int count = ask(segment, index -> index.count(MemberHash.of(member.ordinal)));
        end -= count;
        if (base <= carrierSeq) return end - 1 + countUpTo(segment, member, count, carrierSeq);
      } finally {
        segment.unpin();
      }
    }
    return end - 1;
  }

  private int countUpTo(Segment segment, Member member, int count, long carrierSeq) {
    var one = new long[1];
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = low + high >>> 1;
      ask(segment, index -> index.ranked(MemberHash.of(member.ordinal), middle, one));
      if (one[0] <= carrierSeq) low = middle + 1;
      else
        high = middle;
    }
    return low;
  }

  /// @param end first event of the member that is not in a segment before `base`
  /// @return pinned, or null when the event was removed
  private @Nullable Run run(Member member, long seq, long end, long base) {
    while (true) {
      Segment segment = older(base);
      if (segment == null) return null;
      boolean found = false;
      try {
        base = segment.baseSeq();
        int count = ask(segment, index -> index.count(MemberHash.of(member.ordinal)));
        end -= count;
        found = seq >= end;
        if (found) return new Run(segment, carrier.keys().index(segment, segment.lastSeq()), end, count);
      } finally {
        if (!found) segment.unpin();
      }
    }
  }

  /// The segment that ends before `base`, pinned; null when it was removed.
  private @Nullable Segment older(long base) {
    if (base <= carrier.reads().firstSeq()) return null;
    return carrier.segments().findPinned(base - 1);
  }

  private int ask(Segment segment, ToIntFunction<KeyIndex> question) {
    while (true) {
      KeyIndex index = carrier.keys().index(segment, segment.lastSeq());
      int answer = question.applyAsInt(index);
      if (answer != KeyIndex.DAMAGED) return answer;
      carrier.keys().replace(segment, index);
    }
  }

  /// What reading met, told of the member.
  ///
  /// @param seq that was to be read
  static StorageException told(StorageException error, Member member, long seq) {
    return error instanceof StorageException.Lagged
        ? lagged(member, seq)
        : MemberErrors.of(error, member.name, seq);
  }

  static StorageException.Lagged lagged(Member member, long seq) {
    return new StorageException.Lagged(Where.seq(member.name, seq), seq, member.floor.seq());
  }
}
