// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.redexdb.storage.front.FrontImage;
import org.redexdb.storage.journal.JournalContent;
import org.redexdb.storage.segment.SegmentIdentity;

/// What is to be laid over the segments: blocks of the front, which a power cut took, and images of the journal, which it
/// did not.
///
/// @param use what may be done with it
public record Redo(FrontImage front, JournalContent journal, Use use) {
  /// Who asks.
  public enum Use {
    /// A writer: what is not in the segments is put there.
    LAY_ON,
    /// A reader of a store without a writer: records tell which commits count, but what is not in the segments is not seen.
    LOOK,
    /// A reader beside a writer, whose tips tell what counts wherever its record may be.
    FOLLOW
  }

  /// Nothing: the segments stand for themselves.
  public static Redo none() { return new Redo(new FrontImage(), new JournalContent(), Use.LAY_ON); }

  /// For a reader beside a living writer.
  public static Redo followed() { return new Redo(new FrontImage(), new JournalContent(), Use.FOLLOW); }

  /// Stretches of one segment by ascending file offset; they may overlap, with equal bytes.
  List<FrontImage.Block> blocks(UUID segment) {
    var blocks = new ArrayList<>(front.of(segment));
    if (use != Use.LAY_ON) return blocks;
    for (JournalContent.Stretch of : journal.of(segment))
      blocks.add(new FrontImage.Block(segment, of.segmentOffset(), of.baseSeq(), of.logId(), of.frames()));
    blocks.sort(Comparator.comparingLong(FrontImage.Block::fileOffset));
    return blocks;
  }

  /// Stretches of segments of a log whose header cannot be read, and with it not which of them a file is.
  ///
  /// @param known segments of the log whose header can be read
  /// @param from  first seq of the file
  /// @param to    behind the last one that can be in it
  List<FrontImage.Block> blocksOfUnknown(long logId, Set<UUID> known, long from, long to) {
    var segments = new HashSet<>(front.segments(logId));
    segments.addAll(journal.segments(logId));
    segments.removeAll(known);
    return segments.stream().flatMap(segment -> blocks(segment).stream())
        .filter(block -> block.baseSeq() >= from && block.baseSeq() < to).toList();
  }

  /// Whether an event with flag TX may stay: its commit is in the journal, or may have been before records of it were lost.
  boolean committed(SegmentIdentity segment, long seq) {
    return use == Use.FOLLOW || journal.committed(segment.segmentUuid(), seq) || undecided(segment, seq);
  }

  /// Whether nothing tells any more what else the commit of an event did: its record may have been lost. For who writes such
  /// an event counts, because who was told that it is on disk may have built on it. A reader is not shown half a commit.
  boolean undecided(SegmentIdentity segment, long seq) {
    return use == Use.LAY_ON && journal.isLossy() && !journal.committed(segment.segmentUuid(), seq);
  }

  /// What each log must hold since records were lost: the events that the others name. Without the lost ones they may follow
  /// a hole, and would be passed over as a torn tail.
  ///
  /// @param durable what else is known to have been on disk, by log
  public Map<Long, Long> witnessed(Map<Long, Long> durable) {
    if (!journal.isLossy()) return durable;
    var all = new HashMap<>(durable);
    journal.lastNamed().forEach((log, seq) -> all.merge(log, seq, Math::max));
    return all;
  }

  /// For a reader: how far each log may be shown so that no commit is seen in part. A commit counts when all it did is in
  /// the segments; one that does not takes what follows it in its logs along, and so on. Where records were lost, one that
  /// names a single log may be what is left of a greater one, and does not count.
  ///
  /// @param tips last seq found in each log, by id
  /// @return the same, with the last seq that may be shown
  public Map<Long, Long> visible(Map<Long, Long> tips) {
    var visible = new HashMap<>(tips);
    for (List<JournalContent.Appended> commit : journal.commits()) {
      boolean whole = (!journal.isLossy() || commit.size() > 1)
          && commit.stream().allMatch(part -> visible.getOrDefault(part.logId(), Long.MAX_VALUE) >= part.to());
      if (whole) continue;
      for (JournalContent.Appended part : commit)
        visible.computeIfPresent(part.logId(), (_, tip) -> Math.min(tip, part.from() - 1));
    }
    return visible;
  }
}
