// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.util.Arrays;
import org.redexdb.storage.segment.Floor;

/// What is known of one member. Guarded by the monitor of [Members], but for the name and the floor.
///
/// The seqs that its newest events have in the carrier are at hand: of all that are not in segments before
/// [Members#tailBase].
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
  final Floor floor = new Floor(0);
  volatile boolean retired;
  /// Where it was trimmed to. The floor may be held below by pins of this process.
  private volatile long trimmedTo;
  long next;
  /// Of the last event, 0 for none.
  int epoch;
  private long[] tail = NO_TAIL;
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

  /// First of its events whose place is at hand.
  long tailFirst() { return next - count; }

  int tailCount() { return count; }

  /// Seq in the carrier of the `i`-th event at hand.
  long tail(int i) { return tail[i]; }

  void add(long carrierSeq, int eventEpoch) {
    if (count == tail.length) tail = Arrays.copyOf(tail, Math.max(TAIL_FIRST, count * 2));
    tail[count++] = carrierSeq;
    epoch = eventEpoch;
    next++;
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
    tail = gone == count ? NO_TAIL : Arrays.copyOfRange(tail, gone, count);
    count -= gone;
  }

  /// Everything is to be read anew.
  void forget() {
    known = false;
    next = UNKNOWN;
    tail = NO_TAIL;
    count = 0;
  }

  void retire() {
    retired = true;
    floor.raise(next);
    tail = NO_TAIL;
    count = 0;
  }
}
