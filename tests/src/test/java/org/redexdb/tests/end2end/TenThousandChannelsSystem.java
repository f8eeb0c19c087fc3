// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.LogUse;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Receipt;

/// Many small channels in one process: they cost neither descriptors nor files.
class TenThousandChannelsSystem {
  private static final int CHANNELS = 10_000;
  private static final int THREADS = 64;
  private static final int DESCRIPTORS_MAX = 1_024;
  private static final long DISK_BYTES_MAX = 100_000_000;
  private static final ChannelOptions SHARED = ChannelOptions.DEFAULTS.withLog(LogUse.SHARED);

  @TempDir
  Path temporary;

  @Test
  void tenThousandSharedChannelsWithADurableEventEachTakeFewDescriptorsAndLittleDisk()
      throws IOException, InterruptedException, ExecutionException {
    Path descriptors = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(descriptors), "no /proc/self/fd to count descriptors in");
    Path folder = temporary.resolve("store");
    try (NetDb db = NetDb.open(folder)) {
      createAll(db);
      var receipts = new ArrayList<CompletableFuture<Receipt>>(CHANNELS);
      for (int i = 0; i < CHANNELS; i++)
        receipts.add(db.channel(name(i)).appendAsync(Event.json("{\"n\":" + i + "}"), Ack.DISK));
      for (CompletableFuture<Receipt> receipt : receipts) assertThat(receipt.get().seq()).isZero();
      assertHoldsAll(db);
      assertThat(count(descriptors)).as("open descriptors").isLessThan(DESCRIPTORS_MAX);
    }
    assertThat(allocatedBytes(folder)).as("bytes on disk").isLessThan(DISK_BYTES_MAX);
    try (NetDb db = NetDb.open(folder)) {
      assertThat(db.recoveryNotes()).isEmpty();
      assertHoldsAll(db);
      assertThat(count(descriptors)).as("open descriptors after opening again").isLessThan(DESCRIPTORS_MAX);
    }
  }

  /// By many threads, which wait for the device together.
  private static void createAll(NetDb db) throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var created = new ArrayList<Future<?>>();
      for (int i = 0; i < CHANNELS; i++) {
        String name = name(i);
        created.add(threads.submit(() -> db.createChannel(name, SHARED)));
      }
      for (Future<?> one : created) one.get();
    }
  }

  private static String name(int i) { return "sensor/" + i; }

  private static void assertHoldsAll(NetDb db) {
    assertThat(db.channels()).hasSize(CHANNELS);
    for (int i = 0; i < CHANNELS; i++) {
      var channel = db.channel(name(i));
      assertThat(channel.nextSeq()).isOne();
      assertThat(channel.durableSeq()).isZero();
      assertThat(channel.read(0).orElseThrow().text()).isEqualTo("{\"n\":" + i + "}");
    }
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  /// Blocks that files have, not their length: what is reserved ahead is sparse.
  private static long allocatedBytes(Path folder) throws IOException, InterruptedException {
    Process du = new ProcessBuilder(List.of("du", "-s", "--block-size=1", folder.toString())).start();
    String told = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(du.waitFor()).isZero();
    return Long.parseLong(told.substring(0, told.indexOf('\t')));
  }
}
