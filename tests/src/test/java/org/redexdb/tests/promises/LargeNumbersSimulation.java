// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk.Access;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.segment.Mark;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentStats;
import org.redexdb.storage.segment.Slots;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// Nothing in a log counts in 32 bits what grows over its life: it goes on where it has had any number of events, and places
/// in a file are counted from the file's beginning.
class LargeNumbersSimulation {
  private static final int EVENTS = 300;
  private static final byte[] PAYLOAD = new byte[1_000];

  private final SimClock clock = new SimClock();
  private final SimDisk disk = SimDisk.seeded(5);

  private Store open() { return SimStores.open(disk, Events.FOLDER, Events.OPTIONS, clock); }

  /// Makes a store whose log has had, and trimmed, so many events.
  private void storeThatHasHad(long events) throws IOException {
    try (Store store = open()) {
      store.create("orders", Events.SMALL);
    }
    Path folder = Events.FOLDER.resolve("logs").resolve("0-orders");
    Path first = folder.resolve("%020d.seg".formatted(0));
    var page = new byte[SegmentIdentity.HEADER_BYTES];
    try (DiskFile file = disk.open(first, Access.WRITE)) {
      file.read(0, page, 0, page.length);
      int salt = SegmentIdentity.decode(page, first).salt();
      byte[] roll = new SegmentHead.Roll(events, new UUID(0, 0), 1, Long.MIN_VALUE).encode(salt);
      file.write(SegmentHead.rollOffset(), roll, 0, roll.length);
      var mark = new byte[Slots.BYTES];
      new Mark(100, events - 1, SegmentIdentity.HEADER_BYTES, 1, events, new SegmentStats(Long.MIN_VALUE)).encode(mark,
          0, salt);
      file.write(SegmentHead.markOffset(100), mark, 0, mark.length);
      file.force(true);
    }
    disk.rename(first, folder.resolve("%020d.seg".formatted(events)));
    disk.forceDirectory(folder);
  }

  @ParameterizedTest
  @ValueSource(longs = {(1L << 31) - 100, (1L << 32) - 100, 1L << 40, Limits.SEQ_MAX - EVENTS})
  void aLogGoesOnWhateverItHasHad(long before) throws IOException {
    storeThatHasHad(before);
    try (Store store = open()) {
      Log log = Events.log(store);
      for (int i = 0; i < EVENTS; i++)
        assertThat(Events.append(log, PAYLOAD, i % 10 == 0 ? Ack.DISK : Ack.OS).seq()).isEqualTo(before + i);
      assertThat(log.status().segments()).as("segments").isGreaterThan(3);
      isThere(log, before, before + EVENTS);
      assertThat(log.trim(before + 150).floorAfter()).isEqualTo(before + 150);
    }
    try (Store store = open()) {
      assertThat(store.recoveryNotes()).isEmpty();
      isThere(Events.log(store), before + 150, before + EVENTS);
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }
  }

  private static void isThere(Log log, long from, long to) {
    assertThat(Events.read(log)).extracting(Events.Read::seq).startsWith(from).endsWith(to - 1)
        .hasSize((int) (to - from));
    var block = new FrameBlock();
    for (long seq : new long[]{from, from + 70, to - 1}) {
      assertThat(log.read(seq, block)).isTrue();
      assertThat(block.seq(0)).isEqualTo(seq);
    }
  }
}
