// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.journal;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a journal was found to hold, as recovery asks for it.
///
/// Records may have been lost from it by damage. Which ones nobody can tell: a file that is missing at its end shows nowhere.
public final class JournalContent {
  private final Map<UUID, OfSegment> segments = new HashMap<>();
  private final List<List<Appended>> commits = new ArrayList<>();
  private boolean lossy;

  /// Empty.
  public JournalContent() {}

  /// Bytes of a segment, from as many images as lie one behind the other.
  ///
  /// @param baseSeq seq of the first frame
  public record Stretch(long logId, long segmentOffset, long baseSeq, byte[] frames) {}

  /// What one commit appended to one log: `[from, to]`.
  public record Appended(long logId, long from, long to) {}

  private static final class OfSegment {
    final List<Run> runs = new ArrayList<>();
    final TreeMap<Long, Long> committed = new TreeMap<>();
  }

  private static final class Run {
    final long logId;
    final long offset;
    final long baseSeq;
    final ByteArrayOutputStream frames = new ByteArrayOutputStream();

    Run(long logId, long offset, long baseSeq) {
      this.logId = logId;
      this.offset = offset;
      this.baseSeq = baseSeq;
    }
  }

  /// Takes the payload of the journal's next event.
  ///
  /// @param beginsRecord first event of its batch
  /// @return false when this build cannot read it
  public boolean add(byte[] bytes, int at, int count, boolean beginsRecord) {
    JournalImage part = JournalImage.decode(bytes, at, count);
    if (part == null) return false;
    OfSegment segment = segments.computeIfAbsent(part.segment(), _ -> new OfSegment());
    Run run = segment.runs.isEmpty() ? null : segment.runs.getLast();
    if (run == null || run.offset + run.frames.size() != part.segmentOffset()) {
      run = new Run(part.logId(), part.segmentOffset(), part.baseSeq());
      segment.runs.add(run);
    }
    run.frames.writeBytes(part.frames());
    segment.committed.put(part.committedFrom(), part.committedTo());
    if (beginsRecord || commits.isEmpty()) commits.add(new ArrayList<>());
    var appended = new Appended(part.logId(), part.committedFrom(), part.committedTo());
    if (!commits.getLast().contains(appended)) commits.getLast().add(appended);
    return true;
  }

  /// Takes note that the journal's next event, or some, are lost.
  ///
  /// @param inRecord whether the record before is not whole by that: then nothing tells what else its commit did
  public void addLoss(boolean inRecord) {
    lossy = true;
    if (!inRecord || commits.isEmpty()) return;
    for (Appended part : commits.removeLast()) commits.add(new ArrayList<>(List.of(part)));
  }

  /// Whether records were lost by damage.
  public boolean isLossy() { return lossy; }

  /// Last seq that a record names, by log.
  public Map<Long, Long> lastNamed() {
    var last = new HashMap<Long, Long>();
    for (List<Appended> commit : commits)
      for (Appended part : commit) last.merge(part.logId(), part.to(), Math::max);
    return last;
  }

  public List<Stretch> of(UUID segment) {
    OfSegment known = segments.get(segment);
    if (known == null) return List.of();
    return known.runs.stream()
        .map(run -> new Stretch(run.logId, run.offset, run.baseSeq, run.frames.toByteArray())).toList();
  }

  /// Segments of a log that commits put events into.
  public Set<UUID> segments(long logId) {
    var of = new HashSet<UUID>();
    segments.forEach((segment, known) -> {
      if (known.runs.stream().anyMatch(run -> run.logId == logId)) of.add(segment);
    });
    return of;
  }

  /// Whether a commit put the event there.
  public boolean committed(UUID segment, long seq) {
    OfSegment known = segments.get(segment);
    if (known == null) return false;
    Map.@Nullable Entry<Long, Long> before = known.committed.floorEntry(seq);
    return before != null && seq <= before.getValue();
  }

  /// What each commit did, in their order.
  public List<List<Appended>> commits() { return commits; }
}
