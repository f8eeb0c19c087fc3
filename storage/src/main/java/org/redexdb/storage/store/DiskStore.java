// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.MemberId;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.VerifyReport;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.commit.Journal;
import org.redexdb.storage.commit.Fence;
import org.redexdb.storage.commit.LogWriter;
import org.redexdb.storage.commit.MultiLogAppend;
import org.redexdb.storage.commit.TipSink;
import org.redexdb.storage.commit.Writers;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.fault.Loggers;
import org.redexdb.storage.front.Front;
import org.redexdb.storage.recovery.JournalRecovery;
import org.redexdb.storage.recovery.LogRecovery.RecoveredLog;
import org.redexdb.storage.runtime.Crew;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.shared.SharedLog;

/// The store of the writing process. Made by [StoreOpening]; creating, dropping and closing happen one at a time.
final class DiskStore implements Store {
  /// A record may need more. Each full segment means a checkpoint: a force of every log that it names.
  private static final long JOURNAL_SEGMENT_BYTES = 16L << 20;
  private static final long UNKNOWN_ID = -2;

  /// What opening has acquired, and closing gives back.
  ///
  /// @param environment disk, clocks, identities, crew
  /// @param directory canonical folder
  /// @param lock the right to write
  /// @param metaFile `store.meta`, open for writing
  /// @param front of this writer
  /// @param control `redex.ctl`
  record Resources(StoreOpening.Environment environment, Path directory, Disk.Lock lock, DiskFile metaFile, Front front,
      ControlFile control) {}

  private final Resources resources;
  private final Disk disk;
  private final StoreOptions options;
  private final Fence fence;
  private final Writers writers;
  private final List<String> notes;
  private final ConcurrentSkipListMap<Long, DiskLog> logs = new ConcurrentSkipListMap<>();
  private final SharedLogs shared;
  private final Object metaGuard = new Object();
  private StoreMeta meta;
  /// Greatest number of a log or of a folder that was left, as far as that was looked at. Guarded by this.
  private long lastId = UNKNOWN_ID;
  private volatile @Nullable SegmentList journalSegments;
  /// Under the guard of the journal's making.
  private @Nullable RecoveredLog emptyJournal;
  private volatile @Nullable StorageException unforced;
  private volatile boolean closed;

  DiskStore(Resources resources, StoreOptions options, StoreMeta meta, List<String> notes) {
    this.resources = resources;
    this.disk = resources.environment.disk();
    this.options = options;
    this.meta = meta;
    this.notes = List.copyOf(notes);
    this.shared = new SharedLogs(resources.environment.time(), meta.epoch());
    Path header = resources.directory.resolve(StoreMeta.FILE_NAME);
    this.fence = new Fence(Where.file(header), () -> StoreMeta.read(resources.metaFile, header).epoch(), meta.epoch(),
        resources.environment.time());
    this.writers = new Writers(resources.environment.crew(), disk, resources.front, resources.environment.time(),
        resources.environment.identities(), meta.epoch(), fence, disk.isVolatile(), new Shown());
    writers.journal().makeWith(this::makeJournal);
    if (!options.segmentAge().isZero()) writers.sweep(this::rollOld);
  }

  /// Ages beyond what nanoseconds since 1970 can say are never reached.
  private void rollOld() {
    long now = resources.environment.time().epochNanos();
    Duration age = options.segmentAge();
    if (age.compareTo(Duration.ofNanos(Math.max(0, now))) > 0) return;
    for (DiskLog log : logs.values()) log.writer().rollOlderThan(now - age.toNanos());
  }

  /// Shows what happens to logs to other processes, and to the next open.
  private final class Shown implements TipSink {
    @Override
    public void published(long logId, long tipSeq) {
      if (logId != Journal.LOG_ID) resources.control.published(logId, tipSeq);
    }

    @Override
    public void published(long[] logIds, long[] tipSeqs) { resources.control.published(logIds, tipSeqs); }

    @Override
    public void durable(long logId, long durableSeq) {
      if (logId != Journal.LOG_ID) resources.control.durable(logId, durableSeq);
    }

    @Override
    public void floor(long logId, long floorSeq) {
      if (logId != Journal.LOG_ID) resources.control.floor(logId, floorSeq);
    }

    @Override
    public void forceFailed() {
      synchronized (metaGuard) {
        if (meta.forceFailed()) return;
        meta = meta.withForceFailed();
        try {
          meta.write(resources.metaFile);
        } catch (IOException e) {
          Loggers.of(DiskStore.class).log(System.Logger.Level.ERROR,
              "the failed force could not be recorded in store.meta", e);
        }
      }
    }
  }

  /// Takes a log found at opening.
  void add(long id, RecoveredLog found) throws IOException {
    resources.control.show(id, found.tip().seq(), found.tip().seq());
    resources.control.floor(id, found.segments().floor().seq());
    var writer = new LogWriter(id, found.files(), found.identity().logSegmentBytes(), found.segments(),
        new LogWriter.Recovered(found.tip(), found.refusal()), writers);
    var log = new DiskLog(id, found.identity(), found.segments(), writer, options.verify(),
        resources.environment.time());
    logs.put(id, log);
    shared.add(log);
  }

  private Path folder(long id, String logName) {
    return resources.directory.resolve(LogFolder.PARENT).resolve(LogFolder.of(id, logName).fileName());
  }

  // ---- logs

  @Override
  public Log create(String name, LogOptions logOptions) {
    int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (nameBytes > Limits.NAME_BYTES_MAX)
      throw new StorageException.TooLarge(Where.channel(name), "name bytes", nameBytes, Limits.NAME_BYTES_MAX);
    if (logOptions.shared())
      return shared.withRoom(() -> io("creating a shared log", this::createShared)).create(name, logOptions.note());
    return io("creating log " + name, () -> createNow(name, logOptions));
  }

  private DiskLog createShared() throws IOException {
    return createNow(SharedLog.NAME, new LogOptions(options.segmentBytes(), true, ""));
  }

  private synchronized DiskLog createNow(String name, LogOptions logOptions) throws IOException {
    requireOpen();
    fence.look();
    long id = freeId();
    lastId = UNKNOWN_ID; // a creation that fails after its rename leaves a folder: then they are listed again
    add(id, newLog(id, name, logOptions).create(resources.environment, folder(id, name)));
    lastId = id;
    return Objects.requireNonNull(logs.get(id));
  }

  private NewLog newLog(long id, String name, LogOptions of) {
    return new NewLog(meta.store(), meta.epoch(), id, name, of);
  }

  /// Above every log there is or was, and every folder.
  private long freeId() throws IOException {
    if (lastId == UNKNOWN_ID) lastId = greatestId(resources.directory.resolve(LogFolder.PARENT));
    return Math.max(Math.max(meta.nextLogId(), lastId + 1), logs.isEmpty() ? 0 : logs.lastKey() + 1);
  }

  private long greatestId(Path parent) throws IOException {
    long id = -1;
    for (String name : disk.list(parent)) {
      LogFolder taken = LogFolder.parse(name);
      if (taken != null) id = Math.max(id, taken.id());
    }
    return id;
  }

  @Override
  public @Nullable Log log(long id) { return shared.find(id, logs.get(MemberId.logId(id))); }

  @Override
  public Collection<Log> logs() { return shared.allOf(logs.values()); }

  @Override
  public void drop(long id) {
    requireOpen();
    if (shared.drop(id)) return;
    DiskLog log = logs.get(id);
    if (log == null) return;
    io("dropping log " + log.name(), () -> {
      dropNow(id);
      return true;
    });
  }

  private synchronized void dropNow(long id) throws IOException {
    requireOpen();
    DiskLog log = logs.get(id);
    if (log == null) return;
    // The number is never used again, also when this was the greatest.
    synchronized (metaGuard) {
      fence.look();
      if (meta.nextLogId() <= id) {
        meta = meta.withNextLogId(id + 1);
        meta.write(resources.metaFile);
      }
    }
    log.markClosed();
    log.writer().stop(options.closeTimeout().toNanos());
    log.writer().abandon();
    writers.forget(log.writer());
    logs.remove(id);
    Path folder = log.writer().directory();
    Path gone = folder.resolveSibling(folder.getFileName() + LogFolder.DELETED_SUFFIX);
    disk.rename(folder, gone);
    disk.forceDirectory(resources.directory.resolve(LogFolder.PARENT));
    retire(log.segments());
    StoreOpening.removeFolder(disk, gone);
  }

  private static void retire(SegmentList segments) throws IOException {
    segments.close();
    for (Segment segment : segments.all()) segment.retire();
  }

  // ---- appends over several logs

  @Override
  public List<Receipt> append(List<LogAppend> appends, Ack ack) {
    requireOpen();
    DiskLog.requireOneCopy(ack, Where.file(resources.directory));
    var commit = new CommitParts(shared, logs);
    var seen = new HashSet<Log>();
    for (LogAppend append : appends) {
      if (!seen.add(append.log()))
        throw new IllegalArgumentException("log " + append.log().name() + " is named twice");
      commit.add(append);
    }
    List<MultiLogAppend.Part> parts = commit.parts();
    if (parts.size() == 1 && !parts.getFirst().batch().isEmpty())
      return commit.receipts(() -> List.of(commit.append(ack)));
    return commit.receipts(() -> new MultiLogAppend(writers, parts).run(ack.level()));
  }

  @Override
  public long[] tips(List<? extends Log> asked) {
    var carriers = new ArrayList<LogWriter>(asked.size());
    for (Log log : asked) {
      if (!(shared.carrier(log) instanceof DiskLog own))
        throw new IllegalArgumentException("log " + log.name() + " is not of this store");
      carriers.add(own.writer());
    }
    return shared.tips(asked, writers.tips(carriers));
  }

  /// The folder appears whole; `store.meta` says so before the first record. Where it could not be forced it may say so all
  /// the same: the next attempt goes on with the folder there is.
  private LogWriter makeJournal() throws IOException {
    long segmentBytes = Math.min(JOURNAL_SEGMENT_BYTES, options.segmentBytes());
    RecoveredLog made = emptyJournal;
    if (made == null) {
      Path folder = resources.directory.resolve(JournalRecovery.FOLDER);
      if (disk.exists(folder)) StoreOpening.removeFolder(disk, folder); // an attempt that failed after its rename
      made = newLog(Journal.LOG_ID, Journal.LOG_NAME, new LogOptions(segmentBytes)).create(resources.environment,
          folder);
      emptyJournal = made;
      journalSegments = made.segments();
    }
    synchronized (metaGuard) {
      fence.look();
      meta = meta.withJournal();
      meta.write(resources.metaFile);
    }
    return new LogWriter(Journal.LOG_ID, made.files(), segmentBytes, made.segments(),
        new LogWriter.Recovered(made.tip(), made.refusal()), writers);
  }

  // ---- the store

  @Override
  public Path directory() { return resources.directory; }

  @Override
  public UUID uuid() { return meta.store(); }

  @Override
  public int epoch() { return meta.epoch(); }

  @Override
  public boolean readOnly() { return false; }

  @Override
  public long writerPid() { return ProcessHandle.current().pid(); }

  @Override
  public void requireWritable() {}

  @Override
  public LogActivity journal() {
    LogWriter journal = writers.journal().log();
    return journal == null ? LogActivity.NONE : journal.activity();
  }

  @Override
  public List<String> recoveryNotes() { return notes; }

  @Override
  public VerifyReport verify(Progress progress) {
    requireOpen();
    return new StoreVerify(progress, StoredLog::force, true).run(disk, resources.directory, List.copyOf(logs.values()));
  }

  private void requireOpen() {
    if (closed) throw new StorageException.Closed(Where.file(resources.directory), "store");
  }

  private <T> T io(String what, Crew.Io<T> work) {
    requireOpen();
    try {
      return resources.environment.crew().call(work);
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(resources.directory), what);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) return;
      closed = true;
    }
    long deadline = resources.environment.time().monotonicNanos() + options.closeTimeout().toNanos();
    boolean quiet = true;
    for (DiskLog log : logs.values())
      quiet &= log.writer().stop(Math.max(0, deadline - resources.environment.time().monotonicNanos()));
    var crew = resources.environment.crew();
    boolean allQuiet = quiet;
    boolean clean;
    try {
      clean = crew.call(this::finishLogs) && quiet;
      crew.stopWorkers();
      crew.call(() -> {
        release(clean, allQuiet);
        return true;
      });
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(resources.directory), "closing the store");
    } finally {
      crew.stop();
    }
    StorageException why = unforced;
    if (why != null) throw why;
  }

  private boolean finishLogs() {
    boolean clean = true;
    LogWriter journal = writers.journal().log();
    for (DiskLog log : logs.values()) {
      if (log.writer().finish()) continue;
      clean = false;
      if (unforced == null && log.writer().isWritable()) unforced = unforced(log, journal);
    }
    if (journal == null) return clean;
    // Records are of no use any more, unless a log could not be forced.
    boolean closedInTime = journal.stop(options.closeTimeout().toNanos());
    if (clean && closedInTime) journal.abandon();
    else
      journal.finish();
    return clean && closedInTime;
  }

  /// What the caller of close is told: everything is given back then, and the next open settles what is there.
  private static StorageException unforced(DiskLog log, @Nullable LogWriter journal) {
    StorageException why = log.writer().trouble();
    if (why == null && journal != null) why = journal.trouble();
    if (why instanceof StorageException.Fenced fenced) return fenced.at(Where.channel(log.name()));
    return why instanceof StorageException.DiskFull
        ? StorageException.DiskFull.whileForcing(Where.channel(log.name()), why)
        : new StorageException.NotDurable(Where.channel(log.name()), why);
  }

  /// Another writer's header is not to be written over.
  private boolean isOwner() throws IOException {
    try {
      fence.look();
      return true;
    } catch (StorageException.Fenced e) {
      unforced = e;
      return false;
    }
  }

  /// An appender that did not end in time may still write into the front, which is then left mapped: it finds its log
  /// closed, and the next open recovers what it wrote.
  private void release(boolean clean, boolean quiet) throws IOException {
    try (resources.lock; var metaFile = resources.metaFile) {
      writers.closeOld();
      if (clean && isOwner()) {
        synchronized (metaGuard) {
          meta = meta.closed();
          meta.write(metaFile);
        }
      }
      for (DiskLog log : logs.values()) {
        log.markClosed();
        retire(log.segments());
      }
      SegmentList journal = journalSegments;
      if (journal != null) retire(journal);
      resources.control.close();
      if (quiet) resources.front.close();
      if (clean) {
        disk.delete(resources.directory.resolve(StoreOpening.FRONT_NAME));
        if (journal != null) StoreOpening.removeFolder(disk, resources.directory.resolve(JournalRecovery.FOLDER));
        disk.forceDirectory(resources.directory);
      }
    }
  }
}
