// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

  /// Begins the name of a member of which nothing tells one; no channel's name begins so.
  static final String UNNAMED = "$lost-";

  private final Map<Integer, Member> byOrdinal = new TreeMap<>();
  private final Map<Integer, Member> gone = new HashMap<>();
  private final CarrierLosses losses = new CarrierLosses();
  private int nextOrdinal = 1;
  /// Numbers the events that speak of members.
  private final Member changes = new Member(CHANGES, 0);
  /// Whether files before the first one read are gone, so that a snapshot has to tell who there is.
  private boolean headless;
  /// Whether all events that ever were are read.
  private boolean fromBirth;
  /// Next event of the carrier to be taken in.
  private long next;
  /// Events of the carrier from here on are at hand in their members.
  private long tailBase;
  private long bytesSinceSnapshot;
  private long snapshotBytes;
  /// Numbered, and perhaps published.
  private @Nullable SharedAppend pending;

  /// @param base first event of the carrier to be taken in
  /// @param oldest whether it is the first one that there is
  void startAt(long base, boolean oldest) {
    byOrdinal.values().forEach(Member::forget);
    losses.clear();
    changes.forget();
    headless = oldest && base > 0;
    fromBirth = base == 0;
    if (fromBirth) changes.next = 0;
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

  /// A member with events of which nothing that was read speaks, although nothing was lost; null when there is none.
  @Nullable
  Member unknown() {
    if (losses.count() > 0) return null;
    for (Member member : byOrdinal.values()) if (!member.known) return member;
    return null;
  }

  /// Whether no event is kept but those at hand.
  boolean isAllAtHand() {
    for (Member member : byOrdinal.values()) if (member.floor.seq() < member.tailFirst()) return false;
    return true;
  }

  long nextChange() { return Math.max(0, changes.nextSeq()); }

  CarrierLosses losses() { return losses; }

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
    if (member.next == Member.UNKNOWN) begin(member, memberSeq);
    if (!explained(member, memberSeq, losses.count(), epoch)) return member.next;
    member.add(memberSeq, carrierSeq, epoch);
    took(carrierSeq, frameBytes);
    return memberSeq;
  }

  /// Its first event here. Files that are gone held no event that was not trimmed.
  private void begin(Member member, long memberSeq) {
    member.next = losses.count() > 0 && fromBirth ? 0 : memberSeq;
    if (headless && losses.count() > 0) member.trimmedTo(memberSeq);
  }

  /// Whether the next thing known of a member is at a seq: what lies between was lost.
  ///
  /// @param lostBefore lost events of the carrier before it
  /// @param epoch      of the writer that tells it
  private boolean explained(Member member, long seq, long lostBefore, int epoch) {
    long gap = seq - member.next;
    if (gap < 0 || gap > lostBefore - member.lostSeen) return false;
    if (gap > 0)
      losses.add(new CarrierLosses.Gap(member.ordinal, member.next, seq, member.lostSeen, member.seenEpoch == epoch));
    seen(member, lostBefore, epoch);
    return true;
  }

  private static void seen(Member member, long lostBefore, int epoch) {
    member.lostSeen = Math.max(member.lostSeen, lostBefore);
    member.seenEpoch = epoch;
  }

  /// Events `[from, to)` of the carrier were lost in a repair.
  void lost(long from, long to) {
    losses.add(from, to);
    next = to;
  }

  /// All there is was read: what nothing tells after a loss is taken to be the worst.
  ///
  /// @param carrierId for names of members of which nothing tells one
  void readAll(long carrierId) {
    if (losses.count() == 0) return;
    for (Member member : byOrdinal.values()) if (!member.known) unnamed(member, carrierId);
    if (!losses.unsettled()) return;
    for (Member member : byOrdinal.values()) member.reserved = losses.mayBeOf(member.lostSeen);
    changes.reserved = losses.mayBeOf(changes.lostSeen);
    // One that was given out may be forgotten.
    if (headless && !losses.settled() || mayLackChanges()) nextOrdinal = Integer.MAX_VALUE;
  }

  private boolean mayLackChanges() {
    return losses.unexplained() > 0 || losses.gaps().stream().anyMatch(gap -> gap.ordinal() == CHANGES);
  }

  private static void unnamed(Member member, long carrierId) {
    if (member.next == Member.UNKNOWN) member.next = member.firstSeq();
    if (member.name.isEmpty()) member.name = UNNAMED + carrierId + "-" + member.ordinal;
    member.known = true;
  }

  void took(long carrierSeq, long frameBytes) {
    next = carrierSeq + 1;
    bytesSinceSnapshot += frameBytes;
  }

  /// An event that speaks of members.
  ///
  /// @throws IllegalArgumentException it contradicts what is known
  void change(MemberChange change, long changeSeq, long carrierSeq, int epoch, long frameBytes) {
    if (changes.next == Member.UNKNOWN || !explained(changes, changeSeq, losses.count(), epoch))
      seen(changes, losses.count(), epoch);
    changes.skipTo(changeSeq + 1);
    took(carrierSeq, frameBytes);
    switch (change) {
      case MemberChange.Created(int ordinal, String name, String note) -> {
        nextOrdinal = Math.max(nextOrdinal, ordinal + 1);
        if (gone.containsKey(ordinal)) return;
        Member made = byOrdinal.computeIfAbsent(ordinal, o -> new Member(o, Member.UNKNOWN));
        if (made.next == Member.UNKNOWN) made.skipTo(0);
        seen(made, losses.count(), epoch);
        made.name = name;
        made.note = note;
        made.known = true;
        made.createdAt = carrierSeq;
      }
      case MemberChange.Trimmed(int ordinal, long floorSeq) -> floor(ordinal, floorSeq);
      case MemberChange.Retired(int ordinal) -> retire(ordinal);
      case MemberChange.Snapshot snapshot -> {
        take(snapshot, epoch);
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
  private void take(MemberChange.Snapshot snapshot, int epoch) {
    long lostBefore = losses.before(snapshot.upTo());
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
      } else if (entry.nextSeq() > member.next && explained(member, entry.nextSeq(), lostBefore, epoch)) {
        member.skipTo(entry.nextSeq());
        member.epoch = entry.epoch();
      } else if (entry.nextSeq() > member.next || losses.count() == 0 && entry.nextSeq() < member.tailFirst()) {
        throw new IllegalArgumentException("a snapshot with next seq " + entry.nextSeq() + " of " + entry.name()
            + ", whose events up to " + member.next + " were read");
      }
      seen(member, lostBefore, epoch);
    }
    retireAllBut(snapshot);
    nextOrdinal = Math.max(nextOrdinal, snapshot.nextOrdinal());
    losses.settledTo(snapshot.upTo());
  }

  /// Of members that are not in it nothing was read but events, or what told that they are no more was lost.
  private void retireAllBut(MemberChange.Snapshot snapshot) {
    var there = new HashSet<Integer>();
    for (MemberChange.Entry entry : snapshot.members()) there.add(entry.ordinal());
    for (Member member : List.copyOf(byOrdinal.values())) {
      if (there.contains(member.ordinal)) continue;
      boolean before = member.createdAt == Member.UNKNOWN
          ? member.ordinal < snapshot.nextOrdinal()
          : losses.count() > 0 && member.createdAt < snapshot.upTo();
      if (before) retire(member.ordinal);
    }
  }

  // ---- snapshots

  /// Whether enough was appended since the last one: reading from it on costs no more than a few of them.
  boolean isSnapshotDue() { return bytesSinceSnapshot / 4 >= snapshotBytes; }

  MemberChange.Snapshot snapshot() {
    var entries = new ArrayList<MemberChange.Entry>(byOrdinal.size());
    for (Member member : byOrdinal.values())
      entries.add(new MemberChange.Entry(member.ordinal, member.epoch, member.nextSeq(), member.floor.seq(),
          member.name, member.note));
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
