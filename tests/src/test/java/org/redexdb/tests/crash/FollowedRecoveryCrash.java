// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.ProcessKilled;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// A process that only reads lives longer than the one that writes.
class FollowedRecoveryCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final int KEYS = 3;

  /// The next writer's recovery puts a copy in the place of a segment that the reader has opened and never read.
  @Test
  void aReaderThatHasReadNothingFollowsTheNextWriterToo() {
    SimDisk disk = SimDisk.seeded(1);
    var clock = new SimClock();
    Store first = SimStores.open(disk, FOLDER, OPTIONS, clock);
    append(first.create("orders", new LogOptions(64 << 10)), "one", Ack.DISK);
    try (Store reader = SimStores.open(disk.otherProcess(), FOLDER, OPTIONS.withMode(Mode.READ_ONLY), clock)) {
      Log followed = Objects.requireNonNull(reader.log(0));
      append(Objects.requireNonNull(first.log(0)), "two", Ack.OS);
      disk.failForceAfter(1);
      assertThatThrownBy(first::close).isInstanceOf(StorageException.NotDurable.class);
      disk.clearFaults();
      try (Store next = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
        append(Objects.requireNonNull(next.log(0)), "three", Ack.DISK);
        assertThat(followed.tip().seq()).isEqualTo(2);
        assertThat(texts(followed)).isEqualTo("one two three");
      }
    }
  }

  /// The copy has another salt, and the reader still reads the old file. It may have been the first one, complete but for the
  /// pointer to its footer, whose keys nobody has asked for before.
  @Test
  void aReaderFindsKeysInASegmentWhoseNameTheNextWriterGaveToACopy() {
    int cut = 1;
    int seen = 0;
    while (true) {
      var clock = new SimClock();
      SimDisk disk = SimDisk.seeded(cut);
      Store first = SimStores.open(disk, FOLDER, OPTIONS, clock);
      Log log = first.create("orders", new LogOptions(64 << 10));
      disk.cutPowerAfter(cut);
      try {
        for (int i = 0; i < 40; i++) append(log, i);
        break;
      } catch (PowerCut _) {
        seen += findsKeysBesideTheNextWriter(disk.afterReboot(), clock);
      }
      cut++;
    }
    assertThat(seen).as("events seen by readers").isPositive();
  }

  private static int findsKeysBesideTheNextWriter(SimDisk disk, SimClock clock) {
    try (Store reader = SimStores.open(disk.otherProcess(), FOLDER, OPTIONS.withMode(Mode.READ_ONLY), clock)) {
      Log followed = Objects.requireNonNull(reader.log(0));
      int events = (int) followed.tip().seq() + 1;
      try (Store _ = SimStores.open(disk, FOLDER, OPTIONS, clock)) {
        var block = new FrameBlock();
        int found = 0;
        for (int key = 0; key < KEYS; key++)
          try (FrameReader of = followed.keyReader(("k" + key).getBytes(StandardCharsets.UTF_8), 0, events)) {
            while (of.next(block)) {
              assertThat(block.seq(0) % KEYS).isEqualTo(key);
              found++;
            }
          }
        assertThat(found).isEqualTo(events);
      }
      return events;
    }
  }

  /// Else a reader would go on without events that everybody else sees.
  @Test
  void aTrimThatItsWriterDidNotLiveToStoreIsNotSeenByReadersWhoOutliveIt() {
    for (int operation = 1; operation < 12; operation++)
      for (boolean killed : new boolean[]{true, false}) {
        SimDisk disk = SimDisk.seeded(operation);
        var clock = new SimClock();
        Store first = SimStores.open(disk, FOLDER, OPTIONS, clock);
        Log log = first.create("orders", new LogOptions(64 << 10));
        for (int i = 0; i < 6; i++) append(log, "event" + i, i < 5 ? Ack.DISK : Ack.OS);
        try (Store reader = SimStores.open(disk.otherProcess(), FOLDER, OPTIONS.withMode(Mode.READ_ONLY), clock)) {
          Log followed = Objects.requireNonNull(reader.log(0));
          boolean trimmed = trimmedWithFaultAt(disk, log, operation, killed);
          followed.tip();
          long seen = followed.firstSeq();
          if (trimmed) assertThat(seen).isEqualTo(4);
          try (Store next = SimStores.open(killed ? disk.afterRestart() : closed(disk, first), FOLDER, OPTIONS, clock,
              new SplittableRandom(operation))) {
            assertThat(seen).as("first event for a reader, with a fault at operation %d", operation)
                .isLessThanOrEqualTo(Objects.requireNonNull(next.log(0)).firstSeq());
            followed.tip();
            assertThat(followed.firstSeq()).isEqualTo(Objects.requireNonNull(next.log(0)).firstSeq());
          }
        }
      }
  }

  /// @return whether the trim was acknowledged
  private static boolean trimmedWithFaultAt(SimDisk disk, Log log, int operation, boolean kill) {
    if (kill) disk.killAfter(operation);
    else
      disk.failAfter(operation);
    try {
      log.trim(4);
      return true;
    } catch (ProcessKilled | StorageException e) {
      return false;
    } finally {
      disk.clearFaults();
    }
  }

  private static SimDisk closed(SimDisk disk, Store store) {
    try {
      store.close();
    } catch (StorageException.NotDurable | StorageException.DeviceFault e) {
      // What a failed force leaves.
    }
    return disk;
  }

  private static void append(Log log, int number) {
    var metadata = new byte[]{3, 2, 'k', (byte) ('0' + number % KEYS)};
    var payload = new byte[4_000];
    log.append(PayloadCodec.BYTES, metadata, payload, 0, payload.length, Log.ANY_SEQ, Ack.OS);
  }

  private static void append(Log log, String text, Ack ack) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    log.append(PayloadCodec.TEXT, new byte[0], bytes, 0, bytes.length, Log.ANY_SEQ, ack);
  }

  private static String texts(Log log) {
    var texts = new StringBuilder();
    var block = new FrameBlock();
    for (long seq = 0; log.read(seq, block); seq++)
      texts.append(seq == 0 ? "" : " ").append(new String(block.bytes(), block.payloadOffset(0), block.payloadLength(0),
          StandardCharsets.UTF_8));
    return texts.toString();
  }
}
