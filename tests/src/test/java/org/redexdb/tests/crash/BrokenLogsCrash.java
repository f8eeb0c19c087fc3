// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// Logs whose force failed keep their blocks of the front until the store is opened again: their events survive the end of
/// the process only there. Other logs do not wait for these blocks.
class BrokenLogsCrash {
  private static final int BLOCKS = 4;
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(BLOCKS);

  @Test
  void anAppendThatFindsNoBlockIsRefused() {
    SimDisk disk = SimDisk.seeded(1);
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock())) {
      List<Log> broken = new ArrayList<>();
      for (int i = 0; i < BLOCKS; i++) broken.add(store.create("log" + i, new LogOptions(64 << 10)));
      Log healthy = store.create("healthy", new LogOptions(64 << 10));
      for (Log log : broken) append(log);
      for (Log log : broken) {
        disk.failForceAfter(1);
        assertThatThrownBy(log::force).isInstanceOf(StorageException.NotDurable.class);
        disk.clearFaults();
      }
      assertThatThrownBy(() -> append(healthy)).isInstanceOf(StorageException.DeviceFault.class)
          .hasMessageContaining("healthy").hasMessageContaining("open the store again");
      assertThat(healthy.tip().seq()).isEqualTo(-1);
      assertThat(broken).allMatch(log -> log.read(0, new FrameBlock()));
      assertThatThrownBy(store::close).isInstanceOf(StorageException.NotDurable.class);
    }
    try (Store store = SimStores.open(disk.afterRestart(), FOLDER, OPTIONS, new SimClock())) {
      for (Log log : store.logs()) {
        assertThat(log.tip().seq()).as(log.name()).isEqualTo(log.name().equals("healthy") ? -1 : 0);
        append(log);
      }
    }
  }

  private static void append(Log log) {
    var payload = new byte[100];
    log.append(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length, Log.ANY_SEQ, Ack.OS);
  }
}
