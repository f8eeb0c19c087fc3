// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.ProcessKilled;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimMemory;
import org.redexdb.tests.history.HistoryEvent.End;
import org.redexdb.tests.history.HistoryEvent.Reader;
import org.redexdb.tests.history.HistoryEvent.Seen;

/// One store on a simulated machine, the process that writes it, those that read it, and the history they make. Opens,
/// closes and dies; what clients do is in [AppendSteps], [ReadSteps] and [ChannelSteps].
///
/// Memory of the machine lives until the world is closed, and nothing of it may be used after that.
final class World implements AutoCloseable {
  static final Reader WRITER = new Reader("writer", true);
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final int TRACE_MAX = 60;
  private static final int OPENS_WITH_FAULTS_MAX = 20;
  private static final int FOLLOWERS_MAX = 2;

  final SimClock clock = new SimClock();
  final Payloads payloads = new Payloads();
  /// Tails and pins by number; of the writer they end with it.
  final Map<Integer, OpenTail> tails = new LinkedHashMap<>();
  final Map<Integer, OpenPin> pins = new LinkedHashMap<>();
  /// Channels that are there for certain, by UUID.
  final Map<UUID, String> channels = new LinkedHashMap<>();
  private final HistoryChecker checker = new HistoryChecker();
  private final Deque<String> trace = new ArrayDeque<>();
  private final RandomGenerator identities;
  private final SimMemory memory = SimMemory.untilClosed();
  private final List<Follower> followers = new ArrayList<>();
  private final List<Tail> everyTail = new ArrayList<>();
  private SimDisk disk;
  private @Nullable Redex writer;
  /// Whether something was done to the disk that lets calls fail, since the store was opened.
  private boolean faulty;
  private int names;

  /// A process that reads.
  record Follower(Reader reader, Redex redex) {}

  record OpenTail(Reader reader, UUID channel, Tail tail) {}

  record OpenPin(UUID channel, Pin pin) {}

  World(long seed) {
    disk = SimDisk.seeded(seed, memory);
    identities = new SplittableRandom(~seed);
    RandomGenerator random = disk.random();
    if (random.nextInt(3) == 0) disk.showStaleBlocks(true);
    if (random.nextInt(4) == 0) disk.writeBackByItself(false);
  }

  String trace() { return String.join("\n  ", trace); }

  void record(HistoryEvent event) {
    trace.addLast(disk.operations() + ": " + brief(event.toString()));
    if (trace.size() > TRACE_MAX) trace.removeFirst();
    checker.accept(event);
  }

  void note(String what) {
    trace.addLast(disk.operations() + ": " + what);
    if (trace.size() > TRACE_MAX) trace.removeFirst();
  }

  private static String brief(String text) {
    return text.length() <= 500 ? text : text.substring(0, 500) + "…";
  }

  Redex writer() {
    Redex open = writer;
    if (open == null) throw new IllegalStateException("no writer");
    return open;
  }

  boolean hasWriter() { return writer != null; }

  List<Follower> followers() { return followers; }

  void opened(int id, OpenTail tail) {
    tails.put(id, tail);
    everyTail.add(tail.tail());
  }

  /// A number that was not used before, for calls, pins, tails and names.
  int next() { return names++; }

  /// An error of the store is to be expected only where something was done to the disk.
  void requireFaulty(StorageException e) {
    note(e.toString());
    if (!faulty || e instanceof StorageException.Corrupt) throw e;
  }

  // ---- faults

  void scheduleFault(RandomGenerator random, int within) {
    faulty = true;
    int fault = random.nextInt(7);
    int after = 1 + random.nextInt(within);
    note("fault " + fault + " after " + after);
    switch (fault) {
      case 0, 1, 2 -> disk.cutPowerAfter(after);
      case 3 -> disk.killAfter(after);
      case 4 -> disk.failForceAfter(1 + after / 4);
      default -> disk.failAfter(after);
    }
  }

  void fillDisk(RandomGenerator random) {
    faulty = true;
    disk.capacityBytes(Long.MAX_VALUE / 2);
    long used = Long.MAX_VALUE / 2 - disk.usableBytes(FOLDER);
    disk.capacityBytes(used + random.nextLong(300_000));
    note("the disk runs full");
  }

  void makeRoom() { disk.capacityBytes(Long.MAX_VALUE); }

  // ---- ends

  /// Closes the store as a program does, and opens it again.
  void reopen(RandomGenerator random) {
    disk.clearFaults();
    if (random.nextInt(4) == 0) scheduleFault(random, 30);
    closeWriter();
    if (random.nextInt(3) == 0) cutPower();
    open(random);
  }

  private void closeWriter() {
    boolean broken = writer().channels().stream().anyMatch(channel -> channel.status().log().fault() != null);
    try {
      writer().close();
      ended(broken ? End.CLOSED_WITH_ERROR : End.CLOSED);
    } catch (StorageException.NotDurable | StorageException.DeviceFault | StorageException.DiskFull e) {
      requireFaulty(e);
      ended(End.CLOSED_WITH_ERROR);
    }
  }

  void died(Error how, RandomGenerator random) {
    note(String.valueOf(how.getMessage()));
    if (how instanceof PowerCut) cutPower();
    else
      kill();
    open(random);
  }

  void kill() {
    ended(End.KILLED);
    disk = disk.afterRestart();
  }

  void cutPower() {
    ended(End.POWER_CUT);
    disk = disk.afterReboot();
    followers.clear();
    tails.clear();
  }

  private void ended(End how) {
    record(new HistoryEvent.Ended(how));
    writer = null;
    pins.clear();
    tails.values().removeIf(tail -> tail.reader().writing());
  }

  // ---- opening

  /// Opens until it works, with faults under way that come more rarely each time, and readers that look meanwhile.
  void open(RandomGenerator random) {
    for (int attempt = 0;; attempt++) {
      disk.clearFaults();
      makeRoom();
      faulty = false;
      if (random.nextInt(3) == 0) readWithoutWriter(random);
      if (random.nextInt(3 + attempt) == 0) scheduleFault(random, 60);
      try {
        Redex opened = Redex.open(environment(disk), FOLDER, OPTIONS, PayloadChecks.NONE);
        writer = opened;
        note("opened, " + opened.recoveryNotes());
        disk.clearFaults();
        faulty = false;
        settle(opened);
        return;
      } catch (PowerCut e) {
        note("opening: " + e.getMessage());
        cutPower();
      } catch (ProcessKilled e) {
        note("opening: " + e.getMessage());
        kill();
      } catch (StorageException.DeviceFault | StorageException.NotDurable | StorageException.DiskFull e) {
        requireFaulty(e);
        if (attempt > OPENS_WITH_FAULTS_MAX) throw e;
        if (random.nextBoolean()) disk = disk.afterRestart();
      }
    }
  }

  private StoreEnvironment environment(SimDisk of) { return new StoreEnvironment(of, clock, identities, Work.CALLER); }

  /// What the writer finds is so from now on.
  private void settle(Redex opened) {
    channels.clear();
    for (Channel channel : opened.channels()) channels.put(channel.uuid(), channel.name());
    record(new HistoryEvent.Opened(Map.copyOf(channels)));
    for (Channel channel : opened.channels()) {
      List<Seen> events = payloads.seen(channel.scan(SeqRange.ALL));
      record(new HistoryEvent.Found(channel.uuid(), channel.firstSeq(), channel.nextSeq(), events,
          channel.durableSeq()));
    }
    record(new HistoryEvent.Settled());
    for (Channel channel : opened.channels()) bounds(WRITER, channel);
  }

  /// Another process opens the store to read it; there may be no writer, or none that ever finished a store.
  void follow() {
    if (followers.size() == FOLLOWERS_MAX) followers.removeFirst().redex().close();
    tails.values().removeIf(tail -> followers.stream().noneMatch(follower -> follower.reader().equals(tail.reader()))
        && !tail.reader().writing());
    try {
      Redex redex = Redex.open(environment(disk.otherProcess()), FOLDER, OPTIONS.withMode(Mode.READ_ONLY),
          PayloadChecks.NONE);
      followers.add(new Follower(new Reader("reader " + next(), false), redex));
    } catch (StorageException.NoStore | StorageException.ReadOnly e) {
      note("no reader: " + e.getMessage());
    }
  }

  private void readWithoutWriter(RandomGenerator random) {
    if (random.nextBoolean()) follow();
    for (Follower follower : followers) new ReadSteps(this, random).readEverything(follower);
  }

  /// What a reader says of a channel. Without a writer nobody can say what is durable.
  void bounds(Reader reader, Channel channel) {
    var tip = channel.tip();
    record(new HistoryEvent.Bounds(reader, channel.uuid(), channel.firstSeq(), tip.seq(), tip.epoch(),
        hasWriter() ? channel.durableSeq() : -1));
  }

  // ---- the end of it

  /// Closed cleanly, nothing is wrong; and the power may go.
  void finish(RandomGenerator random) {
    makeRoom();
    disk.clearFaults();
    try {
      closeWriter();
    } catch (PowerCut | ProcessKilled e) {
      throw new IllegalStateException("no fault was scheduled", e);
    }
    openUndisturbed();
    closeWriter();
    cutPower();
    openUndisturbed();
    List<String> notes = writer().recoveryNotes();
    if (!notes.isEmpty()) throw new AssertionError("notes of an open after a clean close: " + notes);
    List<String> problems = writer().verify(org.redexdb.storage.api.Progress.NONE).problems();
    if (!problems.isEmpty()) throw new AssertionError("problems found by verification: " + problems);
    closeWriter();
    note("finished, " + random.nextInt());
  }

  /// Also of a world that was left in the middle. Stores of killed processes are not closed: they have no threads, and what
  /// they had mapped goes with the memory. Tails are, because the cleaner's thread closes those that nobody reaches.
  @Override
  public void close() {
    everyTail.forEach(Tail::close);
    memory.close();
  }

  private void openUndisturbed() {
    faulty = false;
    writer = Redex.open(environment(disk), FOLDER, OPTIONS, PayloadChecks.NONE);
    settle(writer());
  }
}
