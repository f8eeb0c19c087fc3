// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.checksum.KeyHash;
import org.redexdb.storage.commit.Identities;
import org.redexdb.storage.events.OpenEvent;
import org.redexdb.storage.events.Recorder;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.front.Front;
import org.redexdb.storage.recovery.JournalRecovery;
import org.redexdb.storage.recovery.LogRecovery;
import org.redexdb.storage.recovery.LogRecovery.RecoveredLog;
import org.redexdb.storage.recovery.LogRecovery.Situation;
import org.redexdb.storage.recovery.Redo;
import org.redexdb.storage.recovery.Unwritten;
import org.redexdb.storage.runtime.Crew;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentList;

/// Opens a folder, in this order: lock → what the last writer left → recovery of every log, forced → the new epoch,
/// forced → an empty front → the first append. A crash anywhere in it leads to the same recovery again.
public final class StoreOpening {
  static final String FRONT_NAME = "front";
  private static final int VOLATILE_BLOCKS_MAX = 8;
  static final String LOCK_NAME = "redex.lock";
  /// How often a reader looks again at a log whose files are renamed under it.
  private static final int LOOKS_MAX = 100;

  /// What the store works with.
  ///
  /// @param disk file system
  /// @param time clocks
  /// @param identities source of uuids and salts
  /// @param crew who does the work
  /// @param keyHash hash of key indexes
  public record Environment(Disk disk, TimeSource time, Identities identities, Crew crew, KeyHash keyHash) {}

  private final Environment environment;
  private final Disk disk;
  private final StoreOptions options;

  private StoreOpening(Environment environment, StoreOptions options) {
    this.environment = environment;
    this.disk = environment.disk();
    this.options = options;
  }

  /// @throws StorageException.NoStore nothing to open
  /// @throws StorageException.InUse another writer has it
  /// @throws StorageException.ReadOnly the store is there, and this process may not write it
  public static Store open(Environment environment, Path directory, StoreOptions options) {
    var opening = new StoreOpening(environment, options);
    Store opened = null;
    OpenEvent told = Recorder.open();
    try {
      opened = environment.crew().call(() -> opening.openNow(directory));
      if (told != null && Recorder.ends(told)) tell(told, opened);
      return opened;
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(directory), "opening the store");
    } finally {
      if (opened == null) environment.crew().stop();
    }
  }

  private static void tell(OpenEvent told, Store opened) {
    told.folder = opened.directory().toString();
    told.logs = opened.logs().size();
    told.clean = opened.recoveryNotes().isEmpty();
    told.notes = String.join("\n", opened.recoveryNotes());
    told.commit();
  }

  private Store openNow(Path asked) throws IOException {
    if (!disk.isDirectory(asked)) {
      if (disk.exists(asked)) throw new StorageException.NoStore(asked, "not a folder: " + asked);
      if (options.mode() != StoreOptions.Mode.CREATE_OR_WRITE)
        throw new StorageException.NoStore(asked, "no store in " + asked + ": the folder does not exist");
      createFolders(asked);
    }
    Path directory = disk.canonical(asked);
    if (!options.allowNetworkFileSystem() && !disk.isLocal(directory))
      throw new StorageException.Unsupported(Where.file(directory), "the folder is on a network file system, where"
          + " locks and mappings do not hold; use a local disk, or set allowNetworkFileSystem");
    boolean exists = disk.exists(directory.resolve(StoreMeta.FILE_NAME));
    if (!exists && options.mode() != StoreOptions.Mode.CREATE_OR_WRITE)
      throw new StorageException.NoStore(directory, "no store in " + directory + ": it has no " + StoreMeta.FILE_NAME);
    return options.mode() == StoreOptions.Mode.READ_ONLY ? openToRead(directory) : openToWrite(directory);
  }

  private void createFolders(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null && !disk.isDirectory(parent)) createFolders(parent);
    disk.createDirectory(folder);
    try {
      if (parent != null) disk.forceDirectory(parent);
    } catch (IOException e) {
      // The next attempt must not take it for one that was there all the time.
      disk.delete(folder);
      throw e;
    }
  }

  // ---- writing

  private Store openToWrite(Path directory) throws IOException {
    Disk.Lock lock = lock(directory);
    var acquired = new ArrayList<AutoCloseable>();
    acquired.add(lock);
    boolean done = false;
    try {
      Path metaPath = directory.resolve(StoreMeta.FILE_NAME);
      if (!disk.exists(metaPath)) createStore(directory);
      DiskFile metaFile = disk.open(metaPath, Disk.Access.WRITE);
      acquired.add(metaFile);
      StoreMeta found = StoreMeta.read(metaFile, metaPath);
      Map<Long, Long> durable = DurableWitness.seqs(disk, directory, found.store(), found.epoch());
      requireLogs(directory, found, durable);
      var control = ControlFile.forWriter(disk, directory, found.store(), ProcessHandle.current().pid());
      acquired.add(control);
      var notes = new ArrayList<String>();
      Map<Long, RecoveredLog> logs = recover(directory, found, durable, notes);
      acquired.add(() -> giveBack(logs));
      StoreMeta meta = found.opened(StoreMeta.boot(disk.machine()));
      meta.write(metaFile);
      removeJournal(directory);
      Path frontPath = directory.resolve(FRONT_NAME);
      if (disk.exists(frontPath)) disk.delete(frontPath);
      var front = Front.create(disk, frontPath, meta.store(), meta.epoch(), frontBlocks());
      acquired.add(front);
      disk.forceDirectory(directory);
      var store = new DiskStore(
          new DiskStore.Resources(environment, directory, lock, metaFile, front, control), options, meta, notes);
      for (var log : logs.entrySet()) store.add(log.getKey(), log.getValue());
      control.ready(meta.epoch());
      done = true;
      return store;
    } finally {
      if (!done) release(acquired);
    }
  }

  private Disk.Lock lock(Path directory) throws IOException {
    Path file = directory.resolve(LOCK_NAME);
    try {
      Disk.Lock lock = disk.tryLock(file);
      if (lock != null) return lock;
    } catch (IOException e) {
      if (!Faults.isForbidden(e) || !disk.exists(directory.resolve(StoreMeta.FILE_NAME))) throw e;
      throw new StorageException.ReadOnly(Where.file(file),
          "this process may not write the store (" + e + "); open it to read, or give the process the rights");
    }
    throw new StorageException.InUse(directory, ControlFile.pid(disk, directory), "another writer");
  }

  /// What it decided is in the logs, forced and marked.
  private void removeJournal(Path directory) throws IOException {
    Path journal = directory.resolve(JournalRecovery.FOLDER);
    Path unfinished = directory.resolve(JournalRecovery.FOLDER + LogFolder.NEW_SUFFIX);
    for (Path folder : List.of(journal, unfinished)) if (disk.exists(folder)) removeFolder(disk, folder);
  }

  /// A front in memory takes its full size at once.
  private int frontBlocks() {
    return disk.isVolatile() ? Math.min(VOLATILE_BLOCKS_MAX, options.frontBlocks()) : options.frontBlocks();
  }

  private static void release(List<AutoCloseable> acquired) {
    for (AutoCloseable resource : acquired.reversed()) {
      try {
        resource.close();
      } catch (Exception e) {
        System.getLogger(StoreOpening.class.getName()).log(System.Logger.Level.WARNING,
            "giving back what a failed open had acquired", e);
      }
    }
  }

  /// The folder itself may be as new as the store, made by an attempt to open that died before it forced the name.
  private void forceName(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent == null) return;
    try {
      disk.forceDirectory(parent);
    } catch (AccessDeniedException e) {
      // Who may not even list the parent has not made a folder in it.
    }
  }

  private void createStore(Path directory) throws IOException {
    forceName(directory);
    Path logs = directory.resolve(LogFolder.PARENT);
    if (disk.isDirectory(logs) && !disk.list(logs).isEmpty())
      throw new StorageException.Corrupt(Where.file(directory.resolve(StoreMeta.FILE_NAME)),
          "a store header beside logs",
          "none");
    disk.createDirectory(logs);
    // Left of another store in this folder: it would witness for logs that this one never had.
    Path control = directory.resolve(ControlFile.FILE_NAME);
    if (disk.exists(control)) disk.delete(control);
    StoreMeta.create(environment.identities().uuid(), environment.time().epochNanos()).createFile(disk, directory);
  }

  /// Refuses a folder that has no log left although there were some: it would open as an empty store. Whether a single
  /// log is missing is for who keeps a catalog to say.
  private void requireLogs(Path directory, StoreMeta found, Map<Long, Long> durable) throws IOException {
    Path parent = directory.resolve(LogFolder.PARENT);
    if (disk.isDirectory(parent))
      for (String name : disk.list(parent)) if (LogFolder.parse(name) != null) return;
    for (var log : durable.entrySet())
      // A lower number may be that of a dropped log: store.meta says so before the log goes.
      if (log.getKey() >= found.nextLogId())
        throw new StorageException.Corrupt(Where.file(parent),
            "the folder of log " + log.getKey() + ", whose events up to seq " + log.getValue() + " were on disk",
            "no log at all");
  }

  private Map<Long, RecoveredLog> recover(Path directory, StoreMeta found, Map<Long, Long> durable,
      List<String> notes) throws IOException {
    Situation situation = forWriter(disk, found);
    Redo redo = found.clean()
        ? Redo.none()
        : new LeftBehind(environment, directory, found).settled(situation, notes);
    return recoverLogs(directory, situation, redo, redo.witnessed(durable), notes);
  }

  /// How the next writer finds the store.
  static Situation forWriter(Disk disk, StoreMeta found) {
    long boot = StoreMeta.boot(disk.machine());
    boolean sameBoot = boot != 0 && boot == found.boot();
    boolean copy = !found.clean() && (found.forceFailed() || !sameBoot);
    return new Situation(found.clean(), copy, true, found.epoch() + 1, found.store());
  }

  private SegmentFiles files(Path folder, String label) {
    return new SegmentFiles(disk, environment.crew(), folder, label, environment.keyHash());
  }

  /// Closes and unmaps logs of a store that was not opened in the end.
  private static void giveBack(Map<Long, RecoveredLog> logs) throws IOException {
    for (RecoveredLog log : logs.values()) for (Segment segment : log.segments().all()) segment.retire();
  }

  private Map<Long, RecoveredLog> recoverLogs(Path directory, Situation situation, Redo redo,
      Map<Long, Long> durable, List<String> notes) throws IOException {
    var found = new TreeMap<Long, RecoveredLog>();
    boolean done = false;
    try {
      recoverLogs(directory, situation, redo, durable, notes, found);
      done = true;
      return found;
    } finally {
      if (!done) giveBack(found);
    }
  }

  /// @param found gets each log as soon as it is recovered
  private void recoverLogs(Path directory, Situation situation, Redo redo, Map<Long, Long> durable,
      List<String> notes, Map<Long, RecoveredLog> found) throws IOException {
    Path parent = directory.resolve(LogFolder.PARENT);
    if (!disk.isDirectory(parent)) {
      if (situation.writable()) disk.createDirectory(parent);
      return;
    }
    List<String> names = disk.list(parent);
    LogFolder.requireDistinct(parent, names);
    for (String name : names) {
      LogFolder folder = LogFolder.parse(name);
      if (folder != null) {
        RecoveredLog log = recoverLog(parent.resolve(name), folder, situation, redo, durable, notes);
        if (log != null) found.put(folder.id(), log);
      } else if (situation.writable()
          && (name.endsWith(LogFolder.NEW_SUFFIX) || name.endsWith(LogFolder.DELETED_SUFFIX))) {
        removeFolder(disk, parent.resolve(name));
      }
    }
    // A log found here may owe its name to a rename that was never forced, also after a clean close: its creation failed
    // then. Appends to it will be forced.
    if (situation.writable()) disk.forceDirectory(parent);
  }

  /// @return null for a log that its writer dropped while a reader looked at it
  private @Nullable RecoveredLog recoverLog(Path path, LogFolder folder, Situation situation, Redo redo,
      Map<Long, Long> durable, List<String> notes) throws IOException {
    SegmentFiles files = files(path, folder.logName());
    for (int look = 1;; look++) {
      var found = new ArrayList<String>();
      try {
        RecoveredLog log = new LogRecovery(files, environment.identities(), situation, redo, found, folder.id(),
            durable.getOrDefault(folder.id(), -1L)).run();
        StorageException damage = log.refusal();
        if (damage != null && situation.writable() && !situation.clean())
          refuseUnwritten(log, folder.id(), redo, damage);
        if (!situation.writable() && damage == null)
          keepReplaceable(log.segments(), situation.clean() ? 1 : SegmentList.UNSEALED_MAX);
        notes.addAll(found);
        return log;
      } catch (NoSuchFileException e) {
        if (situation.writable()) throw e;
        if (!disk.isDirectory(path)) return null;
        // Renamed or replaced by the log's writer since its folder was listed: the next look finds the new name.
        if (look == LOOKS_MAX)
          throw new StorageException.Corrupt(Where.file(path),
              "files that can be opened under the names they are listed by",
              "none called " + e.getFile() + ", " + look + " times");
      }
    }
  }

  private static void refuseUnwritten(RecoveredLog log, long id, Redo redo, StorageException damage)
      throws IOException {
    boolean done = false;
    try {
      Unwritten.refuse(log.files(), id, redo, damage);
      done = true;
    } finally {
      if (!done) for (Segment segment : log.segments().all()) segment.retire();
    }
  }

  /// Maps what the next writer's recovery may replace: what was read here must stay what it was.
  private static void keepReplaceable(SegmentList segments, int count) throws IOException {
    List<Segment> all = segments.all();
    for (Segment segment : all.subList(Math.max(0, all.size() - count), all.size()))
      segment.openNow();
  }

  private @Nullable RecoveredLog findLog(Path directory, long id, Situation situation) throws IOException {
    Path parent = directory.resolve(LogFolder.PARENT);
    for (String name : disk.list(parent)) {
      LogFolder folder = LogFolder.parse(name);
      if (folder != null && folder.id() == id)
        return recoverLog(parent.resolve(name), folder, situation, Redo.followed(), Map.of(), new ArrayList<>());
    }
    return null;
  }

  /// Removes a log's folder and its files; there is nothing below them.
  static void removeFolder(Disk disk, Path folder) throws IOException {
    for (String name : disk.list(folder)) disk.delete(folder.resolve(name));
    disk.delete(folder);
  }

  // ---- reading

  private Store openToRead(Path directory) throws IOException {
    StoreMeta meta = StoreMeta.read(disk, directory);
    ControlFile control = writerLives(directory) ? ControlFile.forReader(disk, directory) : null;
    if (control != null && control.epoch() != meta.epoch()) {
      control.close();
      control = null;
    }
    boolean done = false;
    var acquired = new ArrayList<AutoCloseable>();
    if (control != null) acquired.add(control);
    try {
      var notes = new ArrayList<String>();
      var problems = new ArrayList<String>();
      // A living writer's files are in flux: nothing in them is taken for a clean end.
      var situation = new Situation(meta.clean() && control == null, false, false, meta.epoch(), meta.store());
      // A living writer's words move while its files are read.
      Map<Long, Long> durable = control == null
          ? DurableWitness.seqs(disk, directory, meta.store(), meta.epoch())
          : Map.of();
      if (control == null) requireLogs(directory, meta, durable);
      Redo redo = control != null
          ? Redo.followed()
          : meta.clean() ? Redo.none() : new LeftBehind(environment, directory, meta).shown(notes, problems);
      // What is durable in the journal alone is not missing; the next writer puts it where it belongs.
      Map<Long, Long> inSegments = redo.use() == Redo.Use.LOOK && meta.journal() ? Map.of() : durable;
      Map<Long, RecoveredLog> logs = recoverLogs(directory, situation, redo, inSegments, notes);
      acquired.add(() -> giveBack(logs));
      var writer = new WriterSight(environment, directory, meta.epoch(), control);
      // Found later, so made later: by a writer that lives or did a moment ago.
      var flux = new Situation(false, false, false, meta.epoch(), meta.store());
      var store = new FollowedStore(environment, directory, meta, writer,
          new FollowedStore.Found(notes, problems), options.verify(),
          id -> findLog(directory, id, flux));
      var tips = new HashMap<Long, Long>();
      logs.forEach((id, log) -> tips.put(id, log.tip().seq()));
      Map<Long, Long> visible = redo.visible(tips);
      boolean written = control != null;
      logs.forEach((id, log) -> store.add(id, log, visible.getOrDefault(id, log.tip().seq()), written));
      done = true;
      return store;
    } finally {
      if (!done) release(acquired);
    }
  }

  /// The lock tells, never the pid, also those who may not write or have the folder mounted to be read: its writer may be
  /// somebody else. Where the lock cannot be asked for, there is none.
  private boolean writerLives(Path directory) {
    Path lockPath = directory.resolve(LOCK_NAME);
    if (!disk.exists(lockPath)) return false;
    try {
      return disk.isLocked(lockPath);
    } catch (IOException e) {
      return false;
    }
  }
}
