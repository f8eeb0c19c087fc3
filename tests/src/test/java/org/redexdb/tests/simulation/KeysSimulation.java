// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
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

/// Events with keys, without, and tombstones, over rolls, opens, crashes and key files that are deleted or damaged: what is
/// read by key is what a list says, in the writer and in a process beside it, also where all keys share a few hashes.
class KeysSimulation {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final KeyHash WEAK = (bytes, offset, length) -> length % 3L - 1;
  private static final List<String> KEYS = List.of("", "a", "b", "c", "ab", "ba", "ü", "k".repeat(1024), "order-17",
      "order-18");
  private static final int LIVES = 4;
  private static final int STEPS = 80;
  private static final int PAYLOAD_BYTES_MAX = 6000;

  static LongStream seeds() { return Seeds.of(30); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsReadByKeyIsWhatWasAppended(long seed) {
    Seeds.run(KeysSimulation.class, seed, () -> new World(seed, KeyHash.XXH3).run());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keysThatShareAHashAreToldApart(long seed) {
    Seeds.run(KeysSimulation.class, seed, () -> new World(seed, WEAK).run());
  }

  /// @param key null for none
  private record Appended(@Nullable String key, boolean tombstone) {
  }

  /// One store and what must be in it.
  private static final class World {
    private final RandomGenerator random;
    private final KeyHash hash;
    private final SimClock clock = new SimClock();
    private final List<Appended> events = new ArrayList<>();
    private int durable;
    private SimDisk disk;

    World(long seed, KeyHash hash) {
      this.hash = hash;
      disk = SimDisk.seeded(seed);
      random = disk.random();
    }

    void run() throws IOException {
      for (int life = 0; life < LIVES; life++) {
        damageKeyFiles();
        int end = random.nextInt(3);
        if (end == 1) disk.cutPowerAfter(50 + random.nextInt(400));
        if (end == 2) disk.killAfter(50 + random.nextInt(400));
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
        Log first = store.log(0);
        Log log = first != null ? first : store.create("keyed", new LogOptions(64 << 10));
        settle(log);
        check(log, events.size());
        try (Store beside = open(disk.otherProcess(), OPTIONS.withMode(StoreOptions.Mode.READ_ONLY))) {
          for (int step = 0; step < STEPS; step++) step(store, log, beside);
        }
      }
      durable = events.size();
    }

    /// What a crash took is taken from the list.
    private void settle(Log log) {
      int found = (int) log.tip().seq() + 1;
      assertThat(found).as("events after opening").isBetween(durable, events.size());
      events.subList(found, events.size()).clear();
      durable = found;
    }

    private void step(Store store, Log log, Store beside) {
      switch (random.nextInt(12)) {
        case 0 -> check(log, events.size());
        case 1 -> checkBeside(beside);
        case 2 -> appendExpecting(log);
        case 3 -> appendBatch(log);
        case 4 -> store.append(List.of(new LogAppend(log, batch(1), Log.ANY_SEQ)), ack());
        default -> log.append(batch(1), Log.ANY_SEQ, ack());
      }
    }

    private Ack ack() { return random.nextBoolean() ? Ack.DISK : Ack.OS; }

    /// The list gets the events before the log does: what a crash takes is taken from it afterwards.
    private FrameBatch batch(int count) {
      var batch = new FrameBatch();
      for (int i = 0; i < count; i++) add(batch, random.nextInt(3) == 0 ? null : anyKey());
      return batch;
    }

    private String anyKey() { return KEYS.get(random.nextInt(KEYS.size())); }

    private void add(FrameBatch batch, @Nullable String key) {
      boolean tombstone = key != null && random.nextInt(5) == 0;
      byte[] payload = new byte[random.nextInt(PAYLOAD_BYTES_MAX)];
      byte[] metadata = key == null ? new byte[0] : metadata(key);
      if (tombstone) batch.addTombstone(PayloadCodec.BYTES, metadata);
      else
        batch.add(PayloadCodec.BYTES, metadata, payload, 0, payload.length);
      events.add(new Appended(key, tombstone));
    }

    private static byte[] metadata(String key) {
      byte[] text = key.getBytes(StandardCharsets.UTF_8);
      boolean isLong = text.length > 127;
      var metadata = new byte[text.length + (isLong ? 3 : 2)];
      metadata[0] = 3;
      metadata[1] = (byte) (isLong ? text.length & 0x7F | 0x80 : text.length);
      if (isLong) metadata[2] = (byte) (text.length >>> 7);
      System.arraycopy(text, 0, metadata, metadata.length - text.length, text.length);
      return metadata;
    }

    private void appendBatch(Log log) { log.append(batch(1 + random.nextInt(5)), Log.ANY_SEQ, ack()); }

    private void appendExpecting(Log log) {
      String key = anyKey();
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      long last = lastOf(key, events.size());
      long wrong = last == -1 ? random.nextInt(5) : random.nextBoolean() ? -1 : last + 1;
      var batch = new FrameBatch();
      add(batch, key);
      Appended appended = events.removeLast();
      try {
        log.append(batch, bytes, wrong, Ack.OS);
        fail("appended although the last event of \"" + key + "\" is " + last + ", not " + wrong);
      } catch (StorageException.Conflict conflict) {
        assertThat(conflict.key()).contains(key);
        assertThat(conflict.expected()).isEqualTo(wrong);
        assertThat(conflict.found()).isEqualTo(last);
      }
      events.add(appended);
      assertThat(log.append(batch, bytes, last, ack()).seq()).isEqualTo(events.size() - 1L);
    }

    private long lastOf(String key, int to) {
      for (int i = to - 1; i >= 0; i--) if (key.equals(events.get(i).key)) return i;
      return -1;
    }

    private void checkBeside(Store beside) {
      Log log = beside.log(0);
      if (log != null) check(log, (int) log.tip().seq() + 1);
    }

    private void check(Log log, int to) {
      for (String key : KEYS) {
        check(log, key, 0, to);
        int from = random.nextInt(to + 1);
        check(log, key, from, from + random.nextInt(to - from + 1));
      }
      check(log, "never used", 0, to);
    }

    private void check(Log log, String key, int from, int to) {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      var expected = new ArrayList<Long>();
      for (int i = from; i < to; i++) if (key.equals(events.get(i).key)) expected.add((long) i);
      try (FrameReader reader = log.keyReader(bytes, from, to)) {
        assertThat(seqs(reader)).as("events of \"%s\" in [%d, %d)", key, from, to).isEqualTo(expected);
      }
      Collections.reverse(expected);
      try (FrameReader reader = log.keyReaderBackward(bytes, from, to)) {
        assertThat(seqs(reader)).as("backward, events of \"%s\" in [%d, %d)", key, from, to).isEqualTo(expected);
      }
    }

    private List<Long> seqs(FrameReader reader) {
      var seqs = new ArrayList<Long>();
      var block = new FrameBlock();
      while (reader.next(block)) {
        assertThat(block.count()).isOne();
        assertThat(block.isTombstone(0)).isEqualTo(events.get((int) block.seq(0)).tombstone);
        seqs.add(block.seq(0));
      }
      return seqs;
    }

    private Store open(SimDisk of, StoreOptions options) {
      return StoreOpening.open(new StoreOpening.Environment(of, clock, new Identities(random), new CallerCrew(), hash),
          FOLDER, options);
    }

    // ---- what happens to key files between two lives

    private void damageKeyFiles() throws IOException {
      Path logs = FOLDER.resolve("logs");
      if (!disk.isDirectory(logs)) return;
      for (String log : disk.list(logs)) {
        for (String name : disk.list(logs.resolve(log)))
          if (name.endsWith(".key")) damage(logs.resolve(log).resolve(name));
      }
    }

    private void damage(Path file) throws IOException {
      int size = (int) disk.size(file);
      byte[] content = new byte[size];
      try (DiskFile opened = disk.open(file, Disk.Access.READ)) {
        opened.read(0, content, 0, size);
      }
      switch (random.nextInt(5)) {
        case 0 -> disk.delete(file);
        case 1 -> replace(file, content, random.nextInt(size + 1));
        case 2 -> {
          if (size > 0) content[random.nextInt(size)] ^= (byte) (1 << random.nextInt(8));
          replace(file, content, size);
        }
        default -> {
          // As it is.
        }
      }
    }

    private void replace(Path file, byte[] content, int size) throws IOException {
      disk.delete(file);
      try (DiskFile made = disk.open(file, Disk.Access.CREATE)) {
        made.growTo(size);
        made.write(0, content, 0, size);
      }
    }
  }
}
