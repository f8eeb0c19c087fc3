// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.RedexException;
import org.redexdb.storage.api.VerifyReport;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.Segment;

/// Reads every frame in every segment file, compares with them what is said of them elsewhere (footers, marks, indexes, key
/// files), and looks at what else is in the folders. Changes no file but derived ones, and these only for a writer.
final class StoreVerify {
  private final Progress progress;
  private final SegmentVerify.Mode mode;
  private final Findings findings = new Findings();

  /// What was found so far.
  static final class Findings {
    final List<String> problems = new ArrayList<>();
    final List<String> derived = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    long events;
    long bytes;

    VerifyReport report(int logs) {
      return new VerifyReport(logs, events, bytes, List.copyOf(problems), List.copyOf(derived), List.copyOf(notes));
    }
  }

  /// @param settle returns when no append of the log is on its way to the file; null when that cannot be had, or a torn tail
  ///          may be there: then nothing is said about what is behind the end
  /// @param mends  derived files that are wrong are made anew
  StoreVerify(Progress progress, @Nullable Consumer<StoredLog> settle, boolean mends) {
    this.progress = progress;
    this.mode = new SegmentVerify.Mode(settle, mends);
  }

  /// Damage that was found before.
  StoreVerify withProblems(List<String> known) {
    findings.problems.addAll(known);
    return this;
  }

  VerifyReport run(Disk disk, Path directory, List<? extends StoredLog> logs) {
    try {
      findings.notes.addAll(StoreMeta.damagedSlots(disk, directory));
      if (mode.isAtRest()) {
        findings.derived.addAll(DurableWitness.damagedWords(disk, directory));
        findings.notes.addAll(StrayFiles.inStore(disk, directory));
      }
    } catch (IOException e) {
      findings.problems.add(directory + ": " + e.getMessage());
    }
    long total = 0;
    for (StoredLog log : logs) total += log.status().bytes();
    for (StoredLog log : logs) {
      String fault = log.status().fault();
      if (fault != null) findings.problems.add(log.name() + ": " + fault);
      log(log, total);
      for (DamagedRange range : log.damage())
        if (range.kind() == DamagedRange.Kind.LOST)
          findings.notes.add(log.name() + ": " + range + " lost in a repair");
    }
    return findings.report(logs.size());
  }

  private void log(StoredLog log, long total) {
    long seq = log.firstSeq();
    while (true) {
      progress.update(log.name(), findings.bytes, total);
      Segment segment = log.segments().findPinned(seq);
      if (segment == null && seq < log.firstSeq()) {
        seq = log.firstSeq(); // trimmed meanwhile
        continue;
      }
      if (segment == null) break;
      try {
        if (segment.isSettled()) new SegmentVerify(log, segment, mode, findings).run();
      } catch (RedexException e) {
        findings.problems.add(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        findings.problems.add(segment.path() + ": " + e.getMessage());
      } finally {
        segment.unpin();
      }
      if (segment.isActive() || segment.lastSeq() < seq) break;
      seq = segment.lastSeq() + 1;
    }
    SegmentFiles files = log.segments().first().files();
    try {
      for (String line : StrayFiles.inLog(files.disk(), files.directory()))
        findings.notes.add(log.name() + ": " + line);
    } catch (IOException e) {
      findings.problems.add(files.directory() + ": " + e.getMessage());
    }
  }
}
