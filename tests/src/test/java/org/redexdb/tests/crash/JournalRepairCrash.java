// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
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

/// Three logs with commits over them and single appends between, ended by a kill or a power cut, and then a journal that is
/// damaged: a repair gives a store that takes events again, keeps what was acknowledged as far as the logs' own files have it,
/// and leaves no commit in part without having said that records are lost.
class JournalRepairCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final int LOGS = 3;
  private static final int STEPS = 40;
  private static final int DAMAGES = 25;
  private static final int HEADER_BYTES = 8192;
  private static final int FRAME_HEADER_BYTES = 40;
  /// Of docs/formats/store-files.md
  private static final int FRONT_HEADERS = 4096;
  private static final int FRONT_BLOCKS = 266_240;
  private static final int BLOCK_BYTES = 256 << 10;
  private static final String JOURNAL = "$journal";

  static LongStream seeds() { return Seeds.of(8); }

  static LongStream crashSeeds() { return Seeds.of(3); }

  private static StoreEnvironment environment(Disk disk, long seed) {
    return new StoreEnvironment(disk, new SimClock(), new SplittableRandom(seed), StoreEnvironment.Work.CALLER);
  }

  // ---- what was written

  /// What was handed to the logs in order, and how much of it must be there.
  private static final class Written {
    final List<List<String>> names = new ArrayList<>();
    /// Events that must be there if the files of the log have them.
    final List<Set<String>> acknowledged = new ArrayList<>();
    private final Map<String, byte[]> payloads = new HashMap<>();
    final boolean powerWasCut;
    final DiskImage image;

    Written(long seed) throws IOException {
      SimDisk disk = SimDisk.seeded(seed);
      RandomGenerator random = disk.random();
      powerWasCut = random.nextBoolean();
      for (int i = 0; i < LOGS; i++) {
        names.add(new ArrayList<>());
        acknowledged.add(new HashSet<>());
      }
      Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock());
      for (int i = 0; i < LOGS; i++) store.create("log" + i, new LogOptions(64 << 10));
      commit(store, "commit first", random, Ack.DISK);
      int operations = 40 + random.nextInt(400);
      if (powerWasCut) disk.cutPowerAfter(operations);
      else
        disk.killAfter(operations);
      try {
        for (int step = 0; step < STEPS; step++) work(store, step, random);
        if (powerWasCut) disk.powerCut();
        else
          disk.killProcess();
      } catch (PowerCut | ProcessKilled e) {
        assertThat(e).isNotNull();
      }
      image = DiskImage.of(powerWasCut ? disk.afterReboot() : disk.afterRestart(), FOLDER);
    }

    private void work(Store store, int step, RandomGenerator random) {
      Ack ack = random.nextBoolean() ? Ack.DISK : Ack.OS;
      if (step % 2 == 0) commit(store, "commit " + step, random, ack);
      else
        single(store, random.nextInt(LOGS), "single " + step, random, ack);
    }

    private void commit(Store store, String name, RandomGenerator random, Ack ack) {
      var appends = new ArrayList<LogAppend>();
      for (int i = 0; i < LOGS; i++) {
        appends.add(new LogAppend(log(store, i), batch(i, name, random), Log.ANY_SEQ));
        names.get(i).add(name);
      }
      store.append(appends, ack);
      if (counts(ack)) for (Set<String> of : acknowledged) of.add(name);
    }

    private void single(Store store, int i, String name, RandomGenerator random, Ack ack) {
      names.get(i).add(name);
      log(store, i).append(batch(i, name, random), Log.ANY_SEQ, ack);
      if (counts(ack)) acknowledged.get(i).add(name);
    }

    private boolean counts(Ack ack) { return !powerWasCut || ack.equals(Ack.DISK); }

    private FrameBatch batch(int i, String name, RandomGenerator random) {
      byte[] payload = (name + '|' + "x".repeat(random.nextInt(3_000))).getBytes(StandardCharsets.UTF_8);
      payloads.put(i + name, payload);
      return batch(payload);
    }

    static FrameBatch batch(byte[] payload) {
      return new FrameBatch().add(PayloadCodec.TEXT, new byte[0], payload, 0, payload.length);
    }

    /// The events of a log that are in its files, or in the front after a kill, from its first on without a gap.
    int inFiles(int i) {
      int count = 0;
      for (String name : names.get(i)) {
        if (!isInFiles(i, count, Objects.requireNonNull(payloads.get(i + name)))) break;
        count++;
      }
      return count;
    }

    private boolean isInFiles(int i, long seq, byte[] payload) {
      for (var file : image.files().entrySet()) {
        String path = file.getKey().toString();
        if (path.contains("-log" + i) && contains(file.getValue(), seq, payload)) return true;
        if (!powerWasCut && path.equals("front") && isInBlocks(file.getValue(), i, seq, payload)) return true;
      }
      return false;
    }

    /// In blocks of that log only: those of the journal have the events of commits as well.
    private static boolean isInBlocks(byte[] front, long logId, long seq, byte[] payload) {
      for (int block = 0; FRONT_BLOCKS + (block + 1) * BLOCK_BYTES <= front.length; block++) {
        int at = FRONT_BLOCKS + block * BLOCK_BYTES;
        long of = ByteBuffer.wrap(front).order(ByteOrder.LITTLE_ENDIAN).getLong(FRONT_HEADERS + 64 * block + 48);
        if (of == logId && contains(Arrays.copyOfRange(front, at, at + BLOCK_BYTES), seq, payload)) return true;
      }
      return false;
    }

    /// The whole frame: a power cut may have left part of it.
    private static boolean contains(byte[] bytes, long seq, byte[] payload) {
      ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = FRAME_HEADER_BYTES; at + payload.length <= bytes.length; at += 8)
        if (words.getInt(at - FRAME_HEADER_BYTES) == FRAME_HEADER_BYTES + payload.length
            && words.getLong(at - FRAME_HEADER_BYTES + 8) == seq
            && Arrays.equals(bytes, at, at + payload.length, payload, 0, payload.length))
          return true;
      return false;
    }
  }

  // ---- damage

  /// @return null when the journal has nothing that can be damaged in this way
  private static @Nullable DiskImage damaged(DiskImage image, RandomGenerator random) {
    List<Path> files = image.files().keySet().stream().filter(JournalRepairCrash::isJournal).toList();
    if (files.isEmpty()) return null;
    DiskImage damaged = image.copy();
    int places = 1 + random.nextInt(3);
    for (int i = 0; i < places; i++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] bytes = damaged.files().get(file);
      if (bytes == null) continue;
      int used = bytes.length;
      while (used > 1 && bytes[used - 1] == 0) used--;
      int at = random.nextInt(4) == 0 ? random.nextInt(HEADER_BYTES) : random.nextInt(used);
      if (at >= bytes.length) continue;
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 3, 4, 5 -> Arrays.fill(bytes, at & -8, Math.min(bytes.length, (at & -8) + 8), (byte) 0);
        case 6, 7 -> Arrays.fill(bytes, at & -4096, Math.min(bytes.length, (at & -4096) + 4096), (byte) 0);
        case 8 -> damaged.files().put(file, Arrays.copyOf(bytes, at));
        default -> damaged.files().remove(file);
      }
    }
    return damaged;
  }

  private static boolean isJournal(Path file) {
    return file.startsWith("journal") && file.toString().endsWith(".seg");
  }

  // ---- promises

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aDamagedJournalIsRepairedWithNothingLostThatTheLogsHave(long seed) {
    Seeds.run(JournalRepairCrash.class, seed, () -> {
      var written = new Written(seed);
      var random = new SplittableRandom(seed);
      int repaired = 0;
      for (int i = 0; i < DAMAGES; i++) {
        DiskImage damaged = damaged(written.image, random);
        if (damaged != null && repair(written, damaged, seed + i)) repaired++;
      }
      assertThat(repaired).as("journals that were damaged").isPositive();
    });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("crashSeeds")
  void aCrashAtAnyOperationOfARepairLosesNoMore(long seed) {
    Seeds.run(JournalRepairCrash.class, seed, () -> {
      var written = new Written(seed);
      var random = new SplittableRandom(seed);
      DiskImage damaged = null;
      while (damaged == null || !isDamaged(damaged)) damaged = damaged(written.image, random);
      long operations = 1;
      while (crash(written, damaged, operations)) operations++;
      assertThat(operations).as("disk operations that were cut at").isGreaterThan(10);
    });
  }

  private static SimDisk on(DiskImage image, long seed) throws IOException {
    SimDisk disk = SimDisk.seeded(seed);
    image.writeTo(disk, FOLDER);
    disk.forceDirectory(Path.of("/"));
    return disk;
  }

  private static boolean isDamaged(DiskImage image) throws IOException {
    return journal(Storage.repair(environment(on(image, 1), 2), FOLDER, null, false, Progress.NONE)) != null;
  }

  private static RepairReport.@Nullable OfLog journal(RepairReport report) {
    return report.logs().stream().filter(of -> of.name().equals(JOURNAL)).findFirst().orElse(null);
  }

  /// @return whether the journal is damaged
  private static boolean repair(Written written, DiskImage damaged, long seed) throws IOException {
    SimDisk disk = on(damaged, seed);
    RepairReport dry = dryRun(disk);
    boolean refused = refusesToWrite(on(damaged, seed));
    RepairReport.OfLog announced = journal(dry);
    if (announced == null) {
      // What was lost of a journal may show in a log alone.
      if (dry.logs().isEmpty()) assertThat(refused).as("a store that is not damaged does not open").isFalse();
      return false;
    }
    // Whoever tried to open it before the repair has taken nothing from it.
    if (refused && seed % 2 == 0) assertThat(refusesToWrite(disk)).isTrue();
    assertThat(lost(dryRun(disk))).as("lost after an open that is refused").isEqualTo(lost(dry));
    readsWhatItCan(written, on(damaged, seed));
    RepairReport done = Storage.repair(environment(disk, 6), FOLDER, null, true, Progress.NONE);
    RepairReport.OfLog journal = Objects.requireNonNull(journal(done));
    assertThat(journal.lost()).as("lost as announced").isEqualTo(announced.lost());
    assertThat(journal.notes()).as("said as announced").isEqualTo(announced.notes());
    assertThat(journal.damage()).isNotEmpty();
    assertThat(done.lostEvents()).as("lost as announced").isEqualTo(dry.lostEvents());
    for (Path aside : journal.aside()) assertThat(disk.exists(aside)).as("%s", aside).isTrue();
    assertThat(Storage.repair(environment(disk, 7), FOLDER, null, true, Progress.NONE).logs())
        .as("left to be repaired").isEmpty();
    var said = new ArrayList<>(journal.notes());
    if (!journal.lost().isEmpty()) said.add("records lost");
    goesOn(written, disk, said, seed);
    for (Path aside : journal.aside()) assertThat(disk.exists(aside)).as("%s", aside).isTrue();
    return true;
  }

  private static RepairReport dryRun(SimDisk disk) throws IOException {
    DiskImage before = DiskImage.of(disk, FOLDER);
    RepairReport report = Storage.repair(environment(disk, 5), FOLDER, null, false, Progress.NONE);
    assertThat(DiskImage.of(disk, FOLDER).differences(before)).as("changed by a dry run").allMatch(
        line -> line.contains("redex.lock"));
    return report;
  }

  private static List<String> lost(RepairReport report) {
    return report.logs().stream().map(of -> of.name() + of.lost()).toList();
  }

  private static boolean refusesToWrite(SimDisk disk) throws IOException {
    DiskImage before = DiskImage.of(disk, FOLDER);
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS.withMode(StoreOptions.Mode.WRITE_EXISTING),
        new SimClock())) {
      assertThat(store.logs()).hasSize(LOGS);
      return false;
    } catch (StorageException.Corrupt e) {
      // For what a damaged log alone would lose, logs before it have been recovered by then: an opening after this one, or a
      // repair, does the same again.
      if (!String.valueOf(e.getMessage()).contains("left to front and journal"))
        assertThat(DiskImage.of(disk, FOLDER).differences(before)).as("changed by an open that is refused").allMatch(
            line -> line.contains("redex.lock") || line.contains("redex.ctl"));
      return true;
    }
  }

  private static void readsWhatItCan(Written written, SimDisk disk) {
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS.withMode(StoreOptions.Mode.READ_ONLY), new SimClock())) {
      for (int i = 0; i < LOGS; i++) events(written, log(store, i), i, new TreeSet<>());
    }
  }

  /// @return whether the power was cut, or the process killed, before the repair was over
  private static boolean crash(Written written, DiskImage damaged, long operations) throws IOException {
    SimDisk disk = on(damaged, operations);
    boolean power = operations % 2 == 0;
    if (power) disk.cutPowerAfter(operations);
    else
      disk.killAfter(operations);
    boolean crashed = false;
    var said = new ArrayList<String>();
    try {
      RepairReport report = Storage.repair(environment(disk, 2), FOLDER, null, true, Progress.NONE);
      said.add(String.valueOf(journal(report)));
    } catch (PowerCut | ProcessKilled e) {
      crashed = true;
    }
    SimDisk after = crashed ? power ? disk.afterReboot() : disk.afterRestart() : disk;
    after.clearFaults();
    RepairReport rest = Storage.repair(environment(after, 3), FOLDER, null, true, Progress.NONE);
    RepairReport.OfLog journal = journal(rest);
    if (journal != null) said.add(journal.toString());
    goesOn(written, after, said, operations);
    return crashed;
  }

  /// Opens it, as is and once more: whole, with all there must be, and no commit in part that nobody speaks of.
  private static void goesOn(Written written, SimDisk disk, List<String> said, long seed) {
    for (int round = 0; round < 2; round++) {
      try (Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock(), new SplittableRandom(seed + round))) {
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        if (round == 0) said.addAll(store.recoveryNotes());
        else
          assertThat(store.recoveryNotes()).as("notes after a clean close").isEmpty();
        var found = new ArrayList<Set<String>>();
        for (int i = 0; i < LOGS; i++) found.add(check(written, log(store, i), i));
        for (String name : new HashSet<>(written.names.getFirst())) {
          long there = found.stream().filter(of -> of.contains(name)).count();
          if (name.startsWith("commit") && there > 0 && there < LOGS)
            assertThat(said).as("%s is in %d logs", name, there).anyMatch(line -> line.contains("lost"));
        }
        var more = new ArrayList<LogAppend>();
        byte[] payload = "more|".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < LOGS; i++)
          more.add(new LogAppend(log(store, i), Written.batch(payload), Log.ANY_SEQ));
        assertThat(store.append(more, Ack.DISK)).hasSize(LOGS);
      }
    }
  }

  private static Set<String> check(Written written, Log log, int i) {
    assertThat(log.status().fault()).isNull();
    var lost = new TreeSet<Long>();
    log.damage().forEach(range -> LongStream.range(range.from(), range.to()).forEach(lost::add));
    Set<String> found = events(written, log, i, lost);
    var must = new ArrayList<>(written.names.get(i).subList(0, written.inFiles(i)));
    must.retainAll(written.acknowledged.get(i));
    assertThat(found).as("acknowledged events that the files of log %d had", i).containsAll(must);
    return found;
  }

  /// Each event in its place.
  private static Set<String> events(Written written, Log log, int i, Set<Long> lost) {
    var found = new HashSet<String>();
    var block = new FrameBlock();
    List<String> names = written.names.get(i);
    for (long seq = 0; seq <= log.tip().seq(); seq++) {
      if (lost.contains(seq)) {
        assertThat(log.read(seq, block)).as("lost event %d of log %d", seq, i).isFalse();
        continue;
      }
      assertThat(log.read(seq, block)).as("event %d of log %d", seq, i).isTrue();
      var text = new String(block.bytes(), block.payloadOffset(0), block.payloadLength(0), StandardCharsets.UTF_8);
      String name = text.substring(0, text.indexOf('|'));
      if (name.equals("more")) continue;
      assertThat(name).as("event %d of log %d", seq, i).isEqualTo(names.get((int) seq));
      found.add(name);
    }
    return found;
  }

  private static Log log(Store store, int i) { return Objects.requireNonNull(store.log(i)); }
}
