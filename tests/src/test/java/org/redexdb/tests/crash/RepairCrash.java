// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
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
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// Each kind of damage is named, can be read around, and is repaired with exactly the loss that was announced; a repaired log
/// goes on where it was, and says for ever what it has lost.
class RepairCrash {
  private static final int HEADER = SmallStore.SEGMENT_HEADER_BYTES;

  private static StoreEnvironment environment(Disk disk, long seed) {
    return new StoreEnvironment(disk, new SimClock(), new SplittableRandom(seed), StoreEnvironment.Work.CALLER);
  }

  private static SmallStore several() throws IOException {
    SmallStore store = SmallStore.of(400, 900);
    assertThat(store.segments()).hasSizeGreaterThan(3);
    return store;
  }

  // ---- kinds of damage

  @Test
  void aPayloadByteOfASealedSegment() throws IOException {
    SmallStore store = several();
    check(store, flip(store, store.segments().get(1), frame(store, store.segments().get(1), 5) + 44), 1);
  }

  @Test
  void aPayloadByteOfTheActiveSegment() throws IOException {
    SmallStore store = several();
    Path last = store.segments().getLast();
    check(store, flip(store, last, frame(store, last, 2) + 41), 1);
  }

  @Test
  void everyWordOfAHeaderOfAFrame() throws IOException {
    SmallStore store = several();
    Path file = store.segments().get(1);
    for (int word = 0; word < 40; word += 4) check(store, flip(store, file, frame(store, file, 3) + word), 1);
  }

  @Test
  void theFirstAndTheLastFrameOfASegment() throws IOException {
    SmallStore store = several();
    for (Path file : store.segments().subList(0, 3)) {
      check(store, flip(store, file, HEADER + 20), 1);
      check(store, flip(store, file, frame(store, file, events(store, file) - 1) + 20), 1);
    }
    check(store, flip(store, store.segments().getLast(), HEADER + 20), 1);
  }

  @Test
  void aPageOfFrames() throws IOException {
    SmallStore store = several();
    Path file = store.segments().get(1);
    check(store, damaged(store, file, bytes -> Arrays.fill(bytes, HEADER + 4096, HEADER + 8192, (byte) 0)), -1);
    check(store, damaged(store, file, bytes -> Arrays.fill(bytes, HEADER, HEADER + 20_000, (byte) 0x55)), -1);
  }

  @Test
  void sealAndFooterCostNoEvent() throws IOException {
    SmallStore store = several();
    Path file = store.segments().get(1);
    int seal = frame(store, file, events(store, file));
    check(store, flip(store, file, seal + 9), 0);
    check(store, flip(store, file, seal + 40 + 60), 0);
    check(store, damaged(store, file, bytes -> Arrays.fill(bytes, seal, seal + 400, (byte) 0)), 0);
  }

  @Test
  void bothSlotsOfMarksCostNoEvent() throws IOException {
    SmallStore store = several();
    Path last = store.segments().getLast();
    check(store, damaged(store, last, bytes -> {
      bytes[4096 + 9] ^= 1;
      bytes[4096 + 512 + 9] ^= 1;
    }), 0);
  }

  @Test
  void allSlotsOfASealedSegmentWithCommitsOverSeveralLogs() throws IOException {
    SimDisk disk = SimDisk.seeded(5).writeBackByItself(false);
    Path folder = Path.of("/store");
    StoreOptions options = StoreOptions.DEFAULTS.withFrontBlocks(4);
    long events;
    try (Store store = Storage.open(environment(disk, 5), folder, options)) {
      Log one = store.create("one", new LogOptions(64 << 10));
      Log two = store.create("two", new LogOptions(64 << 10));
      while (one.status().segments() < 4)
        store.append(List.of(new LogAppend(one, large(), Log.ANY_SEQ), new LogAppend(two, large(), Log.ANY_SEQ)),
            Ack.DISK);
      events = one.status().nextSeq();
    }
    DiskImage image = DiskImage.of(disk, folder);
    List<Path> sealed = image.files().keySet().stream()
        .filter(file -> file.toString().contains("0-one") && file.toString().endsWith(".seg")).sorted().limit(3)
        .toList();
    for (Path file : sealed) {
      DiskImage damaged = image.copy();
      Arrays.fill(Objects.requireNonNull(damaged.files().get(file)), 4096, HEADER, (byte) 0);
      SimDisk with = SimDisk.seeded(6).writeBackByItself(false);
      damaged.writeTo(with, folder);
      with.forceDirectory(Path.of("/"));
      assertThat(Storage.repair(environment(with, 7), folder, null, true, Progress.NONE).lostEvents()).isZero();
      try (Store store = Storage.open(environment(with, 8), folder, options)) {
        assertThat(log(store).status().nextSeq()).isEqualTo(events);
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        assertThat(log(store).append(large(), Log.ANY_SEQ, Ack.DISK).seq()).isEqualTo(events);
      }
    }
  }

  private static FrameBatch large() {
    return new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[4000], 0, 4000);
  }

  @Test
  void thePageThatSaysWhatASegmentIsCostsNoEvent() throws IOException {
    SmallStore store = several();
    for (Path file : store.segments()) check(store, flip(store, file, 93), 0);
  }

  @Test
  void aMissingSegment() throws IOException {
    SmallStore store = several();
    for (Path file : store.segments()) {
      DiskImage image = store.image().copy();
      image.files().remove(file);
      check(store, image, events(store, file));
    }
  }

  @Test
  void severalMissingSegmentsInARow() throws IOException {
    SmallStore store = several();
    DiskImage image = store.image().copy();
    int gone = 0;
    for (Path file : store.segments().subList(1, 3)) {
      image.files().remove(file);
      gone += events(store, file);
    }
    check(store, image, gone);
  }

  @Test
  void aTruncatedFile() throws IOException {
    SmallStore store = several();
    for (Path file : List.of(store.segments().getFirst(), store.segments().get(1), store.segments().getLast())) {
      DiskImage image = store.image().copy();
      byte[] whole = Objects.requireNonNull(image.files().get(file));
      int keep = events(store, file) / 2;
      image.files().put(file, Arrays.copyOf(whole, frame(store, file, keep) + 17));
      check(store, image, events(store, file) - keep);
      image.files().put(file, Arrays.copyOf(whole, 100));
      check(store, image, events(store, file));
    }
  }

  @Test
  void twoDamagedFilesAtOnce() throws IOException {
    SmallStore store = several();
    DiskImage image = flip(store, store.segments().get(0), HEADER + 60);
    byte[] other = Objects.requireNonNull(image.files().get(store.segments().get(2)));
    other[frame(store, store.segments().get(2), 4) + 50] ^= 4;
    other[frame(store, store.segments().get(2), 9) + 30] ^= 4;
    check(store, image, 3);
  }

  // ---- what must hold

  /// @param lost how many events are to be lost, -1 for some
  private static void check(SmallStore store, DiskImage damaged, int lost) throws IOException {
    SimDisk disk = SimDisk.seeded(3).writeBackByItself(false);
    damaged.writeTo(disk, SmallStore.FOLDER);
    TreeSet<Long> gone = new TreeSet<>(readAround(disk, store));
    if (lost >= 0) assertThat(gone).as("events that cannot be read").hasSize(lost);
    else
      assertThat(gone).isNotEmpty();
    DiskImage before = DiskImage.of(disk, SmallStore.FOLDER);
    RepairReport dry = Storage.repair(environment(disk, 5), SmallStore.FOLDER, null, false, Progress.NONE);
    assertThat(DiskImage.of(disk, SmallStore.FOLDER).differences(before)).as("changed by a dry run").isEmpty();
    RepairReport done = Storage.repair(environment(disk, 6), SmallStore.FOLDER, null, true, Progress.NONE);
    assertThat(seqs(done.logs().getFirst().lost())).as("lost as announced").isEqualTo(gone);
    assertThat(seqs(dry.logs().getFirst().lost())).as("announced").isEqualTo(gone);
    assertThat(done.logs().getFirst().damage()).isNotEmpty().allMatch(line -> line.contains("golden"));
    for (Path aside : done.logs().getFirst().aside()) assertThat(disk.exists(aside)).as("%s", aside).isTrue();
    goesOn(disk, store, gone, 10);
    goesOn(disk, store, gone, 11);
  }

  private static TreeSet<Long> seqs(List<DamagedRange> ranges) {
    var seqs = new TreeSet<Long>();
    for (DamagedRange range : ranges) LongStream.range(range.from(), range.to()).forEach(seqs::add);
    return seqs;
  }

  private static Log log(Store store) { return Objects.requireNonNull(store.log(0)); }

  /// Opens it as it is, read-only and for writing: every event that is not damaged can be read, the others are errors that say
  /// where.
  private static List<Long> readAround(Disk disk, SmallStore store) {
    List<Long> unread = null;
    for (var mode : List.of(StoreOptions.Mode.READ_ONLY, StoreOptions.Mode.WRITE_EXISTING)) {
      var gone = new ArrayList<Long>();
      try (Store opened = SimStores.open(disk, SmallStore.FOLDER, SmallStore.OPTIONS.withMode(mode), new SimClock(),
          new SplittableRandom(4))) {
        assertThat(opened.verify(Progress.NONE).problems()).as("what verification says").isNotEmpty();
        Log log = log(opened);
        for (long seq = 0; seq < store.payloads().size(); seq++) {
          try {
            var block = new FrameBlock();
            assertThat(log.read(seq, block)).as("event %d", seq).isTrue();
            assertThat(payload(block, 0)).as("event %d", seq).isEqualTo(store.payloads().get((int) seq));
          } catch (StorageException.Corrupt e) {
            assertThat(e.where().seq()).isEqualTo(seq);
            gone.add(seq);
          }
        }
        scansAround(log, store, gone);
        assertThat(seqs(log.damage())).as("known damage").containsAll(gone);
      }
      if (unread != null) assertThat(gone).isEqualTo(unread);
      unread = gone;
    }
    return Objects.requireNonNull(unread);
  }

  /// A scan stops at each damaged event and says where it can go on.
  private static void scansAround(Log log, SmallStore store, List<Long> gone) {
    var seen = new TreeSet<Long>();
    long from = 0;
    for (int errors = 0; from >= 0; errors++) {
      assertThat(errors).isLessThanOrEqualTo(gone.size());
      long next = -1;
      try (FrameReader reader = log.reader(from, Long.MAX_VALUE)) {
        var block = new FrameBlock();
        while (reader.next(block)) for (int i = 0; i < block.count(); i++) seen.add(block.seq(i));
      } catch (StorageException.Corrupt e) {
        next = e.readableFrom();
      }
      from = next;
    }
    var expected = new TreeSet<>(LongStream.range(0, store.payloads().size()).boxed().toList());
    gone.forEach(expected::remove);
    assertThat(seen).as("seen by scans").isEqualTo(expected);
  }

  private static byte[] payload(FrameBlock block, int i) {
    return Arrays.copyOfRange(block.bytes(), block.payloadOffset(i), block.payloadOffset(i) + block.payloadLength(i));
  }

  private static void goesOn(Disk disk, SmallStore store, TreeSet<Long> gone, long seed) throws IOException {
    try (Store opened = SimStores.open(disk, SmallStore.FOLDER, SmallStore.OPTIONS, new SimClock(),
        new SplittableRandom(seed))) {
      assertThat(opened.recoveryNotes()).as("notes of opening").isEmpty();
      assertThat(opened.verify(Progress.NONE).problems()).isEmpty();
      Log log = log(opened);
      assertThat(log.status().fault()).isNull();
      assertThat(seqs(log.damage())).as("what it says it lost").isEqualTo(gone);
      assertThat(log.damage()).allMatch(range -> range.kind() == DamagedRange.Kind.LOST);
      var forward = read(log.reader(0, Long.MAX_VALUE), store, false);
      var backward = read(log.backwardReader(0, Long.MAX_VALUE), store, true);
      var expected = new ArrayList<>(LongStream.rangeClosed(0, log.tip().seq()).boxed().toList());
      expected.removeAll(gone);
      assertThat(forward).isEqualTo(expected);
      assertThat(backward).isEqualTo(expected.reversed());
      for (long seq : gone) assertThat(log.read(seq, new FrameBlock())).as("lost event %d", seq).isFalse();
      long next = log.tip().seq() + 1;
      assertThat(next).isGreaterThanOrEqualTo(store.payloads().size());
      for (int i = 0; i < 30; i++) {
        byte[] more = new byte[3000];
        assertThat(log.append(PayloadCodec.BYTES, new byte[0], more, 0, more.length, next + i, Ack.DISK).seq())
            .isEqualTo(next + i);
      }
    }
  }

  private static List<Long> read(FrameReader frames, SmallStore store, boolean backward) {
    var seqs = new ArrayList<Long>();
    try (frames) {
      var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
      while (frames.next(block)) {
        for (int i = 0; i < block.count(); i++) {
          int at = backward ? block.count() - 1 - i : i;
          long seq = block.seq(at);
          if (seq < store.payloads().size())
            assertThat(payload(block, at)).as("event %d", seq).isEqualTo(store.payloads().get((int) seq));
          seqs.add(seq);
        }
      }
    }
    return seqs;
  }

  // ---- crashes of the repair itself

  @Test
  void aPowerCutAtAnyOperationOfARepairLeavesTheOldOrTheRepairedLog() throws IOException {
    SmallStore store = several();
    DiskImage image = flip(store, store.segments().get(1), frame(store, store.segments().get(1), 5) + 44);
    Objects.requireNonNull(image.files().get(store.segments().getLast()))[HEADER + 45] ^= 1;
    image.files().remove(store.segments().get(2));
    long operations = 0;
    {
      SimDisk disk = SimDisk.seeded(1);
      image.writeTo(disk, SmallStore.FOLDER);
      long before = disk.operations();
      Storage.repair(environment(disk, 2), SmallStore.FOLDER, null, true, Progress.NONE);
      operations = disk.operations() - before;
    }
    assertThat(operations).isGreaterThan(30);
    for (long cut = 1; cut <= operations; cut++) {
      SimDisk disk = SimDisk.seeded(cut);
      image.writeTo(disk, SmallStore.FOLDER);
      disk.forceDirectory(Path.of("/"));
      disk.cutPowerAfter(cut);
      try {
        Storage.repair(environment(disk, 2), SmallStore.FOLDER, null, true, Progress.NONE);
      } catch (PowerCut | StorageException e) {
        assertThat(e).isNotNull();
      }
      SimDisk rebooted = disk.afterReboot();
      RepairReport rest = Storage.repair(environment(rebooted, 9), SmallStore.FOLDER, null, true, Progress.NONE);
      for (RepairReport.OfLog of : rest.logs()) assertThat(of.damage()).isNotEmpty();
      TreeSet<Long> gone;
      try (Store opened = SimStores.open(rebooted, SmallStore.FOLDER, SmallStore.OPTIONS.withMode(
          StoreOptions.Mode.READ_ONLY), new SimClock(), new SplittableRandom(3))) {
        gone = seqs(log(opened).damage());
      }
      assertThat(gone).as("lost after a cut at operation %d", cut)
          .hasSize(2 + events(store, store.segments().get(2)));
      goesOn(rebooted, store, gone, 100 + cut);
    }
  }

  @Test
  void aStoreThatIsOpenIsNotRepaired() throws IOException {
    SmallStore store = several();
    SimDisk disk = SimDisk.seeded(1);
    store.image().writeTo(disk, SmallStore.FOLDER);
    try (Store open = SimStores.open(disk, SmallStore.FOLDER, SmallStore.OPTIONS, new SimClock())) {
      assertThat(open.readOnly()).isFalse();
      assertThatThrownBy(
          () -> Storage.repair(environment(disk.otherProcess(), 2), SmallStore.FOLDER, null, true, Progress.NONE))
          .isInstanceOf(StorageException.InUse.class);
    }
  }

  @Test
  void aWholeStoreIsLeftAlone() throws IOException {
    SmallStore store = several();
    SimDisk disk = SimDisk.seeded(1);
    store.image().writeTo(disk, SmallStore.FOLDER);
    RepairReport report = Storage.repair(environment(disk, 2), SmallStore.FOLDER, null, true, Progress.NONE);
    assertThat(report.logs()).isEmpty();
    assertThat(DiskImage.of(disk, SmallStore.FOLDER).differences(store.image())).allMatch(line -> line.contains(
        "redex.lock"));
  }

  // ---- where things are

  private static DiskImage flip(SmallStore store, Path file, int at) {
    return damaged(store, file, bytes -> bytes[at] ^= 4);
  }

  private static DiskImage damaged(SmallStore store, Path file, Consumer<byte[]> damage) {
    DiskImage image = store.image().copy();
    damage.accept(Objects.requireNonNull(image.files().get(file)));
    return image;
  }

  private static int events(SmallStore store, Path file) {
    int i = store.segments().indexOf(file);
    long next = i + 1 < store.segments().size() ? base(store.segments().get(i + 1)) : store.payloads().size();
    return (int) (next - base(file));
  }

  private static long base(Path file) { return Long.parseLong(String.valueOf(file.getFileName()).substring(0, 20)); }

  /// Offset of the n-th frame.
  private static int frame(SmallStore store, Path file, int n) {
    byte[] bytes = Objects.requireNonNull(store.image().files().get(file));
    int at = HEADER;
    for (int i = 0; i < n; i++) {
      int length = bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16;
      at += length + 7 & ~7;
    }
    return at;
  }
}
