// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimMemory;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.WatchedDisk;

/// A program may try to open a store again and again, until its disk is well.
class FailedOpenCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final int LOGS = 3;

  @Test
  void anOpenThatFailsLeavesNoFileOpenWhereverItFails() {
    int failures = 0;
    for (int operation = 1; failsAfter(operation); operation++) failures++;
    assertThat(failures).as("operations of an open after a kill").isGreaterThan(20);
  }

  /// Who only reads maps what the next writer may replace, log by log.
  @Test
  void anOpenToReadThatFailsAtItsLastLogLeavesNothingMapped() throws IOException {
    try (var memory = SimMemory.untilClosed()) {
      SimDisk disk = SimDisk.seeded(1, memory);
      var clock = new SimClock();
      try (Store store = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
        for (int i = 0; i < LOGS; i++)
          store.create("log" + i, new LogOptions(64 << 10)).append(batch(), Log.ANY_SEQ, Ack.DISK);
      }
      Path last = FOLDER.resolve("logs").resolve(disk.list(FOLDER.resolve("logs")).getLast());
      var failing = WatchedDisk.of(disk, call -> {
        if (call.ofSegment() && call.file().startsWith(last)) throw new IOException("Input/output error");
      });
      long before = memory.arenas();
      assertThatThrownBy(() -> SimStores.open(failing, FOLDER, OPTIONS.withMode(Mode.READ_ONLY), clock))
          .isInstanceOf(StorageException.class).hasMessageContaining("Input/output error");
      assertThat(memory.arenas()).as("arenas with mappings").isEqualTo(before);
    }
  }

  /// @return false when the open took fewer operations
  private static boolean failsAfter(int operation) {
    try (var memory = SimMemory.untilClosed()) {
      SimDisk disk = SimDisk.seeded(1, memory).writeBackByItself(false);
      var clock = new SimClock();
      Store store = SimStores.open(disk, FOLDER, OPTIONS, clock);
      for (int i = 0; i < LOGS; i++) store.create("log" + i, new LogOptions(64 << 10));
      for (int i = 0; i < 90; i++)
        Objects.requireNonNull(store.log(i % LOGS)).append(batch(), Log.ANY_SEQ, i % 7 == 0 ? Ack.DISK : Ack.OS);
      disk.killProcess();
      SimDisk next = disk.afterRestart();
      long mapped = memory.arenas();
      next.failAfter(operation);
      try (Store opened = SimStores.open(next, FOLDER, OPTIONS, clock)) {
        next.clearFaults();
        assertThat(opened.logs()).hasSize(LOGS);
      } catch (StorageException e) {
        assertThat(next.openFiles()).as("files left open by an open that failed: %s", e.getMessage()).isZero();
        assertThat(memory.arenas()).as("arenas with mappings").isEqualTo(mapped);
        next.clearFaults();
        try (Store opened = SimStores.open(next, FOLDER, OPTIONS, clock)) {
          assertThat(opened.logs()).hasSize(LOGS);
        }
        assertThat(next.openFiles()).as("files left open by a close").isZero();
        return true;
      }
      assertThat(next.openFiles()).as("files left open by a close").isZero();
      return false;
    }
  }

  private static FrameBatch batch() {
    return new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[3_000], 0, 3_000);
  }
}
