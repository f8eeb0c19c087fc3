// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Events of the carrier that a repair has given up, in what was read of it, and what tells whose they were: a gap in the
/// seqs of a member.
///
/// Guarded by the monitor of [Members].
final class CarrierLosses {
  /// Lost events `[from, to)` of the carrier.
  ///
  /// @param before lost ones before them
  private record Range(long from, long to, long before) {}

  /// Seqs `[from, to)` of a member that it has no events at.
  ///
  /// @param seen lost events of the carrier before what is known of the member before them
  /// @param certain whether they were lost, all of them: one writer told what comes before and behind. Else it may be that
  ///          the next one left them out, after a repair, as nothing told whose the lost events were
  record Gap(int ordinal, long from, long to, long seen, boolean certain) {
    long count() { return to - from; }
  }

  private final TreeMap<Long, Range> ranges = new TreeMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private long count;
  private long end;
  private long explained;
  private long settledTo;

  void clear() {
    ranges.clear();
    gaps.clear();
    count = 0;
    end = 0;
    explained = 0;
    settledTo = 0;
  }

  /// Adds `[from, to)`, behind all that were added before.
  void add(long from, long to) {
    ranges.put(from, new Range(from, to, count));
    count += to - from;
    end = to;
  }

  long count() { return count; }

  /// How many of them are before a seq of the carrier.
  long before(long seq) {
    Map.Entry<Long, Range> at = ranges.lowerEntry(seq);
    if (at == null) return 0;
    Range range = at.getValue();
    return range.before + Math.min(seq, range.to) - range.from;
  }

  void add(Gap gap) {
    gaps.add(gap);
    if (gap.certain) explained += gap.count();
  }

  List<Gap> gaps() { return gaps; }

  /// How many of them no gap tells of, so that they may be of any member, and of the events that speak of members.
  long unexplained() { return Math.max(0, count - explained); }

  /// How many of them may be of a member of which nothing was met since `seen` of them: gaps of others tell that at least
  /// some are not.
  long mayBeOf(long seen) {
    long most = count - seen;
    for (Gap gap : gaps) {
      if (most <= 0) return 0;
      if (gap.certain) most -= Math.max(0, gap.count() - Math.max(0, seen - gap.seen));
    }
    return Math.max(0, most);
  }

  /// A snapshot tells where all members stood then.
  void settledTo(long carrierSeq) { settledTo = Math.max(settledTo, carrierSeq); }

  /// Whether there is a snapshot at all.
  boolean settled() { return settledTo > 0; }

  /// Whether no snapshot tells where the members stood behind the last of them.
  boolean unsettled() { return end > settledTo; }
}
