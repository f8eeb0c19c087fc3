// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimMemory;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.Seeds;

/// Three logs, commits over all of them between single appends to each, and the power cut at every disk operation there is:
/// a commit is there whole or not at all, and nothing acknowledged at `DISK` is lost.
class CommitCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final int LOGS = 3;
  private static final int STEPS = 14;

  static LongStream seeds() { return Seeds.of(6); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aCommitIsThereWholeOrNotAtAllWhereverThePowerGoes(long seed) {
    Seeds.run(CommitCrash.class, seed, () -> {
      int operations = 1;
      while (survivesACutAfter(seed, operations)) operations++;
      assertThat(operations).as("disk operations that were cut at").isGreaterThan(50);
    });
  }

  private static boolean survivesACutAfter(long seed, int operations) throws IOException {
    try (var memory = SimMemory.untilClosed()) {
      return new Life(seed, memory).survivesACutAfter(operations);
    }
  }

  /// One run of the same steps.
  private static final class Life {
    private final SimDisk disk;
    private final RandomGenerator random;
    private final SimClock clock = new SimClock();
    /// Names of acknowledged events that must be there, by log; a commit's event is named after the commit.
    private final List<List<String>> durable = new ArrayList<>();

    Life(long seed, SimMemory memory) {
      disk = SimDisk.seeded(seed, memory);
      random = disk.random();
      for (int i = 0; i < LOGS; i++) durable.add(new ArrayList<>());
    }

    /// @return whether the power was cut; the work was over before otherwise
    boolean survivesACutAfter(int operations) throws IOException {
      try (Store store = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
        for (int i = 0; i < LOGS; i++) store.create("log" + i, new LogOptions(64 << 10));
      }
      // What was drawn until here must not depend on where the cut is, so that every operation is reached.
      disk.cutPowerAfter(operations);
      boolean cut = false;
      try (Store store = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
        for (int step = 0; step < STEPS; step++) work(store, step);
      } catch (PowerCut e) {
        cut = true;
      }
      SimDisk after = disk.afterReboot();
      after.clearFaults();
      try (Store store = SimStores.open(after, FOLDER, OPTIONS, clock)) {
        check(store, cut);
      }
      SimDisk again = after.afterReboot();
      try (Store store = SimStores.open(again, FOLDER, OPTIONS, clock)) {
        check(store, cut);
        assertThat(store.recoveryNotes()).as("notes of an open after a clean close").isEmpty();
      }
      return cut;
    }

    private void work(Store store, int step) {
      boolean atDisk = random.nextBoolean();
      if (step % 2 == 0) {
        var appends = new ArrayList<LogAppend>();
        for (int i = 0; i < LOGS; i++) appends.add(new LogAppend(log(store, i), batch("commit " + step), Log.ANY_SEQ));
        store.append(appends, atDisk ? Ack.DISK : Ack.OS);
        if (atDisk) for (List<String> ofLog : durable) ofLog.add("commit " + step);
      } else {
        int i = random.nextInt(LOGS);
        log(store, i).append(batch("single " + step), Log.ANY_SEQ, atDisk ? Ack.DISK : Ack.OS);
        if (atDisk) durable.get(i).add("single " + step);
      }
    }

    /// The name, and bytes enough that segments roll on the way.
    private FrameBatch batch(String name) {
      byte[] payload = (name + '|' + "x".repeat(random.nextInt(12_000))).getBytes(StandardCharsets.UTF_8);
      return new FrameBatch().add(PayloadCodec.TEXT, new byte[0], payload, 0, payload.length);
    }

    private void check(Store store, boolean cut) {
      var found = new ArrayList<List<String>>();
      for (int i = 0; i < LOGS; i++) {
        List<String> names = names(log(store, i));
        found.add(names);
        assertThat(names).as("log %d", i).containsAll(durable.get(i)).doesNotHaveDuplicates();
      }
      for (int step = 0; step < STEPS; step += 2) {
        String commit = "commit " + step;
        long there = found.stream().filter(names -> names.contains(commit)).count();
        assertThat(there).as("logs that hold \"%s\"", commit)
            .isIn(cut ? List.of(0L, (long) LOGS) : List.of((long) LOGS));
      }
    }

    private static List<String> names(Log log) {
      var names = new ArrayList<String>();
      var block = new FrameBlock();
      try (var reader = log.reader(0, Long.MAX_VALUE)) {
        while (reader.next(block))
          for (int i = 0; i < block.count(); i++) {
            var text = new String(block.bytes(), block.payloadOffset(i), block.payloadLength(i),
                StandardCharsets.UTF_8);
            names.add(text.substring(0, text.indexOf('|')));
          }
      }
      return names;
    }

    private static Log log(Store store, int i) { return Objects.requireNonNull(store.log(i)); }
  }
}
