// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
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

/// A trim has what it takes away on the device first; of a commit over several logs that is the journal's record as well.
class TrimFullDiskCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
  void aTrimIsToldWhenTheRecordOfACommitFindsNoRoom() {
    SimDisk disk = SimDisk.seeded(1).writeBackByItself(false);
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock())) {
      Log a = store.create("a", new LogOptions(64 << 10));
      Log b = store.create("b", new LogOptions(64 << 10));
      commit(store, a, b, Ack.DISK);
      // Room for what the logs get, in blocks that they have, and none for the record.
      commit(store, a, b, 3_000, Ack.OS);
      disk.capacityBytes(Long.MAX_VALUE / 2);
      long used = Long.MAX_VALUE / 2 - disk.usableBytes(FOLDER);
      boolean told = false;
      for (long room = 0; room <= 64 << 10 && !told; room += 4096) {
        disk.capacityBytes(used + room);
        told = isToldOf(a);
      }
      assertThat(told).as("a trim that found no room").isTrue();
      disk.capacityBytes(Long.MAX_VALUE);
      assertThat(a.trim(2).floorAfter()).isEqualTo(2);
    }
  }

  private static boolean isToldOf(Log log) {
    try {
      log.trim(2);
      return false;
    } catch (StorageException.DiskFull e) {
      return true;
    }
  }

  private static void commit(Store store, Log a, Log b, Ack ack) { commit(store, a, b, 10, ack); }

  private static void commit(Store store, Log a, Log b, int bytes, Ack ack) {
    store.append(List.of(new LogAppend(a, batch(bytes), Log.ANY_SEQ), new LogAppend(b, batch(bytes), Log.ANY_SEQ)),
        ack);
  }

  private static FrameBatch batch(int bytes) {
    return new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[bytes], 0, bytes);
  }
}
