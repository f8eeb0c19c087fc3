// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SeqRanges;

/// What cannot be read of a log. Only segments that say of themselves that events were lost are gone through, all of their
/// frames: which seqs it were is written in these alone.
final class LostEvents {
  private final LogView view;
  private final long end;
  private final List<DamagedRange> ranges = new ArrayList<>();

  LostEvents(LogView view) {
    this.view = view;
    this.end = view.tipSeq() + 1;
  }

  List<DamagedRange> find() {
    SegmentList segments = view.segments();
    var unreadable = new SeqRanges();
    var lost = new SeqRanges();
    for (Segment segment : segments.all()) {
      segment.unreadable().forEach(unreadable::add);
      if (segment.holes()) find(segment, lost);
    }
    long first = segments.floor().seq();
    unreadable.forEach((from, to) -> add(Math.max(from, first), to, DamagedRange.Kind.UNREADABLE));
    lost.forEach((from, to) -> add(Math.max(from, first), to, DamagedRange.Kind.LOST));
    ranges.sort(Comparator.comparingLong(DamagedRange::from));
    return List.copyOf(ranges);
  }

  private void add(long from, long to, DamagedRange.Kind kind) {
    if (from < to) ranges.add(new DamagedRange(from, to, kind));
  }

  private void find(Segment segment, SeqRanges lost) {
    long at = Math.max(segment.baseSeq(), view.segments().floor().seq());
    long to = Math.min(segment.isActive() ? end : segment.lastSeq() + 1, end);
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    while (at < to) {
      try (var reader = LogReader.withLost(view, at, to)) {
        while (reader.next(block)) {
          for (int i = 0; i < block.count(); i++)
            if ((block.flags(i) & LogReader.LOST) != 0) lost.add(block.seq(i), block.seq(i) + 1);
          at = block.seq(block.count() - 1) + 1;
        }
        return;
      } catch (StorageException.Lagged e) {
        at = Math.max(at + 1, e.first());
      } catch (StorageException.Corrupt e) {
        if (e.readableFrom() < 0) return;
        at = e.readableFrom();
      }
    }
  }
}
