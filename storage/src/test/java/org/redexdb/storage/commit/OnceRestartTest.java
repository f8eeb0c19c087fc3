// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.runtime.SystemTime;

/// Which events are stored is known after opening without reading what came long before.
class OnceRestartTest {
  private static final int STORE_HEADER_BYTES = 1024;
  private static final int SEGMENT_BYTES = 64 << 10;
  private static final int EVENTS = 200;
  private static final int EVENT_BYTES = 5_000;
  /// What the log knows: at most a row of 48 bytes and one for its producer for each of 170 events and 85 producers.
  private static final int WINDOW_BYTES = 16 << 10;
  private static final int HEADER_BYTES = 8192;

  private final AtomicLong bytesRead = new AtomicLong();
  @TempDir
  Path temporary;

  private Store open() {
    var disk = ObservedDisk.telling((method, arguments) -> {
      if (method.equals("read")) bytesRead.addAndGet((int) arguments[3]);
      if (method.equals("map")) bytesRead.addAndGet((long) arguments[2]);
    });
    return Storage.open(new StoreEnvironment(disk, new SystemTime(), new SplittableRandom(1), Work.CALLER), temporary,
        StoreOptions.DEFAULTS.withFrontBlocks(4));
  }

  private static FrameBatch numbered(long number) {
    var metadata = new byte[26];
    metadata[0] = 5;
    metadata[1] = 24;
    metadata[2] = 77; // of the producer's id
    metadata[18] = (byte) number;
    return new FrameBatch().add(PayloadCodec.BYTES, metadata, new byte[EVENT_BYTES], 0, EVENT_BYTES).once();
  }

  private static void fill(Log log, int events) {
    for (int i = 0; i < events; i++)
      log.append(PayloadCodec.BYTES, new byte[0], new byte[EVENT_BYTES], 0, EVENT_BYTES, Log.ANY_SEQ, Ack.OS);
  }

  @Test
  void theFirstDuplicateAfterOpeningReadsTheLastFooterAndTheActiveSegmentOnly() {
    Receipt first;
    try (Store store = open()) {
      Log log = store.create("orders", new LogOptions(SEGMENT_BYTES));
      first = log.append(numbered(7), Log.ANY_SEQ, Ack.DISK);
      fill(log, EVENTS);
    }
    try (Store store = open()) {
      Log log = Objects.requireNonNull(store.log(0));
      assertThat(log.status().segments()).isGreaterThan(10);
      bytesRead.set(0);
      assertThat(log.append(numbered(7), Log.ANY_SEQ, Ack.DISK)).isEqualTo(first);
      assertThat(bytesRead.get()).isPositive().isLessThanOrEqualTo(HEADER_BYTES + WINDOW_BYTES);
      // Now the active segment has one of them as well: it is read too, and nothing else.
      log.append(numbered(8), Log.ANY_SEQ, Ack.DISK);
    }
    try (Store store = open()) {
      Log log = Objects.requireNonNull(store.log(0));
      bytesRead.set(0);
      assertThat(log.append(numbered(7), Log.ANY_SEQ, Ack.DISK)).isEqualTo(first);
      assertThat(bytesRead.get()).isGreaterThan(EVENT_BYTES)
          .isLessThanOrEqualTo(HEADER_BYTES + WINDOW_BYTES + SEGMENT_BYTES);
    }
  }

  @Test
  void anExpectationThatDoesNotHoldForANewEventReadsNothingMore() {
    try (Store store = open()) {
      Log log = store.create("orders", new LogOptions(SEGMENT_BYTES));
      log.append(numbered(7), Log.ANY_SEQ, Ack.DISK);
      fill(log, EVENTS);
      log.append(numbered(8), Log.ANY_SEQ, Ack.DISK);
      bytesRead.set(0);
      assertThatThrownBy(() -> log.append(numbered(9), 3, Ack.DISK)).isInstanceOf(StorageException.Conflict.class);
      assertThat(bytesRead.get()).isZero();
    }
  }

  @Test
  void aLogWithoutSuchEventsReadsNothingForThemAtARoll() {
    try (Store store = open()) {
      fill(store.create("orders", new LogOptions(SEGMENT_BYTES)), 8);
    }
    try (Store store = open()) {
      Log log = Objects.requireNonNull(store.log(0));
      fill(log, 1); // loads the index
      bytesRead.set(0);
      int segments = log.status().segments();
      fill(log, EVENTS);
      assertThat(log.status().segments()).isGreaterThan(segments);
      int rolls = log.status().segments() - segments;
      // The key index of the segment that was open reads it once; the store's header is read before each roll and once a second.
      assertThat(bytesRead.get()).isLessThanOrEqualTo(SEGMENT_BYTES + STORE_HEADER_BYTES * (rolls + 10L));
    }
  }
}
