// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.checksum.KeyHash;
import org.redexdb.storage.commit.Identities;
import org.redexdb.storage.runtime.CallerCrew;
import org.redexdb.storage.store.StoreOpening;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.ProcessKilled;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.tests.support.Seeds;

/// Positions that were handed out and kept, over power cuts that take events and writers that put others in their place: a
/// kept position is of the log if, and only if, everything up to it is what it was then; else the error says up to where
/// the two histories are one. In the writer and in a process beside it.
class PositionSimulation {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final byte[] NO_METADATA = new byte[0];
  private static final int LIVES = 6;
  private static final int STEPS = 40;
  private static final int PAYLOAD_BYTES_MAX = 4000;

  static LongStream seeds() { return Seeds.of(60); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aKeptPositionIsToldFromOneOfAnotherHistory(long seed) {
    Seeds.run(PositionSimulation.class, seed, () -> new World(seed).run());
  }

  /// @param events what the log held up to the position, each event by a number that no other has
  private record Kept(Position position, List<Integer> events) {
  }

  private static final class World {
    private final RandomGenerator random;
    private final SimClock clock = new SimClock();
    private final List<Kept> kept = new ArrayList<>();
    private final List<Integer> events = new ArrayList<>();
    private int made;
    private SimDisk disk;

    World(long seed) {
      disk = SimDisk.seeded(seed);
      random = disk.random();
    }

    void run() {
      for (int life = 0; life < LIVES; life++) {
        boolean kill = random.nextInt(3) == 0;
        if (kill) disk.killAfter(30 + random.nextInt(300));
        else
          disk.cutPowerAfter(30 + random.nextInt(300));
        boolean died = false;
        try {
          live();
        } catch (PowerCut | ProcessKilled e) {
          died = true;
        }
        disk = died && kill ? disk.afterRestart() : disk.afterReboot();
        disk.clearFaults();
      }
    }

    private void live() {
      // Opened before the writer is, so that it meets another's restart now and then.
      try (Store beside = exists() ? open(disk.otherProcess(), StoreOptions.Mode.READ_ONLY) : null;
          Store store = open(disk, StoreOptions.Mode.CREATE_OR_WRITE)) {
        Log first = store.log(0);
        Log log = first != null ? first : store.create("places", new LogOptions(64 << 10));
        events.subList((int) log.tip().seq() + 1, events.size()).clear();
        check(log);
        for (int step = 0; step < STEPS; step++) {
          append(log);
          if (random.nextInt(6) == 0) check(log);
          if (beside != null && random.nextInt(6) == 0) checkBeside(beside);
        }
        if (random.nextInt(3) == 0) log.trim(random.nextInt(events.size() + 1));
        check(log);
      }
    }

    private boolean exists() {
      try {
        return disk.exists(FOLDER.resolve("store.meta")) && disk.exists(FOLDER.resolve("logs/0-places"));
      } catch (RuntimeException e) {
        throw new AssertionError(e);
      }
    }

    private void append(Log log) {
      byte[] payload = new byte[4 + random.nextInt(PAYLOAD_BYTES_MAX)];
      int number = made++;
      events.add(number);
      Ack ack = random.nextInt(8) == 0 ? Ack.DISK : Ack.OS;
      Position position = log
          .append(PayloadCodec.BYTES, NO_METADATA, payload, 0, payload.length, Log.ANY_SEQ, ack).position();
      if (random.nextInt(3) == 0) kept.add(new Kept(position, List.copyOf(events)));
    }

    private void check(Log log) {
      assertThat(log.contains(Position.NONE)).isTrue();
      for (Kept then : kept) {
        if (then.position.seq() < log.firstSeq()) {
          assertThat(log.contains(then.position)).as("of a removed event nothing is known").isTrue();
          continue;
        }
        check(log, then, events, true);
      }
    }

    /// It may be behind, but not wrong.
    private void checkBeside(Store beside) {
      Log log = beside.log(0);
      if (log == null) return;
      for (Kept then : kept) {
        int tip = (int) log.tip().seq();
        if (then.position.seq() < log.firstSeq() || tip >= events.size()) continue;
        check(log, then, events.subList(0, tip + 1), false);
      }
    }

    private void check(Log log, Kept then, List<Integer> now, boolean whole) {
      int common = common(then.events, now);
      boolean same = common == then.events.size();
      try {
        boolean found = log.contains(then.position);
        if (found) assertThat(same).as("%s is of this history", then.position).isTrue();
        else
          assertThat(whole).as("%s may come", then.position).isFalse();
      } catch (StorageException.Diverged e) {
        assertThat(same).as("%s is of another history", then.position).isFalse();
        assertThat(e.lastCommonSeq()).as("common with %s", then.position)
            .isEqualTo(Math.max(common, log.firstSeq()) - 1);
      }
    }

    private static int common(List<Integer> a, List<Integer> b) {
      int i = 0;
      while (i < a.size() && i < b.size() && a.get(i).equals(b.get(i))) i++;
      return i;
    }

    private Store open(SimDisk of, StoreOptions.Mode mode) {
      return StoreOpening.open(
          new StoreOpening.Environment(of, clock, new Identities(random), new CallerCrew(), KeyHash.XXH3), FOLDER,
          OPTIONS.withMode(mode));
    }
  }
}
