// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Store;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// The bytes on disk are a promise: this build writes what the golden files hold, and reads them.
class FormatCompat {
  private static final String VERSION = "v0";

  @Test
  void aStoreClosedCleanlyIsWrittenByteForByte() throws IOException { same("clean", GoldenStores.clean()); }

  @Test
  void aStoreWhoseProcessDiedIsWrittenByteForByte() throws IOException { same("killed", GoldenStores.killed()); }

  @Test
  void aStoreClosedCleanlyIsRead() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    GoldenFiles.read(VERSION, "clean").writeTo(disk, GoldenStores.FOLDER);
    readsAs(disk, GoldenStores.events());
    try (Store again = SimStores.open(disk, GoldenStores.FOLDER, GoldenStores.OPTIONS, new SimClock())) {
      assertThat(again.recoveryNotes()).isEmpty();
    }
  }

  @Test
  void aStoreWhoseProcessDiedIsRecoveredFromItsFront() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    GoldenFiles.read(VERSION, "killed").writeTo(disk, GoldenStores.FOLDER);
    var events = new ArrayList<>(GoldenStores.events());
    events.addAll(GoldenStores.inFront());
    readsAs(disk, events);
  }

  private static void same(String name, DiskImage written) throws IOException {
    if (GoldenFiles.WRITE) GoldenFiles.write(VERSION, name, written);
    DiskImage golden = GoldenFiles.read(VERSION, name);
    assertThat(written.differences(golden)).as("differences to golden/%s/%s", VERSION, name).isEmpty();
    assertThat(golden.files()).as("files of golden/%s/%s", VERSION, name).isNotEmpty();
  }

  private static void readsAs(SimDisk disk, List<String> events) {
    try (Store store = SimStores.open(disk, GoldenStores.FOLDER, GoldenStores.OPTIONS, new SimClock())) {
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
      Log log = store.logs().iterator().next();
      assertThat(log.name()).isEqualTo(GoldenStores.LOG);
      var found = new ArrayList<String>();
      var block = new FrameBlock();
      try (var reader = log.reader(0, Long.MAX_VALUE)) {
        while (reader.next(block))
          for (int i = 0; i < block.count(); i++)
            found
                .add(new String(block.bytes(), block.payloadOffset(i), block.payloadLength(i), StandardCharsets.UTF_8));
      }
      assertThat(found).isEqualTo(events);
    }
  }
}
