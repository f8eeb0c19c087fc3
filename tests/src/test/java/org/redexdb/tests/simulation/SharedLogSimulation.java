// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Receipt;
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

/// Members of a shared log beside a list each: appends, batches, commits over members and a log of its own, trims, drops, rolls,
/// opens, power cuts, kills, key files that are gone. What a member holds is its list, whatever happens to the others.
class SharedLogSimulation {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN)
      .withFrontBlocks(6);
  private static final KeyHash WEAK = (bytes, offset, length) -> length % 3L - 1;
  private static final List<String> KEYS = List.of("a", "b", "ab", "ü");
  private static final int LIVES = 5;
  private static final int STEPS = 120;
  private static final int MEMBERS_MAX = 12;

  static LongStream seeds() { return Seeds.of(40); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aMemberHoldsWhatWasAppendedToItAndNothingElse(long seed) {
    Seeds.run(SharedLogSimulation.class, seed, () -> new World(seed, KeyHash.XXH3).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keysThatShareAHashAreToldApartWithinAndBetweenMembers(long seed) {
    Seeds.run(SharedLogSimulation.class, seed, () -> new World(seed, WEAK).run());
  }

  /// @param commit events of one batch or commit share it
  private record Entry(@Nullable String key, boolean tombstone, byte[] payload, int commit) {
  }

  /// One log and what must be in it.
  private static final class Twin {
    final long id;
    final String name;
    final List<Entry> events = new ArrayList<>();
    /// Where each event is in the order of all.
    final List<Integer> order = new ArrayList<>();
    int durable;
    int floor;
    /// As far as a trim was asked for that may not have been acknowledged.
    int floorAsked;
    boolean dropAsked;

    Twin(long id, String name) {
      this.id = id;
      this.name = name;
    }
  }

  private static final class World {
    private final RandomGenerator random;
    private final KeyHash hash;
    private final SimClock clock = new SimClock();
    private final List<Twin> members = new ArrayList<>();
    private final List<Long> dropped = new ArrayList<>();
    private @Nullable Twin own;
    private int appended;
    private int commits;
    private int names;
    private SimDisk disk;

    World(long seed, KeyHash hash) {
      this.hash = hash;
      disk = SimDisk.seeded(seed);
      random = disk.random();
    }

    void run() throws IOException {
      for (int life = 0; life < LIVES; life++) {
        removeKeyFiles();
        int end = random.nextInt(3);
        if (end == 1) disk.cutPowerAfter(30 + random.nextInt(600));
        if (end == 2) disk.killAfter(30 + random.nextInt(600));
        boolean died = false;
        try {
          live();
        } catch (PowerCut | ProcessKilled e) {
          died = true;
        }
        disk = died && end == 2 ? disk.afterRestart() : disk.afterReboot();
        disk.clearFaults();
      }
    }

    private void live() {
      try (Store store = open(disk, OPTIONS)) {
        settle(store);
        checkAll(store);
        try (Store beside = open(disk.otherProcess(), OPTIONS.withMode(StoreOptions.Mode.READ_ONLY))) {
          for (int step = 0; step < STEPS; step++) step(store, beside);
        }
        checkAll(store);
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
      }
      for (Twin twin : all()) twin.durable = twin.events.size();
    }

    private List<Twin> all() {
      var all = new ArrayList<>(members);
      if (own != null) all.add(own);
      return all;
    }

    // ---- after opening

    /// What a crash took is taken from the lists: of the shared log it was the end, and no half of a commit.
    private void settle(Store store) {
      for (long id : dropped) assertThat(store.log(id)).as("dropped log %d", id).isNull();
      members.removeIf(twin -> twin.dropAsked && store.log(twin.id) == null && dropped.add(twin.id));
      if (own == null || store.log(own.id) == null) {
        assertThat(own == null ? 0 : own.durable).isZero();
        own = new Twin(store.create("own", new LogOptions(Limits.SEGMENT_BYTES_MIN)).id(), "own");
      }
      int kept = -1;
      int gone = Integer.MAX_VALUE;
      Map<Integer, Boolean> isThere = new HashMap<>();
      for (Twin twin : all()) {
        Log log = log(store, twin);
        assertThat(log.name()).isEqualTo(twin.name);
        int found = (int) log.tip().seq() + 1;
        assertThat(found).as("events of %s", twin.name).isBetween(twin.durable, twin.events.size());
        for (int seq = 0; seq < twin.events.size(); seq++) {
          int commit = twin.events.get(seq).commit;
          assertThat(isThere.merge(commit, seq < found, (a, b) -> a && b)).as("commit %d is whole", commit)
              .isEqualTo(seq < found);
          if (twin == own) continue;
          if (seq < found) kept = Math.max(kept, twin.order.get(seq));
          else
            gone = Math.min(gone, twin.order.get(seq));
        }
        twin.events.subList(found, twin.events.size()).clear();
        twin.order.subList(found, twin.order.size()).clear();
        twin.durable = found;
        assertThat((int) log.firstSeq()).as("first seq of %s", twin.name)
            .isBetween(twin.floor, Math.max(twin.floor, twin.floorAsked));
        twin.floor = (int) log.firstSeq();
        twin.floorAsked = twin.floor;
        twin.dropAsked = false;
      }
      assertThat(kept).as("the last event kept, in the order of appends").isLessThan(gone);
      // A member whose creation was not acknowledged may be there.
      for (Log log : store.logs())
        if (all().stream().noneMatch(twin -> twin.id == log.id())) {
          assertThat(log.tip().seq()).as("events of a log that nobody was told of").isEqualTo(-1);
          store.drop(log.id());
          dropped.add(log.id());
        }
    }

    private static Log log(Store store, Twin twin) {
      return Objects.requireNonNull(store.log(twin.id), () -> "no log " + twin.name);
    }

    // ---- steps

    private void step(Store store, Store beside) {
      if (members.size() < 2) {
        create(store);
        return;
      }
      switch (random.nextInt(20)) {
        case 0 -> {
          if (members.size() < MEMBERS_MAX) create(store);
        }
        case 1 -> {
          if (random.nextInt(3) == 0) drop(store, any());
        }
        case 2 -> trim(store, any());
        case 3 -> check(store, any());
        case 4 -> checkBeside(store, beside);
        case 5, 6 -> commit(store);
        case 7 -> appendExpecting(store, any());
        case 8 -> appendExpectingKey(store, any());
        case 9 -> force(store, any());
        case 10 -> append(store, any(), 1 + random.nextInt(6));
        default -> append(store, any(), 1);
      }
    }

    private Twin any() { return members.get(random.nextInt(members.size())); }

    private void create(Store store) {
      String name = "m" + names++;
      Log made = store.create(name, LogOptions.SHARED);
      assertThat(dropped).as("numbers that were used").doesNotContain(made.id());
      assertThat(members).noneMatch(twin -> twin.id == made.id());
      assertThat(made.tip().seq()).isEqualTo(-1);
      members.add(new Twin(made.id(), name));
    }

    private void drop(Store store, Twin twin) {
      twin.dropAsked = true;
      Log log = log(store, twin);
      store.drop(twin.id);
      members.remove(twin);
      dropped.add(twin.id);
      assertThat(store.log(twin.id)).isNull();
      try {
        log.reader(0, Long.MAX_VALUE);
        fail("a dropped log was read");
      } catch (StorageException.Closed closed) {
        assertThat(closed).hasMessageContaining(twin.name);
      }
    }

    private void trim(Store store, Twin twin) {
      int before = random.nextInt(twin.events.size() + 2);
      twin.floorAsked = Math.max(twin.floorAsked, Math.min(before, twin.events.size()));
      assertThat(log(store, twin).trim(before).floorAfter()).isEqualTo(twin.floorAsked);
      twin.floor = twin.floorAsked;
      twin.durable = Math.max(twin.durable, twin.floor);
    }

    /// What is on the device of one member is there of all.
    private void force(Store store, Twin twin) {
      log(store, twin).force();
      for (Twin member : members) member.durable = member.events.size();
    }

    private Ack ack() { return random.nextInt(3) == 0 ? Ack.DISK : Ack.OS; }

    private void append(Store store, Twin twin, int count) {
      FrameBatch batch = batch(twin, count, commits++);
      Ack ack = ack();
      Receipt receipt = log(store, twin).append(batch, Log.ANY_SEQ, ack);
      appended(receipt, twin, count, ack);
    }

    private void appended(Receipt receipt, Twin twin, int count, Ack ack) {
      assertThat(receipt.seq()).isEqualTo(twin.events.size() - 1);
      assertThat(receipt.count()).isEqualTo(count);
      if (ack.equals(Ack.DISK) && count > 0) twin.durable = twin.events.size();
    }

    /// The list gets the events before the log does: what a crash takes is taken from it afterwards.
    private FrameBatch batch(Twin twin, int count, int commit) {
      var batch = new FrameBatch();
      for (int i = 0; i < count; i++) {
        String key = random.nextInt(3) == 0 ? KEYS.get(random.nextInt(KEYS.size())) : null;
        add(batch, twin, key, commit);
      }
      return batch;
    }

    private void add(FrameBatch batch, Twin twin, @Nullable String key, int commit) {
      boolean tombstone = key != null && random.nextInt(5) == 0;
      byte[] payload = tombstone ? new byte[0] : new byte[random.nextInt(random.nextInt(10) == 0 ? 5000 : 400)];
      random.nextBytes(payload);
      byte[] metadata = key == null ? new byte[0] : metadata(key);
      if (tombstone) batch.addTombstone(PayloadCodec.BYTES, metadata);
      else
        batch.add(PayloadCodec.BYTES, metadata, payload, 0, payload.length);
      twin.events.add(new Entry(key, tombstone, payload, commit));
      twin.order.add(appended++);
    }

    private static byte[] metadata(String key) {
      byte[] text = key.getBytes(StandardCharsets.UTF_8);
      var metadata = new byte[text.length + 2];
      metadata[0] = 3;
      metadata[1] = (byte) text.length;
      System.arraycopy(text, 0, metadata, 2, text.length);
      return metadata;
    }

    /// Over some members, and sometimes over the log with files of its own.
    private void commit(Store store) {
      var twins = new ArrayList<>(members);
      Collections.shuffle(twins, new java.util.Random(random.nextLong()));
      List<Twin> in = new ArrayList<>(twins.subList(0, 1 + random.nextInt(Math.min(4, twins.size()))));
      if (own != null && random.nextBoolean()) in.add(random.nextInt(in.size() + 1), own);
      int commit = commits++;
      var appends = new ArrayList<LogAppend>();
      var counts = new ArrayList<Integer>();
      for (Twin twin : in) {
        long expected = random.nextBoolean() ? twin.events.size() : Log.ANY_SEQ;
        int count = random.nextInt(3);
        appends.add(new LogAppend(log(store, twin), batch(twin, count, commit), expected));
        counts.add(count);
      }
      Ack ack = ack();
      List<Receipt> receipts = store.append(appends, ack);
      for (int i = 0; i < in.size(); i++) appended(receipts.get(i), in.get(i), counts.get(i), ack);
    }

    private void appendExpecting(Store store, Twin twin) {
      Log log = log(store, twin);
      var refused = new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[1], 0, 1);
      try {
        log.append(refused, twin.events.size() + 1L, Ack.OS);
        fail("appended at another seq than expected");
      } catch (StorageException.Conflict conflict) {
        assertThat(conflict).hasMessageContaining(twin.name);
        assertThat(conflict.found()).isEqualTo(twin.events.size());
      }
      long next = twin.events.size();
      Ack ack = ack();
      FrameBatch batch = batch(twin, 1, commits++);
      appended(log.append(batch, next, ack), twin, 1, ack);
    }

    private void appendExpectingKey(Store store, Twin twin) {
      Log log = log(store, twin);
      String key = KEYS.get(random.nextInt(KEYS.size()));
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      long last = lastOf(twin, key);
      var refused = new FrameBatch().add(PayloadCodec.BYTES, metadata(key), new byte[1], 0, 1);
      try {
        log.append(refused, bytes, last + 1, Ack.OS);
        fail("appended although the key's last event is another");
      } catch (StorageException.Conflict conflict) {
        assertThat(conflict.key()).contains(key);
        assertThat(conflict.found()).isEqualTo(last);
      }
      var batch = new FrameBatch();
      add(batch, twin, key, commits++);
      Ack ack = ack();
      appended(log.append(batch, bytes, last, ack), twin, 1, ack);
    }

    private static long lastOf(Twin twin, String key) {
      for (int i = twin.events.size() - 1; i >= twin.floor; i--) if (key.equals(twin.events.get(i).key)) return i;
      return -1;
    }

    // ---- looks

    private void checkAll(Store store) {
      for (Twin twin : all()) check(store, twin);
      var logs = all().stream().map(twin -> log(store, twin)).toList();
      assertThat(store.tips(logs)).containsExactly(all().stream().mapToLong(twin -> twin.events.size() - 1).toArray());
    }

    private void check(Store store, Twin twin) {
      Log log = log(store, twin);
      assertThat(log.tip().seq()).isEqualTo(twin.events.size() - 1);
      assertThat(log.firstSeq()).isEqualTo(twin.floor);
      assertThat(log.durableSeq()).isBetween(twin.durable - 1L, twin.events.size() - 1L);
      check(log, twin, 0, twin.events.size());
      int from = random.nextInt(twin.events.size() + 1);
      check(log, twin, from, from + random.nextInt(twin.events.size() - from + 1));
    }

    /// Another process may be behind, by a prefix.
    private void checkBeside(Store store, Store beside) {
      for (Twin twin : members) {
        Log log = beside.log(twin.id);
        if (log == null) continue; // made a moment ago
        int seen = (int) log.tip().seq() + 1;
        assertThat(seen).as("events of %s seen beside its writer", twin.name).isBetween(0, twin.events.size());
        int from = (int) log.firstSeq();
        if (from < twin.floor || seen < twin.events.size()) continue;
        check(log, twin, 0, seen);
      }
      for (long id : dropped) {
        Log log = beside.log(id);
        if (log != null) assertThat(log.tip().seq()).isGreaterThanOrEqualTo(-1);
      }
      assertThat(store.logs()).hasSize(all().size());
    }

    private void check(Log log, Twin twin, int from, int to) {
      int first = Math.max(from, twin.floor);
      var forward = new ArrayList<Long>();
      try (FrameReader reader = log.reader(from, to)) {
        var block = new FrameBlock();
        while (reader.next(block)) for (int i = 0; i < block.count(); i++) forward.add(same(block, i, twin));
      }
      assertThat(forward).as("%s in [%d, %d)", twin.name, from, to).isEqualTo(seqs(first, to));
      var backward = new ArrayList<Long>();
      try (FrameReader reader = log.backwardReader(from, to)) {
        var block = new FrameBlock();
        while (reader.next(block)) for (int i = block.count() - 1; i >= 0; i--) backward.add(same(block, i, twin));
      }
      Collections.reverse(backward);
      assertThat(backward).as("%s backward in [%d, %d)", twin.name, from, to).isEqualTo(seqs(first, to));
      checkKeys(log, twin, from, to);
      var block = new FrameBlock();
      int one = random.nextInt(twin.events.size() + 1);
      boolean isThere = one >= twin.floor && one < twin.events.size();
      assertThat(log.read(one, block)).as("event %d of %s", one, twin.name).isEqualTo(isThere);
      if (isThere) assertThat(same(block, 0, twin)).isEqualTo(one);
    }

    private void checkKeys(Log log, Twin twin, int from, int to) {
      for (String key : KEYS) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        var expected = new ArrayList<Long>();
        for (int i = Math.max(from, twin.floor); i < to; i++)
          if (key.equals(twin.events.get(i).key)) expected.add((long) i);
        assertThat(keyed(log.keyReader(bytes, from, to), twin)).as("\"%s\" of %s in [%d, %d)", key, twin.name, from, to)
            .isEqualTo(expected);
        Collections.reverse(expected);
        assertThat(keyed(log.keyReaderBackward(bytes, from, to), twin)).as("\"%s\" of %s backward", key, twin.name)
            .isEqualTo(expected);
      }
    }

    private static List<Long> keyed(FrameReader reader, Twin twin) {
      var seqs = new ArrayList<Long>();
      try (reader) {
        var block = new FrameBlock();
        while (reader.next(block)) for (int i = 0; i < block.count(); i++) seqs.add(same(block, i, twin));
      }
      return seqs;
    }

    private static long same(FrameBlock block, int i, Twin twin) {
      Entry entry = twin.events.get((int) block.seq(i));
      byte[] payload = Arrays.copyOfRange(block.bytes(), block.payloadOffset(i),
          block.payloadOffset(i) + block.payloadLength(i));
      assertThat(payload).as("event %d of %s", block.seq(i), twin.name).isEqualTo(entry.payload);
      assertThat(block.isTombstone(i)).isEqualTo(entry.tombstone);
      assertThat(block.metadataLength(i) > 0).isEqualTo(entry.key != null);
      return block.seq(i);
    }

    private static List<Long> seqs(int from, int to) {
      return LongStream.range(from, Math.max(from, to)).boxed().toList();
    }

    private Store open(SimDisk of, StoreOptions options) {
      clock.advance(Duration.ofMillis(1));
      return StoreOpening.open(new StoreOpening.Environment(of, clock, new Identities(random), new CallerCrew(), hash),
          FOLDER, options);
    }

    private void removeKeyFiles() throws IOException {
      Path logs = FOLDER.resolve("logs");
      if (!disk.isDirectory(logs)) return;
      for (String log : disk.list(logs))
        for (String name : disk.list(logs.resolve(log)))
          if (name.endsWith(".key") && random.nextInt(3) == 0) disk.delete(logs.resolve(log).resolve(name));
    }
  }
}
