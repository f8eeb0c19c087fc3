// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

/// A store may have more logs than its process may have files open. `-Dredex.logs=10000` is the large run.
class ManyLogsTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final LogOptions SMALL = new LogOptions(64 << 10);
  private static final int LOGS = Integer.getInteger("redex.logs", 150);
  private static final int DESCRIPTORS_MAX = 16;
  /// Of the store itself, of directories being forced, and what threads have in use at one moment.
  private static final int BESIDE = 24;
  private static final int THREADS = 4;
  private static final byte[] NONE = new byte[0];

  @TempDir
  Path folder;

  private long openFiles() throws IOException {
    String inside = folder.toRealPath().toString();
    try (var links = Files.list(DESCRIPTORS)) {
      return links.filter(link -> {
        try {
          return Files.readSymbolicLink(link).toString().startsWith(inside);
        } catch (IOException closedSinceItWasListed) {
          return false;
        }
      }).count();
    }
  }

  private Store open() {
    return Storage.open(StoreEnvironment.of(Disks.system(DESCRIPTORS_MAX)), folder.resolve("store"),
        StoreOptions.DEFAULTS.withFrontBlocks(8));
  }

  private static void append(Log log, int value, Ack ack) {
    var payload = new byte[3_000];
    payload[0] = (byte) value;
    log.append(PayloadCodec.BYTES, NONE, payload, 0, payload.length, Log.ANY_SEQ, ack);
  }

  @Test
  void manyLogsAreWrittenAtDiskAndRolledWithFewDescriptors() throws IOException {
    assumeTrue(Files.isDirectory(DESCRIPTORS), "no " + DESCRIPTORS + " here");
    try (Store store = open()) {
      for (int i = 0; i < LOGS; i++) append(store.create("log" + i, SMALL), 0, Ack.DISK);
      assertThat(openFiles()).isLessThanOrEqualTo(DESCRIPTORS_MAX + BESIDE);
      var logs = new ArrayList<>(store.logs());
      var threads = new ArrayList<CompletableFuture<Void>>();
      for (int t = 0; t < THREADS; t++) {
        int first = t;
        threads.add(CompletableFuture.runAsync(() -> {
          // Each log by one thread, some of it unforced, and enough of it in some for several segments.
          for (int round = 1; round <= 30; round++)
            for (int i = first; i < logs.size(); i += THREADS)
              if (round <= 2 || i < 8) append(logs.get(i), round, round % 2 == 0 ? Ack.DISK : Ack.OS);
        }, Thread.ofPlatform()::start));
      }
      threads.forEach(CompletableFuture::join);
      assertThat(openFiles()).isLessThanOrEqualTo(DESCRIPTORS_MAX + BESIDE);
      assertThat(logs.getFirst().status().segments()).as("rolled").isGreaterThan(1);
    }
    assertThat(openFiles()).isZero();
    try (Store store = open()) {
      assertThat(store.recoveryNotes()).isEmpty();
      assertThat(store.logs()).hasSize(LOGS);
      int i = 0;
      for (Log log : store.logs()) {
        assertThat(log.tip().seq()).as(log.name()).isEqualTo(i++ < 8 ? 30 : 2);
        append(log, 3, Ack.DISK);
      }
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
      assertThat(openFiles()).isLessThanOrEqualTo(DESCRIPTORS_MAX + BESIDE);
    }
  }
}
