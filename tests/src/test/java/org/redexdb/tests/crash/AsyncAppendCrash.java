// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// An append in flight is told of the device's failure as one that waits is.
class AsyncAppendCrash {
  private static final Path FOLDER = Path.of("/store");

  @Test
  void aFailedForceReachesTheReceiptsInFlight() throws IOException {
    SimDisk disk = SimDisk.seeded(3);
    var options = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
    Store store = SimStores.open(disk, FOLDER, options, new SimClock());
    Log log = store.create("log", new LogOptions(64 << 10));
    var event = new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[100], 0, 100);
    var first = log.appendAsync(event, Log.ANY_SEQ, Ack.DISK);
    log.force();
    assertThat(first.join().seq()).isZero();
    disk.failForceAfter(1);
    var second = log.appendAsync(event, Log.ANY_SEQ, Ack.DISK);
    assertThat(log.tip().seq()).as("published at once").isEqualTo(1);
    assertThatThrownBy(log::force).isInstanceOf(StorageException.NotDurable.class);
    assertThatThrownBy(second::join).isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StorageException.NotDurable.class);
    assertThatThrownBy(() -> log.appendAsync(event, Log.ANY_SEQ, Ack.DISK))
        .isInstanceOf(StorageException.NotDurable.class);
  }
}
