// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.nio.file.Path;
import java.util.List;

/// What a repair did, or would do.
///
/// @param applied whether it was done
/// @param logs    damaged logs only; empty when there is nothing to repair
/// @param names   of all logs there are, damaged or not, as far as they can be read
public record RepairReport(boolean applied, List<OfLog> logs, List<String> names) {
  public RepairReport {
    logs = List.copyOf(logs);
    names = List.copyOf(names);
  }

  /// One damaged log.
  ///
  /// @param name    of the log, as far as it can be read
  /// @param folder  of the log
  /// @param damage  one line for each place that is damaged, with file, offset, seq, what was expected and found
  /// @param lost    events given up; empty when all of them can be saved
  /// @param kept    events that the files written anew hold
  /// @param notes   what else is to be known, one line each
  /// @param aside   the damaged files, under the names they were kept by; empty unless applied
  /// @param nextSeq seq that the next append gets, unless recovery cuts a torn tail
  public record OfLog(String name, Path folder, List<String> damage, List<DamagedRange> lost, long kept,
      List<String> notes, List<Path> aside, long nextSeq) {
    public OfLog {
      damage = List.copyOf(damage);
      lost = List.copyOf(lost);
      notes = List.copyOf(notes);
      aside = List.copyOf(aside);
    }
  }

  /// Events given up, of all logs.
  public long lostEvents() {
    return logs.stream().flatMap(log -> log.lost().stream()).mapToLong(DamagedRange::count).sum();
  }
}
