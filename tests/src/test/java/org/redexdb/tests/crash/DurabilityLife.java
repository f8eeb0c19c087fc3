// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.ProcessKilled;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// The life of one store under one seed: it works, something happens to it, it is opened again (something may happen
/// then, too), and what is there is compared with what was promised.
final class DurabilityLife {
  private static final Path FOLDER = Path.of("/store");
  private static final int ROUNDS = 6;
  private static final int STEPS_MAX = 120;
  private static final int TRACE_MAX = 40;
  private static final int SEGMENT_BYTES = 64 << 10;
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(SEGMENT_BYTES).withFrontBlocks(4);

  /// What the store is used for. Of the numbers but the first, a step is of that kind once in so many.
  enum Kind {
    /// Mostly single appends.
    FEW_LOGS(3, 20, 6, 0),
    /// Mostly commits over several logs, that come and go.
    MANY_LOGS(7, 4, 2, 40);

    private final int logsMax;
    private final int create;
    private final int commit;
    /// 0: never.
    private final int drop;

    Kind(int logsMax, int create, int commit, int drop) {
      this.logsMax = logsMax;
      this.create = create;
      this.commit = commit;
      this.drop = drop;
    }
  }

  private final Kind kind;
  private final RandomGenerator random;
  private final SimClock clock = new SimClock();
  private final Map<String, LogHistory> histories = new TreeMap<>();
  private SimDisk disk;
  private int lastEpoch;
  private long eventCounter;
  /// Logs whose creation failed or was under way when the lights went out: each may exist, empty, or not.
  private final Set<String> maybeCreated = new HashSet<>();
  /// Logs whose drop failed or was under way: each may be gone.
  private final Set<String> maybeDropped = new HashSet<>();
  private int creations;
  /// Commits over several logs since the store was opened.
  private final List<SeveralLogs> commits = new ArrayList<>();
  private final Deque<String> trace = new ArrayDeque<>();

  DurabilityLife(long seed, Kind kind) {
    this.kind = kind;
    disk = SimDisk.seeded(seed);
    random = disk.random();
    if (random.nextInt(3) == 0) disk.showStaleBlocks(true);
    if (random.nextInt(4) == 0) disk.writeBackByItself(false);
  }

  void run() throws IOException {
    try {
      live();
    } catch (Throwable t) {
      throw new AssertionError(t + "\nlast steps:\n  " + String.join("\n  ", trace), t);
    }
  }

  private void live() throws IOException {
    boolean powerWasCut = false;
    for (int round = 0; round < ROUNDS; round++) {
      Store store = open(powerWasCut);
      powerWasCut = false;
      try {
        scheduleFault();
        work(store);
        disk.clearFaults();
        if (random.nextInt(3) > 0) {
          if (closedCleanly(store)) everythingIsAcknowledged();
          if (random.nextBoolean()) powerWasCut = endAbruptly();
        } else {
          powerWasCut = endAbruptly();
        }
      } catch (PowerCut e) {
        note(e.getMessage());
        powerWasCut = true;
        disk = disk.afterReboot();
      } catch (ProcessKilled e) {
        note(e.getMessage());
        disk = disk.afterRestart();
      }
    }
    finish(powerWasCut);
  }

  /// Opens until it works, with faults under way that come more rarely each time.
  private Store open(boolean powerWasCutBefore) throws IOException {
    boolean powerWasCut = powerWasCutBefore;
    for (int attempt = 0;; attempt++) {
      disk.clearFaults();
      disk.capacityBytes(Long.MAX_VALUE);
      if (random.nextInt(2 + attempt) == 0) scheduleFault();
      if (random.nextInt(4) == 0) readingChangesNothing(powerWasCut);
      try {
        note("open, " + (powerWasCut ? "after a power cut" : "power stayed on"));
        Store store = SimStores.open(disk, FOLDER, OPTIONS, clock);
        note("opened, epoch " + store.epoch() + ", " + store.recoveryNotes());
        check(store, powerWasCut);
        disk.clearFaults();
        return store;
      } catch (PowerCut e) {
        note(e.getMessage());
        powerWasCut = true;
        disk = disk.afterReboot();
      } catch (ProcessKilled e) {
        note(e.getMessage());
        disk = disk.afterRestart();
      } catch (StorageException e) {
        note("not opened: " + e.getMessage());
        expected(e, attempt);
        // What a failed attempt to open left behind is the next one's business, in the same process or another one.
        if (random.nextBoolean()) disk = disk.afterRestart();
      }
    }
  }

  private void expected(StorageException e, int attempt) {
    switch (e) {
      case StorageException.DeviceFault f when attempt < 20 -> {}
      case StorageException.NotDurable n when attempt < 20 -> {}
      case StorageException.DiskFull full when attempt < 20 -> {}
      default -> throw e;
    }
  }

  private void check(Store store, boolean powerWasCut) {
    assertThat(store.readOnly()).isFalse();
    assertThat(store.epoch()).as("epoch of the writer").isGreaterThan(lastEpoch);
    lastEpoch = store.epoch();
    checkLogs(store, powerWasCut);
  }

  private void checkLogs(Store store, boolean powerWasCut) {
    var found = new TreeMap<String, Log>();
    for (Log log : store.logs()) {
      assertThat(found.put(log.name(), log)).as("two logs named %s", log.name()).isNull();
      if (maybeCreated.contains(log.name())) histories.put(log.name(), new LogHistory(log.name()));
    }
    maybeCreated.clear();
    for (String name : maybeDropped) if (!found.containsKey(name)) dropped(name);
    maybeDropped.clear();
    assertThat(found.keySet()).isEqualTo(histories.keySet());
    histories.forEach((name, history) -> history.reopened(java.util.Objects.requireNonNull(found.get(name)),
        powerWasCut));
    commits.forEach(SeveralLogs::checkAllOrNothing);
    commits.clear();
  }

  /// A read-only open shows what a writing one would be allowed to show, and leaves the folder as it is.
  private void readingChangesNothing(boolean powerWasCut) throws IOException {
    if (!disk.exists(FOLDER)) return;
    DiskImage before = DiskImage.of(disk, FOLDER);
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS.withMode(Mode.READ_ONLY), clock)) {
      assertThat(store.readOnly()).isTrue();
      for (Log log : store.logs()) {
        LogHistory history = histories.get(log.name());
        if (history == null) continue;
        int promised = powerWasCut ? history.acknowledgedDisk() : history.acknowledgedOs();
        int tip = (int) log.tip().seq() + 1;
        assertThat(tip).as("%s: events seen by a reader of a store without a writer", log.name())
            .isBetween(Math.min(promised, tip), history.size());
        history.checkContent(log, tip);
      }
    } catch (StorageException.NoStore | StorageException.ReadOnly e) {
      // Nothing there yet, or the reader says that a writer has to recover first.
    }
    DiskImage after = DiskImage.of(disk, FOLDER);
    assertThat(after.differences(before)).as("changes made by a read-only open").isEmpty();
  }

  private void scheduleFault() {
    int within = random.nextInt(3) == 0 ? 400 : 60;
    int fault = random.nextInt(8);
    note("fault " + fault + " within " + within);
    switch (fault) {
      case 0, 1, 2 -> disk.cutPowerAfter(1 + random.nextInt(within));
      case 3 -> disk.killAfter(1 + random.nextInt(within));
      case 4 -> disk.failForceAfter(1 + random.nextInt(within / 4));
      case 5 -> disk.failAfter(1 + random.nextInt(within));
      case 6 -> disk.capacityBytes(used() + random.nextLong(300_000));
      default -> {}
    }
  }

  private long used() {
    disk.capacityBytes(Long.MAX_VALUE / 2);
    long used = Long.MAX_VALUE / 2 - disk.usableBytes(FOLDER);
    disk.capacityBytes(Long.MAX_VALUE);
    return used;
  }

  /// A store that met a failure may close without having forced everything, and must then not claim to be clean.
  private boolean closedCleanly(Store store) {
    boolean faulted = store.logs().stream().anyMatch(log -> log.status().fault() != null);
    try {
      store.close();
      note("closed, faulted: " + faulted);
      return !faulted;
    } catch (StorageException.NotDurable | StorageException.DeviceFault | StorageException.DiskFull e) {
      note("closed with " + e.getMessage());
      return false;
    }
  }

  private boolean endAbruptly() {
    note("abrupt end");
    if (random.nextBoolean()) {
      disk = disk.afterRestart();
      return false;
    }
    disk = disk.afterReboot();
    return true;
  }

  private void note(@Nullable String what) {
    trace.addLast(disk.operations() + ": " + what);
    if (trace.size() > TRACE_MAX) trace.removeFirst();
  }

  private void work(Store store) {
    int steps = random.nextInt(STEPS_MAX);
    for (int step = 0; step < steps; step++) {
      clock.advance(Duration.ofNanos(random.nextLong(3_000_000)));
      if (random.nextInt(50) == 0) clock.jumpWall(Duration.ofMillis(random.nextLong(-50_000, 50_000)));
      if (!step(store)) return;
    }
  }

  /// @return false when the store wants to be opened again
  private boolean step(Store store) {
    if (histories.isEmpty() || histories.size() < kind.logsMax && random.nextInt(kind.create) == 0)
      return create(store);
    if (kind.drop > 0 && histories.size() > 2 && random.nextInt(kind.drop) == 0) return drop(store);
    List<Log> logs = List.copyOf(store.logs());
    Log log = logs.get(random.nextInt(logs.size()));
    LogHistory history = java.util.Objects.requireNonNull(histories.get(log.name()));
    if (random.nextInt(30) == 0) disk.capacityBytes(Long.MAX_VALUE);
    if (logs.size() > 1 && random.nextInt(kind.commit) == 0) return commit(store, logs);
    int before = history.size();
    // A full disk may have room again: then the append happens, and what comes after it is another failure.
    boolean refusing = isBroken(log);
    try {
      switch (random.nextInt(12)) {
        case 0 -> {
          log.force();
          history.forced((int) log.tip().seq() + 1);
          note(history.name() + " forced");
        }
        case 1 -> history.checkContent(log, (int) log.tip().seq() + 1);
        case 2, 3 -> appendBatch(log, history);
        default -> append(log, history);
      }
      history.shownAsDurable(log.durableSeq());
      return true;
    } catch (StorageException.DiskFull e) {
      note(log.name() + " next " + (log.tip().seq() + 1) + ": " + e.getMessage());
      history.settle(log.tip().seq() + 1);
      return true;
    } catch (StorageException.NotDurable e) {
      note(log.name() + " next " + (log.tip().seq() + 1) + ": " + e.getMessage());
      // Outcome unknown, until the store is opened again; what is handed over after that is refused.
      if (refusing) history.refused(before);
      return random.nextBoolean();
    } catch (StorageException.DeviceFault | StorageException.ReadOnly e) {
      note(log.name() + " next " + (log.tip().seq() + 1) + ": " + e.getMessage());
      history.settle(log.tip().seq() + 1);
      return random.nextBoolean();
    }
  }

  private boolean create(Store store) {
    String name = "log" + creations++;
    maybeCreated.add(name);
    if (random.nextInt(4) == 0) disk.failForceAfter(1 + random.nextInt(4));
    try {
      store.create(name, new LogOptions(SEGMENT_BYTES));
      histories.put(name, new LogHistory(name));
      maybeCreated.remove(name);
      note("created " + name);
      return true;
    } catch (StorageException.DiskFull | StorageException.NotDurable | StorageException.DeviceFault e) {
      note("not created " + name + ": " + e.getMessage());
      return random.nextBoolean();
    }
  }

  /// A log whose drop did not go through can no longer be used.
  ///
  /// @return false when the store wants to be opened again
  private boolean drop(Store store) {
    List<Log> logs = List.copyOf(store.logs());
    Log log = logs.get(random.nextInt(logs.size()));
    maybeDropped.add(log.name());
    try {
      store.drop(log.id());
      maybeDropped.remove(log.name());
      dropped(log.name());
      note("dropped " + log.name());
      return true;
    } catch (StorageException.DiskFull | StorageException.NotDurable | StorageException.DeviceFault e) {
      note("dropping " + log.name() + ": " + e.getMessage());
      return false;
    }
  }

  private void dropped(String name) {
    LogHistory gone = java.util.Objects.requireNonNull(histories.remove(name));
    commits.forEach(commit -> commit.dropped(gone));
  }

  private void append(Log log, LogHistory history) {
    LogHistory.Event event = event();
    Ack ack = ack();
    long expected = random.nextInt(4) == 0 ? log.tip().seq() + 1 : Log.ANY_SEQ;
    history.attempt(List.of(event));
    Receipt receipt = log.append(event.codec(), event.metadata(), event.payload(), 0, event.payload().length, expected,
        ack);
    history.acknowledged(receipt, ack.level());
    note(history.name() + "#" + receipt.seq() + " " + event.payload().length + " bytes " + ack.level());
  }

  private void appendBatch(Log log, LogHistory history) {
    var events = new ArrayList<LogHistory.Event>();
    var batch = new FrameBatch();
    int count = 1 + random.nextInt(random.nextInt(8) == 0 ? 400 : 12);
    for (int i = 0; i < count; i++) {
      LogHistory.Event event = event();
      events.add(event);
      batch.add(event.codec(), event.metadata(), event.payload(), 0, event.payload().length);
    }
    Ack ack = ack();
    history.attempt(events);
    history.acknowledged(log.append(batch, Log.ANY_SEQ, ack), ack.level());
    note(history.name() + " batch to #" + (history.size() - 1) + " " + batch.size() + " bytes " + ack.level());
  }

  /// One commit over two logs or more, some of them only expected to stand where they are.
  ///
  /// @return false when the store wants to be opened again
  private boolean commit(Store store, List<Log> logs) {
    Ack ack = ack();
    var appends = new ArrayList<LogAppend>();
    var before = new HashMap<LogHistory, Integer>();
    var commit = new SeveralLogs(trace::toString);
    for (Log log : logs) {
      LogHistory history = java.util.Objects.requireNonNull(histories.get(log.name()));
      before.put(history, history.size());
      var batch = new FrameBatch();
      int count = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 3);
      var events = new ArrayList<LogHistory.Event>();
      for (int i = 0; i < count; i++) {
        LogHistory.Event event = event();
        events.add(event);
        batch.add(event.codec(), event.metadata(), event.payload(), 0, event.payload().length);
      }
      appends.add(new LogAppend(log, batch, random.nextInt(4) == 0 ? log.tip().seq() + 1 : Log.ANY_SEQ));
      if (!events.isEmpty()) commit.attempt(history, events);
    }
    boolean anyRefuses = logs.stream().anyMatch(DurabilityLife::isBroken);
    try {
      List<Receipt> receipts = store.append(appends, ack);
      for (int i = 0; i < receipts.size(); i++)
        if (receipts.get(i).count() > 0)
          java.util.Objects.requireNonNull(histories.get(logs.get(i).name())).acknowledged(receipts.get(i),
              ack.level());
      commits.add(commit);
      note("commit over " + logs.size() + " logs, " + ack.level());
      return true;
    } catch (StorageException.DiskFull | StorageException.NotDurable | StorageException.DeviceFault
        | StorageException.ReadOnly e) {
      note("commit over " + logs.size() + " logs: " + e.getMessage());
      // A device that fails under the record leaves the outcome to the next open, and no log takes more until then.
      if (!anyRefuses && logs.stream().allMatch(DurabilityLife::isBroken)) {
        commits.add(commit);
        return random.nextBoolean();
      }
      if (anyRefuses) {
        before.forEach(LogHistory::refused);
        return random.nextBoolean();
      }
      for (Log log : logs)
        java.util.Objects.requireNonNull(histories.get(log.name())).settle(log.tip().seq() + 1);
      if (commit.checkAllOrNothing()) commits.add(commit);
      return e instanceof StorageException.DiskFull || random.nextBoolean();
    } catch (PowerCut | ProcessKilled e) {
      commits.add(commit);
      throw e;
    }
  }

  private static boolean isBroken(Log log) {
    String fault = log.status().fault();
    return fault != null && !fault.contains("no space left");
  }

  private Ack ack() { return random.nextInt(3) == 0 ? Ack.DISK : Ack.OS; }

  /// No two events of one life are equal, unless they are empty.
  private LogHistory.Event event() {
    int length = switch (random.nextInt(40)) {
      case 0 -> 0;
      case 1 -> random.nextInt(20_000);
      case 2 -> random.nextInt(20) == 0 ? 300_000 + random.nextInt(50_000) : 1;
      default -> random.nextInt(400);
    };
    var payload = new byte[length];
    random.nextBytes(payload);
    byte[] number = Long.toString(eventCounter++).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    System.arraycopy(number, 0, payload, 0, Math.min(number.length, length));
    // Tag 3 (key), one byte of length, the key.
    byte[] metadata = random.nextInt(3) == 0 ? new byte[]{3, 2, 'k', (byte) ('0' + random.nextInt(10))} : new byte[0];
    return new LogHistory.Event(PayloadCodec.byId(random.nextInt(4)), metadata, payload);
  }

  /// A clean close forces everything, so that power may go afterwards.
  private void everythingIsAcknowledged() { histories.values().forEach(history -> history.forced(history.size())); }

  /// The last recovery runs undisturbed; then a verification finds nothing, and a second open finds the same.
  private void finish(boolean powerWasCut) throws IOException {
    disk.clearFaults();
    disk.capacityBytes(Long.MAX_VALUE);
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
      check(store, powerWasCut);
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }
    everythingIsAcknowledged();
    disk = disk.afterReboot();
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
      check(store, true);
      assertThat(store.recoveryNotes()).as("notes of an open after a clean close").isEmpty();
    }
  }
}
