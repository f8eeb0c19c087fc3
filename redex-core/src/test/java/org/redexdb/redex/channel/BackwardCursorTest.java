// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.api.ChannelException;
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
import org.redexdb.storage.api.Where;

class BackwardCursorTest {
  private static final int EVENTS = 5_000;

  private final Store store = Storage.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"),
      StoreOptions.DEFAULTS.withFrontBlocks(8));
  private final Log real = store.create("orders", new LogOptions(Limits.SEGMENT_BYTES_MIN));
  /// Blocks that the cursor has taken of its reader.
  private final AtomicInteger blocks = new AtomicInteger();
  /// When greater than that of the log: events before it are gone, as after retention.
  private final AtomicLong firstSeq = new AtomicLong();

  BackwardCursorTest() {
    for (int i = 0; i < EVENTS; i++)
      real.append(PayloadCodec.BYTES, new byte[0], new byte[100], 0, 100, Log.ANY_SEQ, Ack.OS);
  }

  @AfterEach
  void close() { store.close(); }

  private Log watched() {
    return (Log) Proxy.newProxyInstance(Log.class.getClassLoader(), new Class<?>[]{Log.class},
        (_, method, arguments) -> {
          try {
            Object result = method.invoke(real, arguments);
            if (result instanceof FrameReader reader) return watched(reader);
            return method.getName().equals("firstSeq") ? firstSeq.get() : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private FrameReader watched(FrameReader reader) {
    return new FrameReader() {
      @Override
      public boolean next(FrameBlock block) {
        if (firstSeq.get() > 0) throw new StorageException.Closed(Where.NOWHERE, "log orders");
        blocks.incrementAndGet();
        return reader.next(block);
      }

      @Override
      public void close() { reader.close(); }
    };
  }

  @Test
  void aCursorReadsOnlyAsFarAsItIsAsked() {
    try (var cursor = new BackwardCursor("orders", watched(), 0, Long.MAX_VALUE)) {
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
    try (var cursor = new BackwardCursor("orders", watched(), 0, Long.MAX_VALUE)) {
      assertThat(cursor.next()).isNotNull();
      firstSeq.set(EVENTS);
      assertThatThrownBy(() -> {
        while (cursor.next() != null) {
          // What is in the block already.
        }
      }).isInstanceOf(ChannelException.Lagged.class).hasMessageContaining("the first one there is " + EVENTS);
    }
    try (var cursor = new BackwardCursor("orders", watched(), 0, 10)) {
      assertThatThrownBy(cursor::next).isInstanceOf(ChannelException.Lagged.class).hasMessageContaining("event 9 ");
    }
  }

  @Test
  void aClosedCursorSaysSo() {
    var cursor = new BackwardCursor("orders", real, 0, Long.MAX_VALUE);
    assertThat(cursor.next()).isNotNull();
    cursor.close();
    assertThatThrownBy(cursor::next).isInstanceOf(StorageException.Closed.class).hasMessageContaining("orders");
  }
}
