// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.MemberId;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions.Verify;
import org.redexdb.storage.api.VerifyReport;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.recovery.LogRecovery.RecoveredLog;

/// A store opened read-only: the logs that were there, followed as their writer goes on.
final class FollowedStore implements Store {
  /// A file that a writer has just renamed is there at one of the next looks.
  private static final int LOOKS_MAX = 100;
  private static final long LOOK_NANOS = 1_000_000L;

  private final StoreOpening.Environment environment;
  private final Path directory;
  private final StoreMeta meta;
  private final WriterSight writer;
  private final Finder finder;
  private final Found found;
  private final Verify verify;
  private final ConcurrentSkipListMap<Long, FollowedLog> logs = new ConcurrentSkipListMap<>();
  private final SharedLogs shared;
  /// What the writer showed of all logs at one moment.
  private final Map<Long, Long> shown = new HashMap<>();
  private boolean closed;

  /// Finds a log that the writer made later.
  interface Finder {
    @Nullable
    RecoveredLog find(long id) throws IOException;
  }

  /// What opening has to say.
  ///
  /// @param notes    how the logs are shown
  /// @param problems damage that is not in a log
  record Found(List<String> notes, List<String> problems) {
    Found {
      notes = List.copyOf(notes);
      problems = List.copyOf(problems);
    }
  }

  FollowedStore(StoreOpening.Environment environment, Path directory, StoreMeta meta, WriterSight writer,
      Found found, Verify verify, Finder finder) {
    this.environment = environment;
    this.directory = directory;
    this.meta = meta;
    this.writer = writer;
    this.finder = finder;
    this.found = found;
    this.verify = verify;
    this.shared = new SharedLogs(environment.time(), 0);
  }

  /// @param visibleSeq last seq to be shown until the writer shows more
  /// @param written whether it was found beside its writer, who alone knows how far it may be shown beside other logs
  void add(long id, RecoveredLog found, long visibleSeq, boolean written) {
    var log = new FollowedLog(id, found, visibleSeq, writer, verify);
    logs.put(id, log);
    shared.add(log);
    if (!written) shown.put(id, visibleSeq);
  }

  @Override
  public Path directory() { return directory; }

  @Override
  public UUID uuid() { return meta.store(); }

  @Override
  public int epoch() { return meta.epoch(); }

  @Override
  public boolean readOnly() { return true; }

  @Override
  public long writerPid() { return writer.livingPid(); }

  @Override
  public void requireWritable() { throw readOnlyRefusal(); }

  @Override
  public Log create(String name, LogOptions options) { throw readOnlyRefusal(); }

  @Override
  public @Nullable Log log(long id) {
    long files = MemberId.logId(id);
    FollowedLog known = logs.get(files);
    return shared.find(id, known != null ? known : discover(files));
  }

  private synchronized @Nullable FollowedLog discover(long id) {
    if (closed) return null;
    if (!logs.containsKey(id)) {
      try {
        environment.crew().call(() -> Optional.ofNullable(finder.find(id)))
            .ifPresent(found -> add(id, found, found.tip().seq(), true));
      } catch (IOException e) {
        throw Faults.typed(e, Where.file(directory), "looking for a new log");
      }
    }
    return logs.get(id);
  }

  @Override
  public Collection<Log> logs() { return shared.allOf(logs.values()); }

  @Override
  public List<Receipt> append(List<LogAppend> appends, Ack ack) { throw readOnlyRefusal(); }

  /// Of commits over several logs all or nothing: the writer moves their tips together, and while it does, or has died
  /// over it, what it showed of all logs before still stands.
  @Override
  public synchronized long[] tips(List<? extends Log> asked) {
    try {
      ControlFile control = writer.control();
      if (control == null) return asked.stream().mapToLong(log -> log.tip().seq()).toArray();
      long[] ids = logs.keySet().stream().mapToLong(id -> id).toArray();
      long[] seqs = control.tipSeqs(ids);
      if (seqs != null) for (int i = 0; i < ids.length; i++) shown.merge(ids[i], seqs[i], Math::max);
      var tips = new long[asked.size()];
      for (int i = 0; i < tips.length; i++) tips[i] = shownTip((FollowedLog) shared.carrier(asked.get(i)));
      return shared.tips(asked, tips);
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(directory), "following the writer");
    }
  }

  private long shownTip(FollowedLog log) throws IOException {
    long seq = shown.getOrDefault(log.id(), -1L);
    for (int look = 0; look < LOOKS_MAX && !log.reaches(seq); look++) LockSupport.parkNanos(LOOK_NANOS);
    return log.reaches(seq) ? seq : log.tip().seq();
  }

  @Override
  public void drop(long id) { throw readOnlyRefusal(); }

  private StorageException readOnlyRefusal() {
    return writer.refusal(Where.file(directory));
  }

  @Override
  public LogActivity journal() { return LogActivity.NONE; }

  @Override
  public List<String> recoveryNotes() { return found.notes; }

  @Override
  public VerifyReport verify(Progress progress) {
    return new StoreVerify(progress, nobodyWrites() && meta.clean() ? log -> {} : null, false)
        .withProblems(found.problems)
        .run(environment.disk(), directory, List.copyOf(logs.values()));
  }

  private boolean nobodyWrites() {
    try {
      return writer.control() == null;
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(directory), "looking for a writer");
    }
  }

  @Override
  public synchronized void close() {
    if (closed) return;
    closed = true;
    try {
      environment.crew().call(() -> {
        for (FollowedLog log : logs.values()) log.close();
        writer.close();
        return true;
      });
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(directory), "closing the store");
    } finally {
      environment.crew().stop();
    }
  }
}
