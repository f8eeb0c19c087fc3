// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.Seeds;

/// The device fails once, at every disk operation of a commit whose record is too large for the front: the commit happens,
/// or is refused for good, or no log goes on before the store is opened again, which then finds all of it or nothing.
class CommitFaultCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(1 << 20).withFrontBlocks(4);
  private static final int LOGS = 3;
  private static final int EVENT_BYTES = 120_000;

  private enum Outcome {
    HAPPENED, REFUSED, UNKNOWN
  }

  static LongStream seeds() { return Seeds.of(3); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aCommitIsNeverTornByOneFaultOfTheDevice(long seed) {
    Seeds.run(CommitFaultCrash.class, seed, () -> {
      int operations = 1;
      while (commitWithFaultAt(seed, operations)) operations++;
      assertThat(operations).as("disk operations that failed").isGreaterThan(5);
    });
  }

  /// The header may speak of a journal although it could not be forced, and the next attempt to make one may fail before
  /// there is any.
  @Test
  void aStoreWhoseJournalCouldNotBeMadeTwiceOpens() {
    for (int first = 1; first <= 16; first++) {
      for (int second = 1; second <= 12; second++) {
        SimDisk disk = SimDisk.seeded(first);
        Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock());
        for (int i = 0; i < LOGS; i++) store.create("log" + i, new LogOptions(1 << 20));
        var outcomes = new ArrayList<Outcome>();
        for (int fault : new int[]{first, second}) {
          disk.failAfter(fault);
          outcomes.add(smallCommit(store));
          disk.clearFaults();
        }
        SimDisk next = (first + second) % 4 < 3 ? disk.afterRestart() : disk.afterReboot();
        try (Store again = SimStores.open(next, FOLDER, OPTIONS, new SimClock(), new SplittableRandom(second))) {
          long happened = outcomes.stream().filter(Outcome.HAPPENED::equals).count();
          assertThat(log(again, 0).tip().seq() + 1).as("%s with faults at %d and %d", outcomes, first, second)
              .isBetween(happened, happened + outcomes.stream().filter(Outcome.UNKNOWN::equals).count());
          for (int i = 1; i < LOGS; i++) assertThat(log(again, i).tip().seq()).isEqualTo(log(again, 0).tip().seq());
          assertThat(again.verify(Progress.NONE).problems()).isEmpty();
        }
      }
    }
  }

  /// @return whether the fault was met
  private static boolean commitWithFaultAt(long seed, int operation) {
    SimDisk disk = SimDisk.seeded(seed);
    Outcome outcome;
    boolean met;
    Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock());
    try {
      for (int i = 0; i < LOGS; i++) store.create("log" + i, new LogOptions(1 << 20));
      long before = disk.operations();
      disk.failAfter(operation);
      outcome = commit(store);
      met = disk.operations() - before >= operation;
      disk.clearFaults();
      // One log goes on in the place that the commit would have had.
      if (outcome == Outcome.REFUSED) append(log(store, 0), 10);
    } finally {
      close(store);
    }
    SimDisk next = disk.random().nextBoolean() ? disk.afterRestart() : disk.afterReboot();
    try (Store again = SimStores.open(next, FOLDER, OPTIONS, new SimClock())) {
      var there = new ArrayList<Boolean>();
      for (int i = 0; i < LOGS; i++) there.add(log(again, i).tip().seq() >= 0 && holdsCommit(log(again, i)));
      assertThat(there).as("logs that hold the commit, %s with a fault at operation %d", outcome, operation)
          .isIn(allowed(outcome));
    }
    return met;
  }

  private static List<List<Boolean>> allowed(Outcome outcome) {
    List<Boolean> all = List.of(true, true, true);
    List<Boolean> none = List.of(false, false, false);
    return switch (outcome) {
      case HAPPENED -> List.of(all);
      case REFUSED -> List.of(none);
      case UNKNOWN -> List.of(all, none);
    };
  }

  private static Outcome commit(Store store) { return commit(store, EVENT_BYTES); }

  private static Outcome smallCommit(Store store) { return commit(store, 100); }

  private static Outcome commit(Store store, int bytes) {
    var appends = new ArrayList<LogAppend>();
    for (int i = 0; i < LOGS; i++) appends.add(new LogAppend(log(store, i), batch(bytes), Log.ANY_SEQ));
    try {
      store.append(appends, Ack.DISK);
      return Outcome.HAPPENED;
    } catch (StorageException e) {
      return appends.stream().anyMatch(append -> append.log().status().fault() != null || append.log().tip().seq() >= 0)
          ? Outcome.UNKNOWN
          : Outcome.REFUSED;
    }
  }

  private static void close(Store store) {
    try {
      store.close();
    } catch (StorageException.NotDurable | StorageException.DeviceFault e) {
      // What a failed force leaves.
    }
  }

  private static FrameBatch batch(int bytes) {
    return new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[bytes], 0, bytes);
  }

  private static void append(Log log, int bytes) { log.append(batch(bytes), Log.ANY_SEQ, Ack.DISK); }

  private static boolean holdsCommit(Log log) {
    var block = new FrameBlock();
    for (long seq = 0; seq <= log.tip().seq(); seq++)
      if (log.read(seq, block) && block.payloadLength(0) == EVENT_BYTES) return true;
    return false;
  }

  private static Log log(Store store, int i) { return Objects.requireNonNull(store.log(i)); }
}
