// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.api.StoredEvent;
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
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

class BackwardCursorTest {
  private static final int EVENTS = 5_000;

  private final Store store = Storage.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"),
      StoreOptions.DEFAULTS.withFrontBlocks(8));
  private final Log real = store.create("orders", new LogOptions(Limits.SEGMENT_BYTES_MIN));
  /// Blocks that the cursor has taken of its reader.
  private final AtomicInteger blocks = new AtomicInteger();

  BackwardCursorTest() {
    for (int i = 0; i < EVENTS; i++)
      real.append(PayloadCodec.BYTES, new byte[0], new byte[100], 0, 100, Log.ANY_SEQ, Ack.OS);
  }

  @AfterEach
  void close() { store.close(); }

  private Log watched() { return WatchedLog.of(real, this::watched); }

  private FrameReader watched(FrameReader reader) {
    return new FrameReader() {
      @Override
      public boolean next(FrameBlock block) {
        blocks.incrementAndGet();
        return reader.next(block);
      }

      @Override
      public void close() { reader.close(); }
    };
  }

  @Test
  void aCursorReadsOnlyAsFarAsItIsAsked() {
    try (var cursor = new BackwardCursor("orders", watched(), 0, Long.MAX_VALUE, () -> false)) {
      assertThat(blocks).hasValue(0);
      for (int i = 0; i < 20; i++) assertThat(cursor.next()).isNotNull();
      assertThat(blocks).hasValueLessThanOrEqualTo(2);
      while (cursor.next() != null) {
        // To the end.
      }
      assertThat(blocks).hasValueGreaterThan(50);
    }
  }

  @Test
  void whatRetentionTookUnderACursorIsToldNotLeftOut() {
    try (var cursor = new BackwardCursor("orders", real, 0, EVENTS, () -> false);
        var halfway = new BackwardCursor("orders", real, 0, EVENTS, () -> false)) {
      assertThat(cursor.next()).isNotNull();
      StoredEvent oldest = halfway.next();
      real.trim(EVENTS - 20L);
      assertThatThrownBy(() -> {
        while (cursor.next() != null) {
          // What is there or in the block already.
        }
      }).isInstanceOfSatisfying(StorageException.Lagged.class, e -> assertThat(e.first()).isEqualTo(EVENTS - 20L));
      for (int i = 1; i < 20; i++) oldest = halfway.next();
      assertThat(Objects.requireNonNull(oldest).seq()).as("the oldest event that was kept").isEqualTo(EVENTS - 20L);
    }
    try (var cursor = new BackwardCursor("orders", real, 0, 10, () -> false)) {
      assertThat(cursor.next()).as("of a range that was gone before").isNull();
    }
  }

  @Test
  void aClosedCursorSaysSo() {
    var cursor = new BackwardCursor("orders", real, 0, Long.MAX_VALUE, () -> false);
    assertThat(cursor.next()).isNotNull();
    cursor.close();
    assertThatThrownBy(cursor::next).isInstanceOf(StorageException.Closed.class).hasMessageContaining("orders");
  }
}
