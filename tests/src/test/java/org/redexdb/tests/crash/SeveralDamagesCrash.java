// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.RepairReport;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.ProcessKilled;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.Seeds;

/// Three logs with commits over them and single appends between, ended by a kill or a power cut, and then several of their
/// segments damaged while front and journal are left: only damaged events are lost, whether the store is opened first or not.
class SeveralDamagesCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final int LOGS = 3;
  private static final int STEPS = 60;
  private static final int DAMAGES = 8;
  private static final long ROOM_STEP_BYTES = 30_000;

  static LongStream seeds() { return Seeds.of(5); }

  private final List<Set<String>> onDisk = new ArrayList<>();
  /// Of a process that was killed also what was acknowledged at `OS`.
  private final List<Set<String>> acknowledged = new ArrayList<>();
  private final Set<String> handedOver = new HashSet<>();

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void onlyDamagedEventsAreLost(long seed) {
    Seeds.run(SeveralDamagesCrash.class, seed, () -> {
      DiskImage left = written(seed);
      var random = new SplittableRandom(seed);
      for (int i = 0; i < DAMAGES; i++) {
        DiskImage damaged = left.copy();
        var lost = new HashSet<String>();
        String did = damage(damaged, random, lost);
        check(damaged, lost, did, seed, true);
        check(damaged, lost, did, seed, false);
      }
    });
  }

  private DiskImage written(long seed) throws IOException {
    SimDisk disk = SimDisk.seeded(seed);
    RandomGenerator random = disk.random();
    boolean powerWasCut = random.nextBoolean();
    for (int i = 0; i < LOGS; i++) {
      onDisk.add(new TreeSet<>());
      acknowledged.add(new TreeSet<>());
    }
    Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock());
    for (int i = 0; i < LOGS; i++) store.create("log" + i, new LogOptions(64 << 10));
    int operations = 40 + random.nextInt(600);
    if (powerWasCut) disk.cutPowerAfter(operations);
    else
      disk.killAfter(operations);
    try {
      for (int step = 0; step < STEPS; step++) work(store, step, random, powerWasCut);
      if (powerWasCut) disk.powerCut();
      else
        disk.killProcess();
    } catch (PowerCut | ProcessKilled e) {
      assertThat(e).isNotNull();
    }
    return DiskImage.of(powerWasCut ? disk.afterReboot() : disk.afterRestart(), FOLDER);
  }

  private void work(Store store, int step, RandomGenerator random, boolean powerWillBeCut) {
    Ack ack = random.nextBoolean() ? Ack.DISK : Ack.OS;
    var appends = new ArrayList<LogAppend>();
    var names = new ArrayList<String>();
    int only = random.nextInt(LOGS + 2);
    for (int i = 0; i < LOGS; i++) {
      if (only < LOGS && i != only) {
        names.add("");
        continue;
      }
      String name = "log" + i + " step " + step + "|";
      names.add(name);
      handedOver.add(name);
      appends.add(new LogAppend(log(store, i), batch(name, random), Log.ANY_SEQ));
    }
    if (appends.size() == 1) appends.getFirst().log().append(appends.getFirst().batch(), Log.ANY_SEQ, ack);
    else
      store.append(appends, ack);
    for (int i = 0; i < LOGS; i++) {
      if (names.get(i).isEmpty()) continue;
      if (ack.level() == Level.DISK) onDisk.get(i).add(names.get(i));
      if (ack.level() == Level.DISK || !powerWillBeCut) acknowledged.get(i).add(names.get(i));
    }
  }

  private static Log log(Store store, long id) { return Objects.requireNonNull(store.log(id)); }

  private static FrameBatch batch(String name, RandomGenerator random) {
    var payload = new byte[name.length() + random.nextInt(random.nextInt(4) == 0 ? 30_000 : 300)];
    Arrays.fill(payload, (byte) '.');
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, payload, 0, text.length);
    return new FrameBatch().add(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length);
  }

  // ---- damage

  /// @param lost gets the names of damaged events
  private static String damage(DiskImage image, RandomGenerator random, Set<String> lost) {
    List<Path> segments = image.files().keySet().stream()
        .filter(path -> path.startsWith("logs") && path.toString().endsWith(".seg")).toList();
    var did = new StringBuilder();
    for (Path segment : segments) {
      byte[] bytes = Objects.requireNonNull(image.files().get(segment));
      int kind = random.nextInt(segments.size() < 6 ? 4 : 6);
      if (kind == 0) {
        Arrays.fill(bytes, 0, 4096, (byte) 0);
        did.append(" page 0 of ").append(segment);
      } else if (kind == 1) {
        List<String> names = namesIn(bytes);
        if (names.isEmpty()) continue;
        String name = names.get(random.nextInt(names.size()));
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name)] ^= 1;
        lost.add(name);
        did.append(' ').append(name).append(" of ").append(segment);
      }
    }
    return did.toString();
  }

  private static List<String> namesIn(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    var names = new ArrayList<String>();
    for (int at = text.indexOf("log"); at >= 0; at = text.indexOf("log", at + 1)) {
      int end = text.indexOf('|', at);
      if (end > 0 && end - at < 20 && text.startsWith(" step ", at + 4)) names.add(text.substring(at, end + 1));
    }
    return names;
  }

  // ---- what is left

  private void check(DiskImage damaged, Set<String> lost, String did, long seed, boolean openFirst) throws IOException {
    SimDisk disk = SimDisk.seeded(seed);
    damaged.writeTo(disk, FOLDER);
    disk.forceDirectory(Path.of("/"));
    if (openFirst) disk = disk.afterReboot();
    String what = "seed " + seed + ", opened first: " + openFirst + "," + did;
    if (openFirst) {
      for (int i = 0; i < 2; i++)
        try (Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock(), new SplittableRandom(seed + i))) {
          requireAll(store, lost, what + " opening " + i + " " + store.recoveryNotes());
        } catch (StorageException.Corrupt e) {
          assertThat(e.getMessage()).as(what).contains("repair");
        }
    }
    var environment = new StoreEnvironment(disk, new SimClock(), new SplittableRandom(seed + 7),
        StoreEnvironment.Work.CALLER);
    String report = repairWithLittleRoom(disk, environment).toString();
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock(), new SplittableRandom(seed + 9))) {
      requireAll(store, lost, what + "\n" + report + "\n" + store.recoveryNotes());
      for (Log log : store.logs()) log.append(batch("more", new SplittableRandom(1)), Log.ANY_SEQ, Ack.DISK);
      assertThat(store.verify(Progress.NONE).problems()).as(what).isEmpty();
    }
  }

  private static RepairReport repairWithLittleRoom(SimDisk disk, StoreEnvironment environment) {
    disk.capacityBytes(Long.MAX_VALUE / 2);
    long used = Long.MAX_VALUE / 2 - disk.usableBytes(FOLDER);
    int open = disk.openFiles();
    for (long room = 0;; room += ROOM_STEP_BYTES) {
      disk.capacityBytes(used + room);
      try {
        RepairReport report = Storage.repair(environment, FOLDER, null, true, Progress.NONE);
        disk.capacityBytes(Long.MAX_VALUE);
        return report;
      } catch (StorageException.DiskFull e) {
        assertThat(disk.openFiles()).as("files left open").isEqualTo(open);
      }
    }
  }

  private void requireAll(Store store, Set<String> lost, String what) {
    assertThat(store.logs()).as(what).hasSize(LOGS);
    for (int i = 0; i < LOGS; i++) {
      List<String> there = names(log(store, i));
      assertThat(there).as(what).doesNotHaveDuplicates();
      assertThat(handedOver).as(what).containsAll(there);
      String log = "log" + i;
      // A damaged event above every durable mark is a torn tail, with what follows it.
      var wanted = new TreeSet<>((lost.stream().anyMatch(name -> name.startsWith(log)) ? onDisk : acknowledged).get(i));
      wanted.removeAll(lost);
      wanted.removeAll(there);
      assertThat(wanted).as("acknowledged events of log %d that are gone: %s", i, what).isEmpty();
    }
  }

  private static List<String> names(Log log) {
    var names = new ArrayList<String>();
    var block = new FrameBlock();
    long from = 0;
    while (from < log.tip().seq() + 1) {
      try (var reader = log.reader(from, Long.MAX_VALUE)) {
        while (reader.next(block)) {
          for (int i = 0; i < block.count(); i++) {
            String text = new String(block.bytes(), block.payloadOffset(i), block.payloadLength(i),
                StandardCharsets.US_ASCII);
            names.add(text.substring(0, text.indexOf('|') + 1));
          }
          from = block.seq(block.count() - 1) + 1;
        }
        break;
      } catch (StorageException.Corrupt e) {
        from = e.readableFrom();
        if (from < 0) break;
      }
    }
    return names;
  }
}
