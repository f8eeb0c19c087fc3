// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.segment.Floor;

/// What is known of one member. Guarded by the monitor of [Members], but for the name and the floor.
///
/// The seqs that its newest events have in the carrier are at hand: of all that are not in segments before
/// [Members#tailBase]. They follow each other without a gap, unless a repair has given up events.
final class Member {
  private static final int TAIL_FIRST = 4;
  private static final long[] NO_TAIL = {};
  /// Its events before what was scanned are not known of yet.
  static final long UNKNOWN = -1;

  final int ordinal;
  /// Empty until it was read.
  volatile String name = "";
  volatile String note = "";
  /// Whether what was read speaks of it, and not only events that it has.
  boolean known;
  /// Seq of the carrier behind which it was made, as far as that was read.
  long createdAt = UNKNOWN;
  final Floor floor = new Floor(0);
  volatile boolean retired;
  /// Where it was trimmed to. The floor may be held below by pins of this process.
  private volatile long trimmedTo;
  long next;
  /// Seqs behind [#next] that lost events may have had: nothing tells, and no other event gets them.
  long reserved;
  /// How many lost events of the carrier come before what was last known of it.
  long lostSeen;
  /// Of the writer that told that.
  int seenEpoch;
  /// Of the last event, 0 for none.
  int epoch;
  private long[] tail = NO_TAIL;
  /// Its own seqs of the events at hand, null while there is no gap in them.
  private long @Nullable [] seqs;
  private int count;

  Member(int ordinal, long next) {
    this.ordinal = ordinal;
    this.next = next;
  }

  /// Events before `seq` are no more.
  void trimmedTo(long seq) {
    trimmedTo = Math.max(trimmedTo, seq);
    firstSeq();
  }

  /// Oldest event that may be read.
  long firstSeq() {
    if (floor.seq() < trimmedTo) floor.raise(trimmedTo);
    return floor.seq();
  }

  /// What its next event gets.
  long nextSeq() { return next + reserved; }

  /// First of its events whose place is at hand.
  long tailFirst() { return count == 0 ? next : tailSeq(0); }

  /// Its own seq of the `i`-th event at hand.
  long tailSeq(int i) {
    long[] told = seqs;
    return told == null ? next - count + i : told[i];
  }

  /// The first of the events at hand from a seq on, their number when there is none.
  int tailFrom(long seq) {
    long[] told = seqs;
    if (told == null) return Math.clamp(seq - (next - count), 0, count);
    int found = Arrays.binarySearch(told, 0, count, seq);
    return found >= 0 ? found : -found - 1;
  }

  int tailCount() { return count; }

  /// Seq in the carrier of the `i`-th event at hand.
  long tail(int i) { return tail[i]; }

  /// @param seq its own, at or behind [#next]
  void add(long seq, long carrierSeq, int eventEpoch) {
    skipTo(seq);
    if (count == tail.length) {
      tail = Arrays.copyOf(tail, Math.max(TAIL_FIRST, count * 2));
      if (seqs != null) seqs = Arrays.copyOf(seqs, tail.length);
    }
    if (seqs != null) seqs[count] = seq;
    tail[count++] = carrierSeq;
    epoch = eventEpoch;
    next = seq + 1;
  }

  /// There are no events before a seq but those that were added.
  void skipTo(long seq) {
    if (seq != next && count > 0 && seqs == null) {
      var told = new long[tail.length];
      for (int i = 0; i < count; i++) told[i] = tailSeq(i);
      seqs = told;
    }
    next = seq;
    reserved = 0;
  }

  /// How many of the events at hand are before a seq of the carrier.
  int tailBefore(long carrierSeq) {
    int found = Arrays.binarySearch(tail, 0, count, carrierSeq);
    return found >= 0 ? found : -found - 1;
  }

  /// Forgets places before a seq of the carrier.
  void forgetBefore(long carrierSeq) {
    int gone = tailBefore(carrierSeq);
    if (gone == 0) return;
    long[] told = seqs;
    tail = gone == count ? NO_TAIL : Arrays.copyOfRange(tail, gone, count);
    seqs = told == null || gone == count ? null : Arrays.copyOfRange(told, gone, count);
    count -= gone;
  }

  /// Everything is to be read anew.
  void forget() {
    known = false;
    createdAt = UNKNOWN;
    next = UNKNOWN;
    reserved = 0;
    lostSeen = 0;
    seenEpoch = 0;
    noTail();
  }

  private void noTail() {
    tail = NO_TAIL;
    seqs = null;
    count = 0;
  }

  void retire() {
    retired = true;
    floor.raise(nextSeq());
    noTail();
  }
}
