// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.api.ReadLevel;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

/// A tail that nobody reaches and nobody closed gives back what it holds of its log.
class ForgottenTailTest {
  private static final int COLLECTIONS_MAX = 600;

  private final Store store = Storage.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"),
      StoreOptions.DEFAULTS.withMode(StoreOptions.Mode.CREATE_OR_WRITE).withFrontBlocks(8));
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Log log = WatchedLog.of(store.create("orders", new LogOptions(Limits.SEGMENT_BYTES_MIN)),
      this::watched);

  @AfterEach
  void close() { store.close(); }

  /// Tells that it is closed.
  private FrameReader watched(FrameReader reader) {
    return new FrameReader() {
      @Override
      public boolean next(FrameBlock block) { return reader.next(block); }

      @Override
      public void close() {
        reader.close();
        closed.countDown();
      }
    };
  }

  private Tail begun() {
    for (int i = 0; i < 3; i++)
      log.append(PayloadCodec.BYTES, new byte[0], new byte[]{(byte) i}, 0, 1, Log.ANY_SEQ, Ack.OS);
    var tail = new LogTail("orders", log, 0, ReadLevel.TIP, () -> false, null);
    assertThat(tail.poll()).isNotNull();
    return tail;
  }

  /// Whether the reader was closed, after as many collections as that takes.
  private boolean closedByCollection(int collectionsMax) throws InterruptedException {
    for (int i = 0; i < collectionsMax; i++) {
      System.gc();
      if (closed.await(50, TimeUnit.MILLISECONDS)) return true;
    }
    return false;
  }

  @Test
  void whatAForgottenTailHeldIsReleased() throws InterruptedException {
    begun();
    assertThat(closedByCollection(COLLECTIONS_MAX)).isTrue();
  }

  @Test
  void aTailThatIsStillReachedKeepsWhatItHolds() throws InterruptedException {
    try (var tail = begun()) {
      assertThat(closedByCollection(3)).isFalse();
      assertThat(tail.poll()).isNotNull();
    }
    assertThat(closed.getCount()).isZero();
  }
}
