// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.RedexException;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.VerifyReport;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.FrameScan;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Mapped;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentStats;

/// Reads every frame in every segment file, and compares footers and indexes with what it read. Changes nothing.
final class StoreVerify {
  private static final int CHUNK_BYTES = 64 << 10;

  private final Progress progress;
  private final @Nullable Consumer<StoredLog> settle;
  private final List<String> problems = new ArrayList<>();
  private long events;
  private long bytes;

  /// @param settle returns when no append of the log is on its way to the file; null when that cannot be had, or a torn tail
  ///          may be there: then nothing is said about what is behind the end
  StoreVerify(Progress progress, @Nullable Consumer<StoredLog> settle) {
    this.progress = progress;
    this.settle = settle;
  }

  VerifyReport run(List<? extends StoredLog> logs) {
    long total = 0;
    for (StoredLog log : logs) total += log.status().bytes();
    for (StoredLog log : logs) {
      String fault = log.status().fault();
      if (fault != null) problems.add(log.name() + ": " + fault);
      log(log, total);
    }
    return new VerifyReport(logs.size(), events, bytes, List.copyOf(problems));
  }

  private void log(StoredLog log, long total) {
    long seq = log.firstSeq();
    while (true) {
      progress.update(log.name(), bytes, total);
      Segment segment = log.segments().findPinned(seq);
      if (segment == null && seq < log.firstSeq()) {
        seq = log.firstSeq(); // trimmed meanwhile
        continue;
      }
      if (segment == null) return;
      try {
        segment(log, segment);
      } catch (RedexException e) {
        problems.add(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        problems.add(segment.path() + ": " + e.getMessage());
      } finally {
        segment.unpin();
      }
      if (segment.isActive() || segment.lastSeq() < seq) return;
      seq = segment.lastSeq() + 1;
    }
  }

  private void segment(StoredLog log, Segment segment) throws IOException {
    long end = segment.flushed();
    if (!segment.isSettled()) return; // nothing in it, not even its name
    segment.open();
    var stats = new SegmentStats(Long.MIN_VALUE);
    var scan = new FrameScan(segment.identity().salt(), segment.baseSeq());
    var indexed = new boolean[]{true};
    FrameScan.Stop stop = scan.run(new Source(segment, end), (heap, frame, offset) -> {
      stats.add(Frames.seq(heap, frame), Frames.ts(heap, frame), Frames.epoch(heap, frame),
          Frames.crc(heap, frame) ^ segment.identity().salt());
      if (segment.index().offset(Frames.seq(heap, frame) - segment.baseSeq()) != offset && indexed[0]) {
        indexed[0] = false;
        problems.add(segment.path() + ": index differs at seq " + Frames.seq(heap, frame));
      }
    });
    events += stats.count() - Math.clamp(log.firstSeq() - segment.baseSeq(), 0, stats.count());
    bytes += scan.safeOffset() - SegmentIdentity.HEADER_BYTES;
    if (scan.safeOffset() != end || stop == FrameScan.Stop.DAMAGE) {
      StorageException.Corrupt damage = segment.corrupt(scan.offset(), scan.nextSeq(),
          scan.expected().isEmpty() ? "a frame" : scan.expected(), scan.found().isEmpty() ? "zero" : scan.found());
      problems.add(String.valueOf(damage.getMessage()));
    } else {
      footer(segment, segment.footer(), stats);
      if (settle != null && (segment.isActive() || segment.isSealed())) tail(log, segment, end, settle);
    }
  }

  /// Behind the last frame there are zeros up to the end of the file: otherwise a commit word that was zeroed by damage
  /// would make a shorter log of it.
  private void tail(StoredLog log, Segment segment, long end, Consumer<StoredLog> settler) {
    long at = firstNonZero(segment, end);
    if (at < 0) return;
    // What an append has begun to write is nobody's damage: it has moved the end when it is through.
    settler.accept(log);
    if (segment.flushed() != end) return;
    problems.add(String.valueOf(segment.corrupt(at, -1, "only zeros behind the end of the segment at " + end,
        "other bytes").getMessage()));
  }

  private static long firstNonZero(Segment segment, long from) {
    long limit = segment.map().byteSize();
    var chunk = new byte[CHUNK_BYTES];
    for (long at = from; at < limit; at += CHUNK_BYTES) {
      int count = (int) Math.min(CHUNK_BYTES, limit - at);
      Mapped.copyOut(segment.map(), at, chunk, 0, count, segment.path());
      for (int i = 0; i < count; i++) if (chunk[i] != 0) return at + i;
    }
    return -1;
  }

  private void footer(Segment segment, @Nullable Footer footer, SegmentStats stats) {
    if (footer == null) return;
    if (footer.count() != stats.count() || footer.hash() != stats.hash() || footer.minTs() != stats.minTs()
        || footer.maxTs() != stats.maxTs() || footer.firstSeq() != segment.baseSeq())
      problems.add(segment.path() + ": footer says " + footer + ", the frames say count=" + stats.count() + ", hash="
          + stats.hash() + ", minTs=" + stats.minTs() + ", maxTs=" + stats.maxTs());
  }

  /// The mapped file up to what was written when the check began.
  private record Source(Segment segment, long limit) implements FrameScan.Source {
    @Override
    public void read(long offset, byte[] target, int at, int count) {
      Mapped.copyOut(segment.map(), offset, target, at, count, segment.path());
    }
  }
}
