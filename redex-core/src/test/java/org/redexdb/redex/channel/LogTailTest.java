// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.api.ReadLevel;
import org.redexdb.redex.api.StoredEvent;
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
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.Where;

/// What a tail that keeps its block does with it when reading fails, when it has nothing to read, and when it is closed.
class LogTailTest {
  private static final int EVENTS = 3;

  private final Store store = Storage.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"),
      StoreOptions.DEFAULTS.withMode(StoreOptions.Mode.CREATE_OR_WRITE).withFrontBlocks(8));
  private final Log real = store.create("orders", new LogOptions(Limits.SEGMENT_BYTES_MIN));
  private final AtomicInteger open = new AtomicInteger();
  /// Before a reader reads, and before the tail asks where the log ends.
  private Runnable beforeReading = () -> {};
  private Runnable beforeTip = () -> {};
  private @Nullable FrameBlock block;
  private final Log log = watched();

  @AfterEach
  void close() { store.close(); }

  private Log watched() {
    return (Log) Proxy.newProxyInstance(Log.class.getClassLoader(), new Class<?>[]{Log.class},
        (_, method, arguments) -> {
          if (method.getName().equals("tip")) beforeTip.run();
          try {
            Object result = method.invoke(real, arguments);
            return result instanceof FrameReader reader ? new Watched(reader) : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private final class Watched implements FrameReader {
    private final FrameReader reader;
    private boolean closed;

    Watched(FrameReader reader) {
      this.reader = reader;
      open.incrementAndGet();
    }

    @Override
    public boolean next(FrameBlock into) {
      block = into;
      beforeReading.run();
      return reader.next(into);
    }

    @Override
    public void close() {
      if (!closed) open.decrementAndGet();
      closed = true;
      reader.close();
    }
  }

  private void append(int events, int bytes) {
    for (int i = 0; i < events; i++)
      real.append(PayloadCodec.BYTES, new byte[0], new byte[bytes], 0, bytes, Log.ANY_SEQ, Ack.OS);
  }

  private Tail tail() { return new LogTail("orders", log, 0, ReadLevel.TIP, () -> false, null); }

  /// Readers tell of damage without a look at the block.
  private void damageFrom(int reads) {
    var left = new AtomicInteger(reads);
    beforeReading = () -> {
      if (left.getAndDecrement() <= 0) throw new StorageException.Corrupt(Where.seq("orders", EVENTS), "this", "that");
    };
  }

  @Test
  void damageIsToldEachTimeAndNoEventTwice() {
    append(EVENTS, 8);
    damageFrom(1);
    try (Tail tail = tail();
        var cursor = new BlockCursor("orders", log.reader(0, 9), () -> false);
        var view = new BlockView("orders", log.reader(0, 9), () -> false)) {
      for (int i = 0; i < EVENTS; i++) assertThat(tail.poll()).extracting(StoredEvent::seq).isEqualTo((long) i);
      append(1, 8);
      for (int i = 0; i < EVENTS; i++) {
        assertThatThrownBy(tail::poll).isInstanceOf(StorageException.Corrupt.class);
        assertThat(tail.nextSeq()).isEqualTo(EVENTS);
      }
      damageFrom(1);
      for (int i = 0; i < EVENTS; i++) assertThat(cursor.next()).isNotNull();
      for (int i = 0; i < EVENTS; i++)
        assertThatThrownBy(cursor::next).isInstanceOf(StorageException.Corrupt.class);
      damageFrom(1);
      for (int i = 0; i < EVENTS; i++) assertThat(view.next()).isTrue();
      for (int i = 0; i < EVENTS; i++) assertThatThrownBy(view::next).isInstanceOf(StorageException.Corrupt.class);
    }
  }

  @Test
  void aTailThatHasReadEverythingHoldsNeitherTheLogNorALargeEvent() {
    append(1, 1 << 20);
    try (Tail tail = tail()) {
      assertThat(tail.poll()).isNotNull();
      assertThat(tail.poll()).isNull();
      assertThat(open).hasValue(0);
      assertThat(block).isNotNull();
      assertThat(block.bytes().length).isLessThan(1 << 16);
      append(1, 8);
      assertThat(tail.poll()).extracting(StoredEvent::seq).isEqualTo(1L);
    }
  }

  /// A close that comes at the worst moment: when it is known that the tail is open, and before it reads on.
  @Test
  void aTailClosedWhileItPollsHoldsNothingAfterwards() throws Exception {
    append(1, 8);
    for (int events = 0; events < 2; events++) {
      Tail tail = tail();
      if (events > 0) {
        assertThat(tail.poll()).isNotNull();
        assertThat(tail.poll()).isNull();
        append(1, 8);
      }
      var closing = new CompletableFuture<@Nullable Void>();
      beforeTip = () -> {
        beforeTip = () -> {};
        var begun = new CountDownLatch(1);
        Thread.ofPlatform().start(() -> {
          begun.countDown();
          tail.close();
          closing.complete(null);
        });
        try {
          begun.await();
          // Either it closes at once, or it waits for this poll: then it is given the time to begin that.
          for (int i = 0; i < 1_000 && !closing.isDone(); i++) Thread.sleep(1);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      };
      try {
        tail.poll();
      } catch (StorageException.Closed e) {
        assertThat(e).hasMessageContaining("orders");
      }
      closing.get();
      assertThat(open).hasValue(0);
      assertThatThrownBy(tail::poll).isInstanceOf(StorageException.Closed.class);
    }
  }

  @Test
  void aPollThatWaitsEndsWhenItsTailIsClosed() throws Exception {
    Tail tail = tail();
    var told = new CompletableFuture<@Nullable Throwable>();
    Thread waiting = Thread.ofPlatform().start(() -> {
      try {
        tail.poll(Duration.ofDays(1));
        told.complete(null);
      } catch (Throwable t) {
        told.complete(t);
      }
    });
    while (waiting.getState() != Thread.State.TIMED_WAITING) Thread.onSpinWait();
    tail.close();
    assertThat(told.get(1, TimeUnit.MINUTES)).isInstanceOf(StorageException.Closed.class);
  }
}
