// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.ProcessKilled;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// The life of a log that is appended to and trimmed, by hand and by retention, until something happens to it. Then it is
/// opened again and compared with a list.
final class TrimmedLife {
  private static final Path FOLDER = Path.of("/store");
  private static final int TRACE_MAX = 40;
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);

  private final SimClock clock = new SimClock();
  private final RandomGenerator random;
  private final Deque<String> trace = new ArrayDeque<>();
  private SimDisk disk;
  /// Text of each event that may be there, by seq.
  private final List<String> events = new ArrayList<>();
  private int durable;
  private int written;
  private int named;
  /// The floor that was acknowledged, or found at an open.
  private long floorPromised;
  /// The floor that readers were shown before the end.
  private long floorShown;
  private @Nullable Log living;

  TrimmedLife(long seed) {
    disk = SimDisk.seeded(seed);
    random = disk.random();
    if (random.nextInt(3) == 0) disk.showStaleBlocks(true);
    if (random.nextInt(4) == 0) disk.writeBackByItself(false);
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
      store.create("orders", new LogOptions(64 << 10));
    }
  }

  /// Rounds of work, each ended by whatever comes.
  void run(int rounds) throws IOException {
    try {
      for (int round = 0; round < rounds; round++) {
        scheduleFault();
        boolean powerWasCut = live(20 + random.nextInt(60), random.nextInt(3) == 0);
        disk.clearFaults();
        disk.capacityBytes(Long.MAX_VALUE);
        openAndCheck(powerWasCut);
      }
    } catch (Throwable t) {
      throw withTrace(t);
    }
  }

  private AssertionError withTrace(Throwable t) {
    return new AssertionError(t + "\nlast steps:\n  " + String.join("\n  ", trace), t);
  }

  /// The same steps whatever the number, and the power cut at that operation.
  ///
  /// @return whether it came to that
  boolean survivesACutAfter(int operations, int steps) throws IOException {
    try {
      disk.cutPowerAfter(operations);
      boolean cut = live(steps, false);
      disk.clearFaults();
      openAndCheck(cut);
      return cut;
    } catch (Throwable t) {
      throw withTrace(t);
    }
  }

  private void scheduleFault() {
    int within = random.nextInt(3) == 0 ? 400 : 80;
    switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> disk.cutPowerAfter(1 + random.nextInt(within));
      case 4 -> disk.killAfter(1 + random.nextInt(within));
      case 5 -> disk.failForceAfter(1 + random.nextInt(within / 4));
      case 6 -> disk.failAfter(1 + random.nextInt(within));
      default -> {}
    }
  }

  /// @param endsAbruptly without a close, if nothing ends it before
  /// @return whether the power was cut
  private boolean live(int steps, boolean endsAbruptly) throws IOException {
    try {
      Store store = SimStores.open(disk, FOLDER, OPTIONS, clock);
      Log log = Objects.requireNonNull(store.log(0));
      living = log;
      for (int step = 0; step < steps; step++) {
        long before = log.firstSeq();
        step(log);
        assertThat(log.firstSeq()).as("floor of a living log").isGreaterThanOrEqualTo(before);
      }
      if (endsAbruptly) {
        note("abrupt end");
        boolean reboot = random.nextBoolean();
        disk = reboot ? disk.afterReboot() : disk.afterRestart();
        seeFloor();
        return reboot;
      }
      store.close();
    } catch (PowerCut e) {
      return ended(e, true);
    } catch (ProcessKilled e) {
      return ended(e, false);
    } catch (StorageException.NotDurable | StorageException.DeviceFault | StorageException.DiskFull e) {
      note("failed: " + e.getMessage());
    }
    seeFloor();
    return false;
  }

  private boolean ended(Throwable how, boolean reboot) {
    note(String.valueOf(how.getMessage()));
    disk = reboot ? disk.afterReboot() : disk.afterRestart();
    seeFloor();
    return reboot;
  }

  private void seeFloor() {
    Log log = living;
    if (log != null) floorShown = Math.max(floorShown, log.firstSeq());
    living = null;
  }

  private void step(Log log) {
    clock.advance(Duration.ofNanos(random.nextLong(400_000_000)));
    try {
      switch (random.nextInt(10)) {
        case 0, 1 -> trim(log);
        case 2 -> log.retain(retention());
        case 3 -> {
          floorPromised = Math.max(floorPromised, log.applyRetention().floorAfter());
          note("retention applied, floor " + log.firstSeq());
        }
        case 4 -> {
          log.force();
          durable = written = events.size();
        }
        default -> append(log);
      }
    } catch (StorageException.NotDurable | StorageException.DeviceFault | StorageException.DiskFull e) {
      note("refused: " + e.getMessage());
      while (events.size() > log.tip().seq() + 1) events.removeLast();
    }
  }

  private void trim(Log log) {
    long before = log.firstSeq();
    long to = switch (random.nextInt(4)) {
      case 0 -> log.tip().seq() + 1;
      case 1 -> before + random.nextInt(3);
      default -> before + random.nextLong(log.tip().seq() + 2 - before);
    };
    note("trim " + to + " of " + before + " to " + log.tip().seq());
    floorPromised = Math.max(floorPromised, log.trim(to).floorAfter());
    // What a trim takes away was durable first.
    durable = Math.max(durable, (int) floorPromised);
    assertThat(floorPromised).isEqualTo(log.firstSeq());
    note("trimmed");
  }

  private Retention retention() {
    return switch (random.nextInt(4)) {
      case 0 -> Retention.NONE;
      case 1 -> Retention.NONE.withMaxEvents(1 + random.nextInt(40));
      case 2 -> Retention.NONE.withMaxBytes(1 + random.nextInt(300_000));
      default -> Retention.NONE.withMaxAge(Duration.ofMillis(1 + random.nextInt(20_000)));
    };
  }

  private void append(Log log) {
    var batch = new FrameBatch();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      int bytes = random.nextInt(random.nextInt(40) == 0 ? 200_000 : 9_000);
      String text = named++ + "|" + "x".repeat(bytes);
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      batch.add(PayloadCodec.TEXT, new byte[0], payload, 0, payload.length);
      events.add(text);
    }
    Level level = random.nextBoolean() ? Level.DISK : Level.OS;
    long last = log.append(batch, Log.ANY_SEQ, Ack.of(level, 1)).seq();
    assertThat(last).isEqualTo(events.size() - 1);
    written = events.size();
    if (level == Level.DISK) durable = written;
    note("appended to #" + last + " at " + level);
  }

  /// Twice: what the first open has settled stays.
  private void openAndCheck(boolean powerWasCutBefore) throws IOException {
    boolean powerWasCut = powerWasCutBefore;
    boolean opened = false;
    if (random.nextInt(3) == 0) disk.cutPowerAfter(1 + random.nextInt(60));
    while (!opened) {
      try (Store store = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
        check(store, powerWasCut);
        opened = true;
        disk.clearFaults();
      } catch (PowerCut e) {
        note("while opening: " + e.getMessage());
        disk = disk.afterReboot();
        disk.clearFaults();
        powerWasCut = true;
        opened = false;
      }
    }
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
      assertThat(store.recoveryNotes()).as("notes of an open after a clean close").isEmpty();
      check(store, false);
    }
  }

  private void check(Store store, boolean powerWasCut) throws IOException {
    Log log = Objects.requireNonNull(store.log(0));
    long floor = log.firstSeq();
    int end = (int) log.tip().seq() + 1;
    note("opened: " + floor + " to " + (end - 1) + ", promised " + floorPromised + ", shown " + floorShown + ", "
        + store.recoveryNotes());
    assertThat(log.status().fault()).isNull();
    assertThat(floor).as("the floor").isBetween(floorPromised, Math.max(floorPromised, floorShown));
    assertThat(end).as("events").isBetween(powerWasCut ? durable : written, events.size());
    while (events.size() > end) events.removeLast();
    durable = written = end;
    floorPromised = floor;
    floorShown = floor;
    assertThat(texts(log)).isEqualTo(events.subList((int) floor, end));
    assertThat(log.read(floor - 1, new FrameBlock())).isFalse();
    assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    List<String> names = disk.list(FOLDER.resolve("logs").resolve("0-orders"));
    assertThat(names).as("files").noneMatch(name -> name.endsWith(".deleted"));
    assertThat(names.stream().filter(name -> name.endsWith(".idx")).map(name -> name.replace(".idx", ".seg")))
        .as("index files").isSubsetOf(names);
  }

  private static List<String> texts(Log log) {
    var texts = new ArrayList<String>();
    var block = new FrameBlock();
    try (var reader = log.reader(0, Long.MAX_VALUE)) {
      while (reader.next(block))
        for (int i = 0; i < block.count(); i++)
          texts.add(new String(block.bytes(), block.payloadOffset(i), block.payloadLength(i), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private void note(String what) {
    trace.addLast(disk.operations() + ": " + what);
    if (trace.size() > TRACE_MAX) trace.removeFirst();
  }
}
