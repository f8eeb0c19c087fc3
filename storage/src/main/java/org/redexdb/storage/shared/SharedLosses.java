// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.SeqRanges;
import org.redexdb.storage.segment.SharedExtension;

/// Whose events a repair of a shared log gives up: takes in what is left of it as the next opening will. Confined to one
/// thread.
public final class SharedLosses {
  private static final int LINES_MAX = 100;

  private final Members members = new Members();
  private final long carrierId;
  private long at;
  private @Nullable String contradiction;

  /// @param from where the first file begins
  public SharedLosses(long carrierId, long from) {
    this.carrierId = carrierId;
    this.at = from;
    members.startAt(from, true);
  }

  /// The next event that is kept.
  public void event(byte[] frame) {
    long seq = Frames.seq(frame, 0);
    if (at < seq) members.lost(at, seq);
    at = seq + 1;
    int flags = Frames.flags(frame, 0);
    if (!SharedExtension.isIn(flags)) {
      contradicts("event " + seq + " is of no member");
      return;
    }
    int ordinal = SharedExtension.ordinalInFrame(frame, 0);
    long memberSeq = SharedExtension.memberSeqInFrame(frame, 0);
    if (ordinal == Members.CHANGES) change(frame, flags, memberSeq);
    else if (members.event(ordinal, memberSeq, seq, Frames.epoch(frame, 0), frame.length) != memberSeq)
      contradicts("event " + seq + " is event " + memberSeq + " of the member with ordinal " + ordinal
          + ", more than were lost before it");
  }

  private void change(byte[] frame, int flags, long memberSeq) {
    int payload = Frames.metadataIndex(0, flags) + Frames.metadataBytes(frame, 0, flags);
    try {
      members.change(MemberChange.decode(frame, payload, Frames.length(frame, 0) - payload), memberSeq,
          Frames.seq(frame, 0), Frames.epoch(frame, 0), frame.length);
    } catch (IllegalArgumentException e) {
      contradicts("event " + Frames.seq(frame, 0) + ": " + e.getMessage());
    }
  }

  private void contradicts(String what) {
    if (contradiction == null) contradiction = what;
  }

  /// What is to be known of it, a line each.
  ///
  /// @param end seq behind the last event, kept or lost
  public List<String> lines(long end) {
    if (at < end) members.lost(at, end);
    members.readAll(carrierId);
    var lines = new ArrayList<String>();
    if (contradiction != null)
      lines.add("the log is damaged beyond what was lost, and stays read-only: " + contradiction);
    gaps(lines);
    CarrierLosses losses = members.losses();
    if (losses.unsettled() && losses.unexplained() > 0)
      lines
          .add("of " + losses.unexplained() + " lost events nothing tells whose they were: a channel without later ones"
              + " counts on behind as many as it may have lost, and tells these as lost");
    for (Member member : members.all())
      if (isUnnamed(member))
        lines.add("nothing tells the name of member " + member.ordinal + " any more; its events up to "
            + (member.next - 1) + " are kept, and it is called \"" + member.name + "\"");
    if (!members.hasRoom()) lines.add("new channels go to another shared log");
    return lines;
  }

  private void gaps(List<String> lines) {
    var byMember = new TreeMap<Integer, SeqRanges>();
    long changes = 0;
    for (CarrierLosses.Gap gap : members.losses().gaps()) {
      if (gap.ordinal() == Members.CHANGES) changes += gap.count();
      else
        byMember.computeIfAbsent(gap.ordinal(), _ -> new SeqRanges()).add(gap.from(), gap.to());
    }
    if (changes > 0)
      lines.add(changes + (changes == 1 ? " event is lost that tells" : " events are lost that tell")
          + " of channels made, trimmed or dropped: what was trimmed or dropped by that is there again, unless later"
          + " events tell it too");
    int told = 0;
    for (Map.Entry<Integer, SeqRanges> of : byMember.entrySet()) {
      Member member = members.member(of.getKey());
      if (member == null) continue; // dropped since
      if (told++ < LINES_MAX)
        of.getValue().forEach((from, to) -> lines.add("channel \"" + member.name + "\": lost "
            + new DamagedRange(from, to, DamagedRange.Kind.LOST)));
    }
    if (told > LINES_MAX) lines.add("and events of " + (told - LINES_MAX) + " more channels");
  }

  private static boolean isUnnamed(Member member) { return member.name.startsWith(Members.UNNAMED); }
}
