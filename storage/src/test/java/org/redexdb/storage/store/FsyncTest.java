// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Fsync;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

/// Events that nobody waits for get to the device within the limits of their log, and without limits not by themselves.
class FsyncTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir
  Path folder;

  private Store store;
  private Log unpaced;
  private Log log;

  @BeforeEach
  void open() {
    store = Storage.open(StoreEnvironment.system(), folder.resolve("store"), StoreOptions.DEFAULTS);
    unpaced = store.create("unpaced", new LogOptions(1 << 20));
    log = store.create("paced", new LogOptions(1 << 20));
    append(unpaced, 1, 1_000);
  }

  @AfterEach
  void close() {
    long durable = unpaced.durableSeq();
    store.close();
    assertThat(durable).isEqualTo(-1);
  }

  private static void append(Log to, int events, int bytes) {
    for (int i = 0; i < events; i++)
      to.append(PayloadCodec.BYTES, new byte[0], new byte[bytes], 0, bytes, Log.ANY_SEQ, Ack.OS);
  }

  @Test
  void soManyEventsAreForced() throws InterruptedException {
    log.pace(Fsync.everyEvents(10));
    append(log, 9, 10);
    assertThat(log.durableSeq()).isEqualTo(-1);
    append(log, 1, 10);
    assertThat(log.awaitDurableBeyond(8, LONG)).isTrue();
    append(log, 10, 10);
    assertThat(log.awaitDurableBeyond(18, LONG)).isTrue();
  }

  @Test
  void afterTheIntervalWhatIsThereIsForced() throws InterruptedException {
    log.pace(Fsync.every(Duration.ofMillis(20)));
    for (int i = 0; i < 5; i++) {
      append(log, 1, 10);
      assertThat(log.awaitDurableBeyond(i - 1, LONG)).isTrue();
    }
  }

  @Test
  void soManyBytesAreForcedBeforeTheIntervalIsOver() throws InterruptedException {
    log.pace(Fsync.every(Duration.ofHours(1), 100_000));
    append(log, 110, 1_000);
    assertThat(log.awaitDurableBeyond(60, LONG)).isTrue();
  }

  @Test
  void anIntervalThatBecomesShorterHoldsAtOnce() throws InterruptedException {
    log.pace(Fsync.every(Duration.ofHours(1)));
    append(log, 1, 10);
    log.pace(Fsync.every(Duration.ofMillis(5)));
    assertThat(log.awaitDurableBeyond(-1, LONG)).isTrue();
  }

  @Test
  void limitsThatAreTakenBackForceNothing() {
    log.pace(new Fsync(5, Duration.ofMillis(1), 1_000));
    log.pace(Fsync.NEVER);
    append(log, 20, 1_000);
    assertThat(log.durableSeq()).isEqualTo(-1);
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    assertThatThrownBy(() -> Fsync.everyEvents(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fsync.every(Duration.ofNanos(1))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.create("member", LogOptions.SHARED).pace(Fsync.everyEvents(1)))
        .isInstanceOf(StorageException.Unsupported.class);
  }
}
