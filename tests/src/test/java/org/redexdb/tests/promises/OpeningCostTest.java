// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.WatchedDisk;

/// A store that was closed cleanly is opened by its heads and footers, however much is in it.
class OpeningCostTest {
  private static final byte[] PAYLOAD = new byte[3_000];
  /// Of a segment: both header pages, SEAL and FOOTER, the word behind the end.
  private static final int READ_BYTES_MAX = SegmentIdentity.HEADER_BYTES + 4_096;

  @Test
  void anOpenAfterACleanCloseReadsNoEvents() {
    SimDisk disk = SimDisk.seeded(1);
    var clock = new SimClock();
    int segments;
    try (Store store = SimStores.open(disk, Events.FOLDER, Events.OPTIONS, clock)) {
      Log log = store.create("orders", Events.SMALL);
      for (int i = 0; i < 600; i++) Events.append(log, PAYLOAD, Ack.OS);
      segments = log.status().segments();
      assertThat(segments).isGreaterThan(20);
    }
    for (Mode mode : new Mode[]{Mode.READ_ONLY, Mode.WRITE_EXISTING}) {
      var read = new AtomicLong();
      var watched = WatchedDisk.of(disk, call -> {
        if (!call.ofSegment()) return;
        if (call.method().equals("read")) read.addAndGet((Integer) call.arguments()[3]);
        if (call.method().equals("map")) read.addAndGet((Long) call.arguments()[2]);
      });
      try (Store store = SimStores.open(watched, Events.FOLDER, Events.OPTIONS.withMode(mode), clock)) {
        assertThat(read.get()).as("bytes of %d segments read or mapped, %s", segments, mode).isPositive()
            .isLessThanOrEqualTo((long) segments * READ_BYTES_MAX);
        assertThat(Events.read(Events.log(store))).hasSize(600);
      }
    }
  }
}
