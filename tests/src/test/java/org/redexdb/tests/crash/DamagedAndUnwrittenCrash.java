// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Disk.Access;
import org.redexdb.storage.api.DiskFile;
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
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.WatchedDisk;

/// A writer dies while events are acknowledged that its segment files do not have yet, and one of these files is damaged: no
/// opening gives these events up, and a repair keeps them.
class DamagedAndUnwrittenCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final Path LOG = FOLDER.resolve("logs/0-orders");
  private static final long ORDERS = 0;
  private static final long BILLS = 1;
  private static final int FIRST_PAYLOAD = 8192 + 40;
  private static final int WRITTEN = 5;

  private final SimClock clock = new SimClock();

  enum Damage {
    /// Of one event.
    PAYLOAD(1),
    /// With it goes what tells which segment the file is.
    HEADER(0);

    final int lost;

    Damage(int lost) { this.lost = lost; }
  }

  @ParameterizedTest
  @EnumSource
  void whatOnlyTheFrontHasIsRefusedToBeGivenUpAndKeptByARepair(Damage damage) throws IOException {
    SimDisk disk = closedStore(1);
    Store store = SimStores.open(disk, FOLDER, OPTIONS, clock);
    disk.failAfter(1); // the write of the event to its segment
    log(store, ORDERS).append(batch("in the front"), Log.ANY_SEQ, Ack.OS);
    SimDisk next = disk.afterRestart();
    damage(next, damage);
    requireRefused(next);
    repair(next);
    try (Store repaired = SimStores.open(next, FOLDER, OPTIONS, clock)) {
      assertThat(names(repaired, ORDERS)).hasSize(WRITTEN + 1 - damage.lost).endsWith("in the front");
      assertThat(log(repaired, ORDERS).append(batch("more"), Log.ANY_SEQ, Ack.DISK).seq()).isEqualTo(WRITTEN + 1);
    }
  }

  /// The commit was acknowledged at `DISK`, as its record is on the device; of the logs it may be in none.
  @ParameterizedTest
  @EnumSource
  void whatOnlyTheJournalHasIsKeptAsWell(Damage damage) throws IOException {
    int refused = 0;
    for (long seed = 1; seed <= 20; seed++) {
      SimDisk disk = closedStore(seed);
      Store store = SimStores.open(disk, FOLDER, OPTIONS, clock);
      store.append(List.of(new LogAppend(log(store, ORDERS), batch("commit"), Log.ANY_SEQ),
          new LogAppend(log(store, BILLS), batch("commit"), Log.ANY_SEQ)), Ack.DISK);
      SimDisk next = disk.afterReboot();
      damage(next, damage);
      try {
        SimStores.open(next, FOLDER, OPTIONS, clock).close();
      } catch (StorageException.Corrupt e) {
        refused++;
        requireRefused(next);
      }
      repair(next);
      try (Store repaired = SimStores.open(next, FOLDER, OPTIONS, clock)) {
        assertThat(names(repaired, ORDERS)).hasSize(WRITTEN + 1 - damage.lost).endsWith("commit");
        assertThat(names(repaired, BILLS)).hasSize(WRITTEN + 1).endsWith("commit");
      }
    }
    assertThat(refused).as("times that the power took the commit from the damaged log").isPositive();
  }

  /// Nothing would be lost: the store opens, and the damaged log alone takes no events.
  @ParameterizedTest
  @EnumSource
  void aDamagedLogWithNothingOutsideItsFilesKeepsNobodyFromWriting(Damage damage) throws IOException {
    SimDisk disk = closedStore(3);
    Store store = SimStores.open(disk, FOLDER, OPTIONS, clock);
    log(store, BILLS).append(batch("more"), Log.ANY_SEQ, Ack.OS);
    SimDisk next = disk.afterRestart();
    damage(next, damage);
    try (Store opened = SimStores.open(next, FOLDER, OPTIONS, clock)) {
      assertThatThrownBy(() -> log(opened, ORDERS).append(batch("more"), Log.ANY_SEQ, Ack.OS))
          .isInstanceOf(StorageException.ReadOnly.class);
      assertThat(names(opened, BILLS)).hasSize(WRITTEN + 1).endsWith("more");
    }
  }

  /// However many segments the log has.
  @Test
  void whoLooksForThemKeepsNoSegmentOpen() throws IOException {
    SimDisk disk = closedStore(4);
    Store store = SimStores.open(disk, FOLDER, OPTIONS, clock);
    for (int i = 0; i < 40; i++) log(store, ORDERS).append(batch("x".repeat(30_000)), Log.ANY_SEQ, Ack.DISK);
    SimDisk next = disk.afterRestart();
    List<String> segments = next.list(LOG).stream().filter(SegmentFiles::isSegment).sorted().toList();
    assertThat(segments).hasSizeGreaterThan(20);
    damage(next, Damage.HEADER, LOG.resolve(segments.getFirst()));
    var open = new ArrayList<Path>();
    var most = new AtomicInteger();
    Disk watched = WatchedDisk.of(next, call -> {
      if (!call.ofSegment()) return;
      if (call.method().equals("open")) open.add(call.file());
      if (call.method().equals("close")) open.remove(call.file());
      most.accumulateAndGet(open.size(), Math::max);
    });
    SimStores.open(watched, FOLDER, OPTIONS, clock).close();
    assertThat(most).as("segments open at once").hasValueLessThan(5);
  }

  /// Of two logs with some events on disk.
  private SimDisk closedStore(long seed) {
    SimDisk disk = SimDisk.seeded(seed).writeBackByItself(false);
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
      for (String name : List.of("orders", "bills")) {
        Log log = store.create(name, new LogOptions(64 << 10));
        for (int i = 0; i < WRITTEN; i++) log.append(batch("written"), Log.ANY_SEQ, Ack.DISK);
      }
    }
    return disk;
  }

  private static Log log(Store store, long id) { return Objects.requireNonNull(store.log(id)); }

  private void requireRefused(SimDisk disk) {
    for (int attempt = 0; attempt < 2; attempt++) {
      long open = disk.openFiles();
      assertThatThrownBy(() -> SimStores.open(disk, FOLDER, OPTIONS, clock))
          .isInstanceOf(StorageException.Corrupt.class).hasMessageContaining("orders#" + WRITTEN)
          .hasMessageContaining("repair");
      assertThat(disk.openFiles()).as("files left open").isEqualTo(open);
    }
    try (Store reading = SimStores.open(disk, FOLDER, OPTIONS.withMode(Mode.READ_ONLY), clock)) {
      assertThat(reading.logs()).isNotEmpty();
    }
  }

  private static void repair(Disk disk) {
    var environment = new StoreEnvironment(disk, new SimClock(), new SplittableRandom(1), Work.CALLER);
    assertThat(Storage.repair(environment, FOLDER, null, true, Progress.NONE).logs()).isNotEmpty();
  }

  private static void damage(Disk disk, Damage damage) throws IOException {
    String last = disk.list(LOG).stream().filter(SegmentFiles::isSegment).max(Comparator.naturalOrder()).orElseThrow();
    damage(disk, damage, LOG.resolve(last));
  }

  private static void damage(Disk disk, Damage damage, Path segment) throws IOException {
    try (DiskFile file = disk.open(segment, Access.WRITE)) {
      switch (damage) {
        case PAYLOAD -> file.write(FIRST_PAYLOAD, new byte[]{'!'}, 0, 1);
        case HEADER -> file.write(0, new byte[SegmentIdentity.PAGE_BYTES], 0, SegmentIdentity.PAGE_BYTES);
      }
      file.force(true);
    }
  }

  private static FrameBatch batch(String name) {
    byte[] payload = name.getBytes(StandardCharsets.UTF_8);
    return new FrameBatch().add(PayloadCodec.TEXT, new byte[0], payload, 0, payload.length);
  }

  private static List<String> names(Store store, long logId) {
    var names = new ArrayList<String>();
    var block = new FrameBlock();
    try (var reader = log(store, logId).reader(0, Long.MAX_VALUE)) {
      while (reader.next(block))
        for (int i = 0; i < block.count(); i++)
          names.add(new String(block.bytes(), block.payloadOffset(i), block.payloadLength(i), StandardCharsets.UTF_8));
    }
    return names;
  }
}
