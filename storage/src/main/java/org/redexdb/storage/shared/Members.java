// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The members of a shared log as of some event of the carrier: the fold of its frames.
///
/// Guarded by its monitor.
final class Members {
  /// Ordinal of the events that speak of members.
  static final int CHANGES = 0;
  /// Live members of one shared log: more, and a snapshot of them would be too large for an event.
  static final int MEMBERS_MAX = 25_000;

  private final Map<Integer, Member> byOrdinal = new TreeMap<>();
  private final Map<Integer, Member> gone = new HashMap<>();
  private int nextOrdinal = 1;
  private long nextChange;
  /// Next event of the carrier to be taken in.
  private long next;
  /// Events of the carrier from here on are at hand in their members.
  private long tailBase;
  private long bytesSinceSnapshot;
  private long snapshotBytes;
  /// Numbered, and perhaps published.
  private @Nullable SharedAppend pending;

  /// @param base first event of the carrier to be taken in
  void startAt(long base) {
    byOrdinal.values().forEach(Member::forget);
    next = base;
    tailBase = base;
    bytesSinceSnapshot = 0;
    snapshotBytes = 0;
  }

  @Nullable
  Member member(int ordinal) { return byOrdinal.get(ordinal); }

  List<Member> all() { return new ArrayList<>(byOrdinal.values()); }

  /// An ordinal that was never used.
  int takeOrdinal() { return nextOrdinal++; }

  boolean hasRoom() { return byOrdinal.size() < MEMBERS_MAX && nextOrdinal < Integer.MAX_VALUE; }

  /// A member with events of which nothing that was read speaks; null when there is none.
  @Nullable
  Member unknown() {
    for (Member member : byOrdinal.values()) if (!member.known) return member;
    return null;
  }

  /// Whether no event is kept but those at hand.
  boolean isAllAtHand() {
    for (Member member : byOrdinal.values()) if (member.floor.seq() < member.tailFirst()) return false;
    return true;
  }

  long nextChange() { return nextChange; }

  long next() { return next; }

  long tailBase() { return tailBase; }

  // ---- appends of this process

  /// Takes in what was numbered last, if it was published.
  ///
  /// @param tip last published event of the carrier
  void settle(long tip) {
    SharedAppend numbered = pending;
    if (numbered == null || tip < numbered.lastSeq()) return;
    pending = null;
    numbered.takeInto(this);
    next = numbered.lastSeq() + 1;
  }

  /// Under the carrier's lock: what was numbered before and is not published by now never will be.
  void number(SharedAppend append, long tip) {
    settle(tip);
    pending = append;
    next = tip + 1;
  }

  // ---- taking in

  /// An event of a member.
  ///
  /// @return what should have been its seq, when it is another
  long event(int ordinal, long memberSeq, long carrierSeq, int epoch, long frameBytes) {
    // What is of a member that was retired is read only on the way to the snapshot that no longer has it.
    Member member = gone.get(ordinal);
    if (member != null) return memberSeq;
    member = byOrdinal.computeIfAbsent(ordinal, o -> new Member(o, Member.UNKNOWN));
    if (member.next == Member.UNKNOWN) member.next = memberSeq;
    if (memberSeq != member.next) return member.next;
    member.add(carrierSeq, epoch);
    took(carrierSeq, frameBytes);
    return memberSeq;
  }

  void took(long carrierSeq, long frameBytes) {
    next = carrierSeq + 1;
    bytesSinceSnapshot += frameBytes;
  }

  /// An event that speaks of members.
  ///
  /// @throws IllegalArgumentException it contradicts what is known
  void change(MemberChange change, long changeSeq, long carrierSeq, long frameBytes) {
    nextChange = changeSeq + 1;
    took(carrierSeq, frameBytes);
    switch (change) {
      case MemberChange.Created(int ordinal, String name, String note) -> {
        nextOrdinal = Math.max(nextOrdinal, ordinal + 1);
        if (gone.containsKey(ordinal)) return;
        Member made = byOrdinal.computeIfAbsent(ordinal, o -> new Member(o, 0));
        made.name = name;
        made.note = note;
        made.known = true;
      }
      case MemberChange.Trimmed(int ordinal, long floorSeq) -> floor(ordinal, floorSeq);
      case MemberChange.Retired(int ordinal) -> retire(ordinal);
      case MemberChange.Snapshot snapshot -> {
        take(snapshot);
        bytesSinceSnapshot = 0;
        snapshotBytes = frameBytes;
      }
    }
  }

  private void floor(int ordinal, long floorSeq) {
    if (gone.containsKey(ordinal)) return;
    byOrdinal.computeIfAbsent(ordinal, o -> new Member(o, Member.UNKNOWN)).trimmedTo(floorSeq);
  }

  private void retire(int ordinal) {
    nextOrdinal = Math.max(nextOrdinal, ordinal + 1);
    Member member = byOrdinal.remove(ordinal);
    if (member == null) member = new Member(ordinal, 0);
    member.retire();
    gone.put(ordinal, member);
  }

  /// It may have been made some events before its place in the log: what these said stands.
  private void take(MemberChange.Snapshot snapshot) {
    for (MemberChange.Entry entry : snapshot.members()) {
      if (gone.containsKey(entry.ordinal())) continue;
      Member member = byOrdinal.computeIfAbsent(entry.ordinal(), o -> new Member(o, Member.UNKNOWN));
      member.name = entry.name();
      member.note = entry.note();
      member.known = true;
      member.trimmedTo(entry.floorSeq());
      if (member.next == Member.UNKNOWN) {
        member.next = entry.nextSeq();
        member.epoch = entry.epoch();
      } else if (entry.nextSeq() > member.next || entry.nextSeq() < member.tailFirst()) {
        throw new IllegalArgumentException("a snapshot with next seq " + entry.nextSeq() + " of " + entry.name()
            + ", whose events up to " + member.next + " were read");
      }
    }
    for (Member member : List.copyOf(byOrdinal.values()))
      if (!member.known && member.ordinal < snapshot.nextOrdinal()) retire(member.ordinal);
    nextOrdinal = Math.max(nextOrdinal, snapshot.nextOrdinal());
  }

  // ---- snapshots

  /// Whether enough was appended since the last one: reading from it on costs no more than a few of them.
  boolean isSnapshotDue() { return bytesSinceSnapshot / 4 >= snapshotBytes; }

  MemberChange.Snapshot snapshot() {
    var entries = new ArrayList<MemberChange.Entry>(byOrdinal.size());
    for (Member member : byOrdinal.values())
      entries.add(new MemberChange.Entry(member.ordinal, member.epoch, member.next, member.floor.seq(), member.name,
          member.note));
    return new MemberChange.Snapshot(next, nextOrdinal, entries);
  }

  /// Leaves the places of events before a segment to the indexes of the segments they are in.
  ///
  /// @param base where the segment begins
  void forgetBefore(long base) {
    if (base <= tailBase) return;
    for (Member member : byOrdinal.values()) member.forgetBefore(base);
    tailBase = base;
  }
}
