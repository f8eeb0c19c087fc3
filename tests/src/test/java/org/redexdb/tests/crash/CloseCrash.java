// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// Closing forces what was acknowledged at `OS`; when the device refuses, it says so, and gives everything back all the same.
class CloseCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);

  private final SimClock clock = new SimClock();
  private final SimDisk disk = SimDisk.seeded(7);

  private Store open() { return SimStores.open(disk, FOLDER, OPTIONS, clock); }

  private static FrameBatch event() {
    return new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[100], 0, 100);
  }

  @Test
  void aForceThatFailsWhileClosingIsToldAndTheNextOpenGoesOn() throws IOException {
    Store store = open();
    Log log = store.create("log", new LogOptions(64 << 10));
    log.append(event(), Log.ANY_SEQ, Ack.OS);
    disk.failForceAfter(1);
    assertThatThrownBy(store::close).isInstanceOf(StorageException.NotDurable.class).hasMessageContaining("log");
    disk.clearFaults();
    try (Store again = open()) {
      assertThat(Objects.requireNonNull(again.log(0)).tip().seq()).isZero();
    }
  }

  @Test
  void aJournalThatCannotBeForcedWhileClosingIsToldAndItsCommitsAreFoundAgain() throws IOException {
    Store store = open();
    Log first = store.create("first", new LogOptions(64 << 10));
    Log second = store.create("second", new LogOptions(64 << 10));
    store.append(List.of(new LogAppend(first, event(), Log.ANY_SEQ), new LogAppend(second, event(), Log.ANY_SEQ)),
        Ack.OS);
    // The first log is forced before the record that decides about its event.
    disk.failForceAfter(2);
    assertThatThrownBy(store::close).isInstanceOf(StorageException.NotDurable.class);
    disk.clearFaults();
    assertThat(disk.exists(FOLDER.resolve("journal"))).as("the journal is kept").isTrue();
    try (Store again = open()) {
      for (Log log : again.logs()) assertThat(log.tip().seq()).as(log.name()).isZero();
      assertThat(disk.exists(FOLDER.resolve("journal"))).as("the journal is given up").isFalse();
    }
  }

  @Test
  void aStoreOnAFullDiskSaysWhenClosingThatItsEventsAreNotDurable() throws IOException {
    Store store = open();
    Log log = store.create("log", new LogOptions(64 << 10));
    log.append(event(), Log.ANY_SEQ, Ack.OS);
    disk.capacityBytes(0);
    assertThatThrownBy(store::close).isInstanceOf(StorageException.DiskFull.class);
    disk.capacityBytes(Long.MAX_VALUE);
    try (Store again = open()) {
      assertThat(Objects.requireNonNull(again.log(0)).tip().seq()).isZero();
    }
  }
}
