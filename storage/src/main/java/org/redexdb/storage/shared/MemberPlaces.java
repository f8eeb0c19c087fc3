// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.key.MemberHash;
import org.redexdb.storage.segment.KeyIndex;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SharedExtension;

/// Where in the carrier a member's events are. The newest are at hand; for the others the indexes of older segments are asked
/// how many each holds, from the newest to the oldest, until the one is found.
///
/// Where a repair has given up events, counts do not tell seqs: the event found is another one then, and the segments are gone
/// through by what their events say. Thread-safe.
final class MemberPlaces {
  private final Carrier carrier;
  private final Members members;

  MemberPlaces(Carrier carrier, Members members) {
    this.carrier = carrier;
    this.members = members;
  }

  /// Events of a member in one segment, which is pinned.
  ///
  /// @param rank  of the first of them there
  /// @param first its seq
  /// @param count how many follow each other from it on
  private record Run(Segment segment, int rank, long first, int count) {}

  /// Finds the first events from `seq` on.
  ///
  /// @param into gets them, up to where it is full, a gap, or the end of a segment
  /// @return false when there are none: those that were there were removed, or lost in a repair
  boolean from(Member member, long seq, Places into) {
    into.clear();
    long tailFirst;
    long tailBase;
    synchronized (members) {
      tailFirst = member.tailFirst();
      tailBase = members.tailBase();
      if (seq >= tailFirst) return atHand(member, seq, into);
    }
    Run run = run(member, seq, tailFirst, tailBase);
    if (run == null) {
      synchronized (members) {
        return atHand(member, seq, into);
      }
    }
    try {
      int found = ask(run.segment, index -> index.ranked(MemberHash.of(member.ordinal), run.rank, into.seqs));
      into.first = run.first;
      into.count = Math.min(found, run.count);
      return into.count > 0;
    } finally {
      run.segment.unpin();
    }
  }

  private static boolean atHand(Member member, long seq, Places into) {
    int at = member.tailFrom(seq);
    if (at == member.tailCount()) return false;
    into.first = member.tailSeq(at);
    int most = Math.min(into.seqs.length, member.tailCount() - at);
    while (into.count < most && member.tailSeq(at + into.count) == into.end())
      into.seqs[into.count] = member.tail(at + into.count++);
    return true;
  }

  /// Makes the index anew that told a wrong place.
  ///
  /// @return false when there is none: the places of newest events come from the events
  boolean renew(long carrierSeq) {
    synchronized (members) {
      if (carrierSeq >= members.tailBase()) return false;
    }
    Segment segment = carrier.segments().findPinned(carrierSeq);
    if (segment == null) return false;
    try {
      carrier.keys().replace(segment, carrier.keys().index(segment, segment.lastSeq()));
    } finally {
      segment.unpin();
    }
    return true;
  }

  /// Seq that comes before a member's first event behind one of the carrier: where the member stood when that was the last.
  long upTo(Member member, long carrierSeq) {
    try {
      return toldUpTo(member, carrierSeq);
    } catch (StorageException.Corrupt _) {
      return countedUpTo(member, carrierSeq); // what would tell it is damaged itself
    }
  }

  private long toldUpTo(Member member, long carrierSeq) {
    long behind;
    long base;
    synchronized (members) {
      int before = member.tailBefore(carrierSeq + 1);
      behind = before < member.tailCount() ? member.tailSeq(before) : member.nextSeq();
      base = members.tailBase();
      if (before > 0 || carrierSeq >= base - 1) return behind - 1;
    }
    long nearest = -1;
    while (base > carrierSeq + 1) {
      Segment segment = older(base);
      if (segment == null) break; // removed: of all that is there it is one before
      try {
        base = segment.baseSeq();
        int count = count(segment, member);
        int before = base > carrierSeq ? 0 : countUpTo(segment, member, count, carrierSeq);
        if (before < count && before > 0) return seqAt(segment, member, before) - 1;
        if (before < count) nearest = base;
      } finally {
        segment.unpin();
      }
    }
    return nearest < 0 ? behind - 1 : firstFrom(nearest, member, behind) - 1;
  }

  /// Seq of a member's first event in a segment that has some; `behind` when it was removed.
  private long firstFrom(long base, Member member, long behind) {
    Segment segment = carrier.segments().findPinned(base);
    if (segment == null) return behind;
    try {
      return seqAt(segment, member, 0);
    } finally {
      segment.unpin();
    }
  }

  private long countedUpTo(Member member, long carrierSeq) {
    long end;
    long base;
    synchronized (members) {
      end = member.tailFirst();
      base = members.tailBase();
    }
    while (end > 0 && base > carrierSeq + 1) {
      Segment segment = older(base);
      if (segment == null) return end - 1;
      try {
        base = segment.baseSeq();
        int count = count(segment, member);
        end -= count;
        if (base <= carrierSeq) return end - 1 + countUpTo(segment, member, count, carrierSeq);
      } finally {
        segment.unpin();
      }
    }
    return end - 1;
  }

  /// Seq that follows a member's last event before one of the carrier; its first one when there is none.
  long endBefore(Member member, long carrierSeq) {
    try {
      return toldEndBefore(member, carrierSeq);
    } catch (StorageException.Corrupt _) {
      return countedUpTo(member, carrierSeq - 1) + 1;
    }
  }

  private long toldEndBefore(Member member, long carrierSeq) {
    long base;
    synchronized (members) {
      int before = member.tailBefore(carrierSeq);
      if (before > 0) return member.tailSeq(before - 1) + 1;
      base = members.tailBase();
    }
    while (true) {
      Segment segment = older(base);
      if (segment == null) return member.firstSeq();
      try {
        base = segment.baseSeq();
        int before = base >= carrierSeq ? 0 : countUpTo(segment, member, count(segment, member), carrierSeq - 1);
        if (before > 0) return seqAt(segment, member, before - 1) + 1;
      } finally {
        segment.unpin();
      }
    }
  }

  private int count(Segment segment, Member member) {
    return ask(segment, index -> index.count(MemberHash.of(member.ordinal)));
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
  /// @return pinned, or null when there is none before `base`
  private @Nullable Run run(Member member, long seq, long end, long base) {
    Run counted = counted(member, seq, end, base);
    if (counted != null) {
      boolean right = false;
      try {
        right = isRight(counted, member);
        if (right) return counted;
      } finally {
        if (!right) counted.segment.unpin();
      }
    }
    return searched(member, seq, base);
  }

  /// As if there were no gaps.
  private @Nullable Run counted(Member member, long seq, long end, long base) {
    while (true) {
      Segment segment = older(base);
      if (segment == null) return null;
      boolean found = false;
      try {
        base = segment.baseSeq();
        int count = count(segment, member);
        end -= count;
        found = seq >= end;
        if (found) return new Run(segment, (int) (seq - end), seq, (int) (count - (seq - end)));
      } finally {
        if (!found) segment.unpin();
      }
    }
  }

  /// Where counting ends at the right event there is no gap behind it. One that is damaged is told by who reads it.
  private boolean isRight(Run run, Member member) {
    try {
      return seqAt(run.segment, member, run.rank) == run.first;
    } catch (StorageException.Corrupt _) {
      return true;
    }
  }

  private @Nullable Run searched(Member member, long seq, long base) {
    long behind = -1;
    while (true) {
      Segment segment = older(base);
      if (segment == null) return behind < 0 ? null : first(member, behind);
      boolean found = false;
      try {
        base = segment.baseSeq();
        int count = count(segment, member);
        if (count == 0) continue;
        if (seqAt(segment, member, 0) > seq) {
          behind = base;
          continue;
        }
        int rank = rankOf(segment, member, count, seq);
        if (rank == count) return behind < 0 ? null : first(member, behind);
        found = true;
        return run(segment, member, rank, count);
      } finally {
        if (!found) segment.unpin();
      }
    }
  }

  private @Nullable Run first(Member member, long base) {
    Segment segment = carrier.segments().findPinned(base);
    if (segment == null) return null;
    boolean found = false;
    try {
      Run run = run(segment, member, 0, count(segment, member));
      found = true;
      return run;
    } finally {
      if (!found) segment.unpin();
    }
  }

  /// The run that begins with a rank and ends before the next gap.
  private Run run(Segment segment, Member member, int rank, int count) {
    long first = seqAt(segment, member, rank);
    int low = rank + 1;
    int high = count;
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (seqAt(segment, member, middle - 1) - first == middle - 1 - rank) low = middle;
      else
        high = middle - 1;
    }
    return new Run(segment, rank, first, low - rank);
  }

  /// Rank of the first event from a seq on.
  private int rankOf(Segment segment, Member member, int count, long seq) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = low + high >>> 1;
      if (seqAt(segment, member, middle) < seq) low = middle + 1;
      else
        high = middle;
    }
    return low;
  }

  /// What an event of a member in a segment says that its seq is.
  private long seqAt(Segment segment, Member member, int rank) {
    var one = new long[1];
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    for (boolean renewed = false;; renewed = true) {
      ask(segment, index -> index.ranked(MemberHash.of(member.ordinal), rank, one));
      if (!carrier.reads().read(one[0], block) && one[0] < carrier.reads().firstSeq()) throw lagged(member, one[0]);
      if (block.count() > 0 && MemberReader.isOf(member, block, 0)) return SharedExtension.memberSeq(block, 0);
      if (renewed) throw MemberReader.wrong(member, block, -1);
      carrier.keys().replace(segment, carrier.keys().index(segment, segment.lastSeq()));
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
