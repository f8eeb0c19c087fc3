// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk.Access;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// What a log says that it holds is what its events take, whatever bytes they are made of.
class StoredBytesTest {
  private static final int HEADER_BYTES = 40;

  private final SimDisk disk = SimDisk.seeded(1);
  private final SimClock clock = new SimClock();

  private Store open() { return SimStores.open(disk, Events.FOLDER, Events.OPTIONS, clock); }

  /// An event that looks like a great length, should anybody take it for one.
  private static byte[] ones(int length) {
    var payload = new byte[length];
    Arrays.fill(payload, (byte) 0xFF);
    return payload;
  }

  @Test
  void theBytesOfALogAreThoseOfItsFrames() {
    long bytes = 0;
    try (Store store = open()) {
      Log log = store.create("orders", Events.SMALL);
      assertThat(log.status().bytes()).isZero();
      for (int length = 0; length < 40; length++) {
        Events.append(log, ones(length), Ack.DISK);
        bytes += HEADER_BYTES + (length + 7) / 8 * 8;
        assertThat(log.status().bytes()).as("after an event of %d bytes", length).isEqualTo(bytes);
      }
    }
    try (Store store = open()) {
      assertThat(Events.log(store).status().bytes()).as("after opening again").isEqualTo(bytes);
    }
  }

  @Test
  void anEventOfUpToEightBytesTakesOneFrameOf48BytesAndIsReadFromIt() throws IOException {
    try (Store store = open()) {
      Log log = store.create("orders", Events.SMALL);
      for (int length = 1; length <= 8; length++) {
        long before = log.status().bytes();
        Events.append(log, ones(length), Ack.DISK);
        assertThat(log.status().bytes() - before).as("bytes of an event of %d", length).isEqualTo(HEADER_BYTES + 8);
      }
      assertThat(log.status().segments()).isOne();
    }
    Path file = Events.FOLDER.resolve("logs").resolve("0-orders").resolve("%020d.seg".formatted(0));
    var frame = new byte[HEADER_BYTES + 8];
    try (DiskFile segment = disk.open(file, Access.READ)) {
      for (int length = 1; length <= 8; length++) {
        segment.read(SegmentIdentity.HEADER_BYTES + (length - 1L) * frame.length, frame, 0, frame.length);
        assertThat(frame[0]).as("length word").isEqualTo((byte) (HEADER_BYTES + length));
        assertThat(Arrays.copyOfRange(frame, HEADER_BYTES, frame.length)).isEqualTo(Arrays.copyOf(ones(length), 8));
      }
    }
    try (Store store = open()) {
      assertThat(Events.read(Events.log(store))).extracting(Events.Read::payload)
          .containsExactly(ones(1), ones(2), ones(3), ones(4), ones(5), ones(6), ones(7), ones(8));
    }
  }
}
