// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.RepairReport;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.recovery.LogRepair;
import org.redexdb.storage.recovery.Redo;
import org.redexdb.storage.runtime.Crew;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.shared.SharedLosses;

/// Repairs logs of a store that nobody has open: holds its lock meanwhile.
public final class StoreRepair {
  private final StoreOpening.Environment environment;
  private final Disk disk;
  private final Path directory;

  private StoreRepair(StoreOpening.Environment environment, Path directory) {
    this.environment = environment;
    this.disk = environment.disk();
    this.directory = directory;
  }

  /// @param logName    the only log to look at, null for all
  /// @param acceptLoss do it; else only say what would be done
  public static RepairReport run(StoreOpening.Environment environment, Path directory, @Nullable String logName,
      boolean acceptLoss, Progress progress) {
    return locked(environment, directory, "repairing the store",
        repair -> repair.repair(logName, acceptLoss, progress));
  }

  /// Makes a log that must be there and is not.
  ///
  /// @return false when there is one of that number
  public static boolean create(StoreOpening.Environment environment, Path directory, long id, String name,
      LogOptions options) {
    return locked(environment, directory, "making log " + name, repair -> repair.create(id, name, options));
  }

  private interface Work<T> {
    T run(StoreRepair repair) throws IOException;
  }

  private static <T> T locked(StoreOpening.Environment environment, Path directory, String what, Work<T> work) {
    Crew crew = environment.crew();
    try {
      return crew.call(() -> {
        Disk disk = environment.disk();
        if (!disk.exists(directory.resolve(StoreMeta.FILE_NAME)))
          throw new StorageException.NoStore(directory, "no store in " + directory + ": it has no "
              + StoreMeta.FILE_NAME);
        Path folder = disk.canonical(directory);
        try (Disk.Lock lock = disk.tryLock(folder.resolve(StoreOpening.LOCK_NAME))) {
          if (lock == null)
            throw new StorageException.InUse(folder, ControlFile.pid(disk, folder), "a writer");
          return work.run(new StoreRepair(environment, folder));
        }
      });
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(directory), what);
    } finally {
      crew.stop();
    }
  }

  private RepairReport repair(@Nullable String logName, boolean acceptLoss, Progress progress) throws IOException {
    StoreMeta meta = StoreMeta.read(disk, directory);
    var left = new LeftBehind(environment, directory, meta);
    if (logName != null || meta.clean())
      return logs(meta, redo(left, acceptLoss), logName, acceptLoss, progress).report(acceptLoss);
    try (LogRepair journal = left.journalRepair()) {
      boolean damaged = journal != null && journal.isDamaged();
      // What the front holds of a journal is not in its files yet, unless it may be put there.
      Redo redo = journal == null || acceptLoss && !damaged ? redo(left, acceptLoss) : left.salvaged(journal);
      if (journal == null || !damaged)
        return logs(meta, redo, null, acceptLoss, progress).report(acceptLoss);
      // The journal first: then every record that is left is on the device before a log takes its part from it.
      List<Path> aside = acceptLoss ? journal.apply() : List.of();
      OfLogs of = logs(meta, acceptLoss ? redo(left, true) : redo, null, acceptLoss, progress);
      of.repaired.addFirst(journal.report(aside, of.undecided));
      return of.report(acceptLoss);
    }
  }

  /// What came of the logs.
  ///
  /// @param undecided one line for each range of events whose commits have no record any more
  /// @param names     of all that were looked at
  private record OfLogs(List<RepairReport.OfLog> repaired, List<String> undecided, List<String> names) {
    RepairReport report(boolean applied) { return new RepairReport(applied, repaired, names); }
  }

  private OfLogs logs(StoreMeta meta, Redo redo, @Nullable String logName, boolean acceptLoss, Progress progress)
      throws IOException {
    Map<Long, Long> durable = redo.witnessed(
        DurableWitness.seqs(disk, directory, meta.store(), meta.epoch()));
    var of = new OfLogs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Path parent = directory.resolve(LogFolder.PARENT);
    List<String> names = disk.isDirectory(parent) ? disk.list(parent) : List.of();
    LogFolder.requireDistinct(parent, names);
    for (int i = 0; i < names.size(); i++) {
      LogFolder folder = LogFolder.parse(names.get(i));
      if (folder == null) continue;
      progress.update(folder.label(), i, names.size());
      RepairReport.OfLog report = repair(parent.resolve(names.get(i)), folder, new LogRepair.Known(meta.store(),
          folder.id(), meta.clean(), durable.getOrDefault(folder.id(), -1L)), redo, logName, acceptLoss, of);
      if (report != null) of.repaired.add(report);
    }
    return of;
  }

  private RepairReport.@Nullable OfLog repair(Path path, LogFolder folder, LogRepair.Known known, Redo redo,
      @Nullable String logName, boolean acceptLoss, OfLogs of) throws IOException {
    SegmentFiles files = files(path, folder.logName());
    RepairReport.OfLog report;
    try (var log = new LogRepair(files, environment.identities(), redo, known)) {
      log.plan();
      of.undecided.addAll(log.undecided());
      of.names.add(log.name());
      if (!log.isDamaged() || logName != null && !logName.equals(log.name())) return null;
      if (log.isShared()) tellWhose(log, folder.id());
      if (!acceptLoss) return log.report(List.of(), List.of());
      report = log.report(log.apply(), List.of());
    }
    try (var again = new LogRepair(files, environment.identities(), redo, known)) {
      again.plan();
      if (again.isDamaged())
        throw new StorageException.DeviceFault(Where.file(path), "the repaired log is damaged again: "
            + again.report(List.of(), List.of()).damage().getFirst(), null);
    }
    return report;
  }

  private static void tellWhose(LogRepair log, long id) throws IOException {
    var losses = new SharedLosses(id, log.firstSeq());
    log.kept(losses::event);
    losses.lines(log.nextSeq()).forEach(log::note);
  }

  private Redo redo(LeftBehind left, boolean mayWrite) throws IOException {
    if (left.meta().clean()) return Redo.none();
    return mayWrite ? left.settled(StoreOpening.forWriter(disk, left.meta()), new ArrayList<>()) : left.found();
  }

  private SegmentFiles files(Path folder, String label) {
    return new SegmentFiles(disk, environment.crew(), folder, label, environment.keyHash());
  }

  private boolean create(long id, String name, LogOptions options) throws IOException {
    Path parent = directory.resolve(LogFolder.PARENT);
    disk.createDirectory(parent);
    for (String there : disk.list(parent)) {
      LogFolder folder = LogFolder.parse(there);
      if (folder != null && folder.id() == id) return false;
    }
    StoreMeta meta = StoreMeta.read(disk, directory);
    // What it showed before it went would have the new one taken for a log whose end is missing.
    DurableWitness.forget(disk, directory, id);
    new NewLog(meta.store(), Math.max(1, meta.epoch()), id, name, options)
        .create(environment, parent.resolve(LogFolder.of(id, name).fileName()))
        .segments().last().retire();
    return true;
  }
}
