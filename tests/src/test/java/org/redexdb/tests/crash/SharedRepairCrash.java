// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.MemberId;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.RepairReport;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.tests.support.Seeds;

/// Shared logs that are damaged anywhere and repaired, again and again, beside a list for each member: what was not lost is read
/// at its seq, nothing of another member ever, no seq is given twice, and what is lost is told.
class SharedRepairCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN)
      .withFrontBlocks(6);
  private static final List<String> KEYS = List.of("a", "b", "ab");
  private static final int LIVES = 4;

  static LongStream seeds() { return Seeds.of(60); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatADamagedSharedLogHasNotLostIsReadAtItsSeqAndNothingOfAnotherMemberEver(long seed) {
    Seeds.run(SharedRepairCrash.class, seed, () -> new World(seed, 1).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aPowerCutInTheRepairCostsNothingMore(long seed) {
    Seeds.run(SharedRepairCrash.class, seed, () -> new World(seed, 200).run());
  }

  private record Entry(@Nullable String key, byte[] payload) {
  }

  private static final class Twin {
    final long id;
    final String name;
    /// All that ever were.
    final TreeMap<Long, Entry> events = new TreeMap<>();
    /// Those of which there is a frame.
    final TreeSet<Long> there = new TreeSet<>();
    long next;
    long floor;
    boolean dropped;

    Twin(long id, String name) {
      this.id = id;
      this.name = name;
    }

    int ordinal() { return MemberId.ordinal(id); }
  }

  private static final class World {
    private final RandomGenerator random;
    private final int cutMax;
    private final SimClock clock = new SimClock();
    private final List<Twin> twins = new ArrayList<>();
    private final Set<Long> ids = new HashSet<>();
    private SimDisk disk;
    private int names;
    private boolean changesLost;

    /// @param cutMax the power goes within so many operations of a repair; 1 for never
    World(long seed, int cutMax) {
      this.cutMax = cutMax;
      disk = SimDisk.seeded(seed);
      random = new SplittableRandom(seed);
    }

    void run() throws IOException {
      for (int life = 0; life < LIVES; life++) {
        try (Store store = open(Mode.CREATE_OR_WRITE)) {
          int steps = 100 + random.nextInt(400);
          for (int step = 0; step < steps; step++) step(store);
          for (Twin twin : twins) check(store, twin);
        }
        damage();
        repair();
        try (Store reading = open(Mode.READ_ONLY)) {
          SharedFrames.of(DiskImage.of(disk, FOLDER)).forEach((log, frames) -> settle(reading, log, frames));
        }
        if (random.nextBoolean()) {
          try (Store store = open(Mode.WRITE_EXISTING)) {
            for (Twin twin : twins) check(store, twin);
          }
        }
      }
      try (Store store = open(Mode.WRITE_EXISTING)) {
        for (Twin twin : twins) {
          check(store, twin);
          if (!twin.dropped) append(store, twin);
          check(store, twin);
          if (!twin.dropped) log(store, twin).force();
        }
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        try (Store beside = Storage.open(environment(disk.otherProcess()), FOLDER, OPTIONS.withMode(Mode.READ_ONLY))) {
          for (Twin twin : twins) check(beside, twin);
        }
      }
    }

    private StoreEnvironment environment(SimDisk of) {
      return new StoreEnvironment(of, clock, new SplittableRandom(random.nextLong()), StoreEnvironment.Work.CALLER);
    }

    private Store open(Mode mode) { return Storage.open(environment(disk), FOLDER, OPTIONS.withMode(mode)); }

    // ---- a life

    private void step(Store store) {
      List<Twin> live = twins.stream().filter(twin -> !twin.dropped).toList();
      if (live.size() < 3) {
        create(store);
        return;
      }
      Twin any = live.get(random.nextInt(live.size()));
      switch (random.nextInt(40)) {
        case 0 -> create(store);
        case 1 -> drop(store, any);
        case 2, 3 -> trim(store, any);
        case 4, 5, 6 -> commit(store, live);
        default -> append(store, random.nextInt(3) == 0 ? any : live.getFirst());
      }
    }

    private void create(Store store) {
      String name = "m" + names++;
      Log made = store.create(name, LogOptions.SHARED);
      assertThat(ids.add(made.id())).as("the number %d was never used", made.id()).isTrue();
      assertThat(made.tip().seq()).isEqualTo(-1);
      twins.add(new Twin(made.id(), name));
    }

    private void drop(Store store, Twin twin) {
      store.drop(twin.id);
      twin.dropped = true;
    }

    private void trim(Store store, Twin twin) {
      long before = Math.min(twin.next, twin.floor + random.nextInt(20));
      assertThat(log(store, twin).trim(before).floorAfter()).isEqualTo(before);
      twin.floor = before;
    }

    private Ack ack() { return random.nextInt(4) == 0 ? Ack.DISK : Ack.OS; }

    private void append(Store store, Twin twin) {
      FrameBatch batch = batch(twin, 1 + random.nextInt(random.nextInt(10) == 0 ? 5 : 1));
      assertThat(log(store, twin).append(batch, twin.next - batch.count(), ack()).seq()).isEqualTo(twin.next - 1);
    }

    private void commit(Store store, List<Twin> live) {
      var in = new ArrayList<>(live);
      Collections.shuffle(in, new java.util.Random(random.nextLong()));
      var appends = new ArrayList<LogAppend>();
      for (Twin twin : in.subList(0, 2)) appends.add(new LogAppend(log(store, twin), batch(twin, 1), twin.next - 1));
      store.append(appends, ack());
    }

    private FrameBatch batch(Twin twin, int count) {
      var batch = new FrameBatch();
      for (int i = 0; i < count; i++) {
        String key = random.nextInt(3) == 0 ? KEYS.get(random.nextInt(KEYS.size())) : null;
        byte[] payload = (twin.name + "#" + twin.next + " " + "x".repeat(random.nextInt(600)))
            .getBytes(StandardCharsets.UTF_8);
        batch.add(PayloadCodec.BYTES, key == null ? new byte[0] : metadata(key), payload, 0, payload.length);
        twin.there.add(twin.next);
        twin.events.put(twin.next++, new Entry(key, payload));
      }
      return batch;
    }

    private static byte[] metadata(String key) {
      byte[] text = key.getBytes(StandardCharsets.UTF_8);
      var metadata = new byte[text.length + 2];
      metadata[0] = 3;
      metadata[1] = (byte) text.length;
      System.arraycopy(text, 0, metadata, 2, text.length);
      return metadata;
    }

    private static Log log(Store store, Twin twin) {
      return Objects.requireNonNull(store.log(twin.id), () -> "no log " + twin.name);
    }

    // ---- damage and repair

    private void damage() throws IOException {
      DiskImage image = DiskImage.of(disk, FOLDER);
      var all = List.copyOf(SharedFrames.of(image).values());
      SharedFrames frames = all.get(random.nextInt(all.size()));
      if (frames.places.isEmpty()) return; // of one that lost everything nothing more can go
      var places = List.copyOf(frames.places.values());
      for (int times = 1 + random.nextInt(4); times > 0; times--) {
        SharedFrames.Place place = places.get(random.nextInt(places.size()));
        byte[] bytes = image.files().get(place.file());
        if (bytes == null || bytes.length < place.offset() + place.length()) continue;
        boolean isLast = place.file().equals(places.getLast().file());
        switch (random.nextInt(8)) {
          case 0 -> {
            int to = Math.min(bytes.length, place.offset() + 4096);
            Arrays.fill(bytes, place.offset() & -512, to, (byte) 0x5A);
          }
          case 1 -> {
            if (!isLast) image.files().remove(place.file());
          }
          case 2 -> image.files().put(place.file(), Arrays.copyOf(bytes, place.offset() + 11));
          case 3 -> bytes[16 + random.nextInt(90)] ^= 1;
          case 4 -> {
            long snapshot = frames.snapshots.isEmpty() ? -1 : frames.snapshots.last();
            SharedFrames.Place at = frames.places.get(snapshot);
            byte[] of = at == null ? null : image.files().get(at.file());
            if (at != null && of != null && of.length > at.offset() + 60) of[at.offset() + 60] ^= 1;
          }
          default -> bytes[place.offset() + random.nextInt(place.length())] ^= (byte) (1 << random.nextInt(8));
        }
        image.files().keySet().removeIf(file -> file.toString().endsWith(".key") && random.nextInt(3) == 0);
      }
      disk = SimDisk.seeded(random.nextLong());
      image.writeTo(disk, FOLDER);
      disk.forceDirectory(Path.of("/"));
    }

    private void repair() throws IOException {
      List<String> announced = lost(Storage.repair(environment(disk), FOLDER, null, false, Progress.NONE));
      if (cutMax > 1) {
        disk.cutPowerAfter(1 + random.nextInt(cutMax));
        try {
          Storage.repair(environment(disk), FOLDER, null, true, Progress.NONE);
        } catch (PowerCut cut) {
          assertThat(cut).isNotNull();
        }
        disk = disk.afterReboot();
        disk.clearFaults();
      }
      RepairReport done = Storage.repair(environment(disk), FOLDER, null, true, Progress.NONE);
      if (cutMax == 1) assertThat(lost(done)).as("lost as announced").isEqualTo(announced);
      for (RepairReport.OfLog of : done.logs()) assertThat(of.name()).endsWith("shared");
    }

    private static List<String> lost(RepairReport report) {
      return report.logs().stream().map(of -> of.folder() + ": " + of.lost()).toList();
    }

    /// What is left in the files decides what must be read.
    private void settle(Store store, long carrier, SharedFrames frames) {
      var changes = frames.events(0);
      changesLost = changesLost || !changes.isEmpty() && changes.lastKey() - changes.firstKey() + 1 > changes.size()
          || !frames.lost.isEmpty() && frames.lost.first() < first(changes.values())
          || !frames.lost.isEmpty() && !changes.isEmpty() && frames.lost.last() > Collections.max(changes.values());
      // What is left of a log without any frame or header is no shared one any more.
      for (Log log : store.logs())
        if (MemberId.ordinal(log.id()) != 0) assertThat(ids).as("numbers that were given out").contains(log.id());
      var forgotten = new ArrayList<Twin>();
      for (Twin twin : twins) {
        if (MemberId.logId(twin.id) != carrier) continue;
        twin.there.clear();
        twin.there.addAll(frames.events(twin.ordinal()).keySet());
        assertThat(twin.events.keySet()).as("events of %s", twin.name).containsAll(twin.there);
        Log log = store.log(twin.id);
        if (log == null && !twin.dropped) {
          assertThat(frames.told).as("members that something tells of").doesNotContain(twin.ordinal());
          assertThat(twin.there).as("events of the forgotten %s", twin.name).isEmpty();
          forgotten.add(twin);
          continue;
        }
        if (log == null) continue;
        if (twin.dropped) assertThat(changesLost).as("%s is back", twin.name).isTrue();
        twin.dropped = false;
        if (!frames.told.contains(twin.ordinal())) assertThat(log.name()).startsWith("$lost-");
        else
          assertThat(log.name()).matches(name -> name.equals(twin.name) || name.startsWith("$lost-"));
        long next = log.tip().seq() + 1;
        assertThat(next).as("next seq of %s", twin.name).isGreaterThanOrEqualTo(twin.next);
        if (!frames.lost.isEmpty()
            && frames.events(twin.ordinal()).values().stream().anyMatch(at -> at > frames.lost.last()))
          assertThat(next).as("next seq of %s, whose end is known", twin.name).isEqualTo(twin.next);
        twin.next = next;
        if (!changesLost) assertThat(log.firstSeq()).as("floor of %s", twin.name).isGreaterThanOrEqualTo(twin.floor);
        if (log.firstSeq() > twin.floor)
          assertThat(twin.there.subSet(twin.floor, log.firstSeq())).as("hidden of %s", twin.name).isEmpty();
        twin.floor = log.firstSeq();
        check(store, twin);
      }
      twins.removeAll(forgotten);
    }

    private static long first(java.util.Collection<Long> seqs) {
      return seqs.isEmpty() ? Long.MAX_VALUE : Collections.min(seqs);
    }

    // ---- looks

    private void check(Store store, Twin twin) {
      Log log = store.log(twin.id);
      if (twin.dropped) {
        assertThat(log).as("the dropped %s", twin.name).isNull();
        return;
      }
      assertThat(log).as(twin.name).isNotNull();
      assertThat(log.status().fault()).isNull();
      assertThat(log.tip().seq()).as("tip of %s", twin.name).isEqualTo(twin.next - 1);
      assertThat(log.firstSeq()).as("floor of %s", twin.name).isEqualTo(twin.floor);
      check(log, twin, 0, twin.next);
      long from = random.nextLong(twin.next + 1);
      check(log, twin, from, from + random.nextLong(twin.next - from + 1));
      var block = new FrameBlock();
      for (long seq = Math.max(0, twin.floor - 3); seq <= twin.next; seq++) {
        boolean isThere = seq >= twin.floor && twin.there.contains(seq);
        assertThat(log.read(seq, block)).as("event %d of %s", seq, twin.name).isEqualTo(isThere);
        if (isThere) same(block, 0, twin);
      }
      var lost = new TreeSet<Long>();
      for (DamagedRange range : log.damage()) {
        assertThat(range.kind()).isEqualTo(DamagedRange.Kind.LOST);
        LongStream.range(range.from(), range.to()).forEach(lost::add);
      }
      var missing = new TreeSet<>(LongStream.range(twin.floor, twin.next).boxed().toList());
      missing.removeAll(twin.there);
      if (!changesLost) assertThat(lost).as("what %s says it lost", twin.name).isEqualTo(missing);
      else
        assertThat(missing).as("what %s says it lost", twin.name).containsAll(lost);
    }

    private void check(Log log, Twin twin, long from, long to) {
      var expected = new ArrayList<Long>();
      for (long seq = Math.max(from, twin.floor); seq < to; seq++) if (twin.there.contains(seq)) expected.add(seq);
      assertThat(read(log.reader(from, to), twin)).as("%s in [%d, %d)", twin.name, from, to).isEqualTo(expected);
      var backward = read(log.backwardReader(from, to), twin);
      Collections.sort(backward);
      assertThat(backward).as("%s backward in [%d, %d)", twin.name, from, to).isEqualTo(expected);
      for (String key : KEYS) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        List<Long> keyed = expected.stream().filter(seq -> key.equals(Objects.requireNonNull(twin.events.get(seq)).key))
            .toList();
        assertThat(read(log.keyReader(bytes, from, to), twin)).as("%s of %s in [%d, %d)", key, twin.name, from, to)
            .isEqualTo(keyed);
        assertThat(read(log.keyReaderBackward(bytes, from, to), twin)).as("%s of %s backward", key, twin.name)
            .isEqualTo(keyed.reversed());
      }
    }

    private static List<Long> read(FrameReader reader, Twin twin) {
      var seqs = new ArrayList<Long>();
      try (reader) {
        var block = new FrameBlock();
        while (reader.next(block)) for (int i = 0; i < block.count(); i++) seqs.add(same(block, i, twin));
      }
      return seqs;
    }

    private static long same(FrameBlock block, int i, Twin twin) {
      long seq = block.seq(i);
      byte[] payload = Arrays.copyOfRange(block.bytes(), block.payloadOffset(i),
          block.payloadOffset(i) + block.payloadLength(i));
      Entry entry = twin.events.get(seq);
      assertThat(entry).as("event %d of %s", seq, twin.name).isNotNull();
      assertThat(new String(payload, StandardCharsets.UTF_8)).as("event %d of %s", seq, twin.name)
          .isEqualTo(new String(entry.payload, StandardCharsets.UTF_8));
      return seq;
    }
  }
}
