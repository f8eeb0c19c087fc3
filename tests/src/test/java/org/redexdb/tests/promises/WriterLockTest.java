// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk.Access;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.support.WatchedDisk;

/// Who may write a folder, where, and how its files are touched.
class WriterLockTest {
  private static final int PID_OFFSET = 16;

  private final SimClock clock = new SimClock();
  private final SimDisk disk = SimDisk.seeded(1);

  @Test
  void theLockTellsWhetherAWriterLivesAndNotThePidThatItLeft() throws IOException {
    Store killed = SimStores.open(disk, Events.FOLDER, Events.OPTIONS, clock);
    Events.append(killed.create("orders", Events.SMALL), "event 0", Ack.DISK);
    Path control = Events.FOLDER.resolve("redex.ctl");
    // The pid of this process, which lives: as if it had been given anew to another program.
    assertThat(pid(disk, control)).isEqualTo(ProcessHandle.current().pid());
    assertThatThrownBy(() -> SimStores.open(disk.otherProcess(), Events.FOLDER, Events.OPTIONS, clock))
        .isInstanceOf(StorageException.InUse.class);
    SimDisk next = disk.afterRestart();
    assertThat(pid(next, control)).isEqualTo(ProcessHandle.current().pid());
    try (Store store = SimStores.open(next, Events.FOLDER, Events.OPTIONS, clock)) {
      assertThat(Events.read(Events.log(store))).hasSize(1);
      assertThat(store.readOnly()).isFalse();
    }
  }

  private static long pid(SimDisk of, Path control) throws IOException {
    var word = new byte[8];
    try (DiskFile file = of.open(control, Access.READ)) {
      file.read(PID_OFFSET, word, 0, 8);
    }
    return java.nio.ByteBuffer.wrap(word).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong();
  }

  @Test
  void aNetworkFileSystemIsRefusedUnlessTheOptionsAllowIt() {
    var network = WatchedDisk.onNetwork(disk);
    for (Mode mode : Mode.values()) {
      if (mode == Mode.READ_ONLY) SimStores.open(disk, Events.FOLDER, Events.OPTIONS, clock).close();
      if (!disk.isDirectory(Events.FOLDER) && mode != Mode.CREATE_OR_WRITE) continue;
      assertThatThrownBy(() -> SimStores.open(network, Events.FOLDER, Events.OPTIONS.withMode(mode), clock)).as("%s",
          mode).isInstanceOf(StorageException.Unsupported.class).hasMessageContaining("allowNetworkFileSystem");
    }
    try (Store store = SimStores.open(network, Events.FOLDER, Events.OPTIONS.withAllowNetworkFileSystem(true), clock)) {
      assertThat(store.readOnly()).isFalse();
    }
  }

  @Test
  void segmentsAreMappedForReadingOnlyAndNeverMadeShorter() throws IOException {
    var maps = new ArrayList<Boolean>();
    var watched = WatchedDisk.of(disk, call -> {
      if (call.ofSegment() && call.method().equals("map")) maps.add((Boolean) call.arguments()[0]);
    });
    try (Store store = SimStores.open(watched, Events.FOLDER, Events.OPTIONS, clock)) {
      Log log = store.create("orders", Events.SMALL);
      for (int i = 0; i < 200; i++) {
        Events.append(log, new byte[2_000], i % 9 == 0 ? Ack.DISK : Ack.OS);
        if (i % 20 == 0) assertThat(Events.read(log)).isNotEmpty();
      }
      assertThat(Events.read(log)).hasSize(200);
    }
    assertThat(maps).as("mappings of segments, whether for writing").isNotEmpty().containsOnly(false);
    List<String> names = disk.list(Events.FOLDER.resolve("logs").resolve("0-orders"));
    for (String name : names)
      if (name.endsWith(".seg"))
        assertThat(disk.size(Events.FOLDER.resolve("logs").resolve("0-orders").resolve(name))).as(name)
            .isEqualTo(Events.SEGMENT_BYTES);
  }
}
