// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.Slots;

/// What is closed or dropped holds no file open, also when its helper was at work on the next segment.
class OpenFilesTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final LogOptions SMALL = new LogOptions(64 << 10);
  private static final int CYCLES = 40;
  private static final byte[] NONE = new byte[0];

  @TempDir
  Path folder;

  @BeforeEach
  void onASystemThatListsOpenFiles() { assumeTrue(Files.isDirectory(DESCRIPTORS), "no " + DESCRIPTORS + " here"); }

  /// Also files that were deleted while open.
  private List<String> openFiles(String part) throws IOException {
    String inside = folder.toRealPath().toString();
    var found = new ArrayList<String>();
    try (var links = Files.list(DESCRIPTORS)) {
      for (Path link : links.toList()) {
        try {
          String target = Files.readSymbolicLink(link).toString();
          if (target.startsWith(inside) && target.contains(part)) found.add(target);
        } catch (IOException e) {
          // Closed since it was listed.
        }
      }
    }
    return found;
  }

  private Store open() {
    return Storage.open(StoreEnvironment.system(), folder.resolve("store"), StoreOptions.DEFAULTS.withFrontBlocks(4));
  }

  private static void append(Log log, int bytes) {
    log.append(PayloadCodec.BYTES, NONE, new byte[bytes], 0, bytes, Log.ANY_SEQ, Ack.OS);
  }

  @Test
  void aClosedStoreHoldsNoFileOpen() throws IOException {
    for (int i = 0; i < CYCLES; i++) {
      try (Store store = open()) {
        append(store.logs().isEmpty() ? store.create("orders", SMALL) : store.logs().iterator().next(), 20_000);
        assertThat(openFiles("store.meta")).as("the search finds what is open").isNotEmpty();
      }
      assertThat(openFiles("")).as("cycle %d", i).isEmpty();
    }
  }

  @Test
  void aDroppedLogHoldsNoFileOpenOnceTheStoreIsClosed() throws IOException {
    try (Store store = open()) {
      for (int i = 0; i < CYCLES; i++) {
        Log log = store.create("orders" + i, SMALL);
        append(log, 20_000);
        store.drop(log.id());
      }
    }
    assertThat(openFiles("")).isEmpty();
    try (var left = Files.list(folder.resolve("store").resolve("logs"))) {
      assertThat(left.toList()).isEmpty();
    }
  }

  @Test
  void aRepairThatMeetsAFileOfALaterVersionHoldsNoFileOpen() throws IOException {
    Path log;
    try (Store store = open()) {
      Log orders = store.create("orders", SMALL);
      for (int i = 0; i < 10; i++) append(orders, 20_000);
    }
    try (var logs = Files.list(folder.resolve("store").resolve("logs"))) {
      log = logs.findFirst().orElseThrow();
    }
    try (var files = Files.list(log)) {
      Path last = files.filter(file -> file.toString().endsWith(".seg")).max(Comparator.naturalOrder()).orElseThrow();
      byte[] bytes = Files.readAllBytes(last);
      bytes[47] = 0x40; // a bit of INCOMPAT that nothing has, docs/formats/segment.md
      Slots.close(bytes, 0, SegmentIdentity.PAGE_BYTES);
      Files.write(last, bytes);
    }
    assertThatThrownBy(
        () -> Storage.repair(StoreEnvironment.system(), folder.resolve("store"), null, true, Progress.NONE))
        .isInstanceOf(StorageException.Unsupported.class);
    assertThat(openFiles("")).isEmpty();
  }
}
