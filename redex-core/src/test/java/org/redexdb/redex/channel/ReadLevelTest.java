// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.ReadLevel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;

/// What a reader sees of events that are not on disk yet.
class ReadLevelTest {
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

  @TempDir
  Path folder;

  private final List<Redex> open = new ArrayList<>();

  @AfterEach
  void close() { open.reversed().forEach(Redex::close); }

  private Redex open(StoreOptions.Mode mode) {
    Redex redex = Redex.open(StoreEnvironment.system(), folder.resolve("store"), StoreOptions.DEFAULTS.withMode(mode),
        PayloadChecks.NONE);
    open.add(redex);
    return redex;
  }

  private Channel channel() {
    return open(StoreOptions.Mode.CREATE_OR_WRITE).createChannel("orders",
        ChannelOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN));
  }

  private static void append(Channel channel, int from, int to, Ack ack) {
    for (int i = from; i < to; i++) channel.append(Event.json("" + i), ack);
  }

  private static List<String> texts(EventCursor cursor) {
    var texts = new ArrayList<String>();
    try (cursor) {
      for (StoredEvent event = cursor.next(); event != null; event = cursor.next()) texts.add(event.text());
    }
    return texts;
  }

  private static int count(Channel channel, ReadLevel level) {
    int count = 0;
    var block = new FrameBlock();
    try (var reader = channel.frames(SeqRange.ALL, level)) {
      while (reader.next(block)) count += block.count();
    }
    return count;
  }

  @Test
  void durableReadsShowWhatIsOnDiskAndTipReadsWhatIsThere() {
    Channel channel = channel();
    append(channel, 0, 2, Ack.DISK);
    append(channel, 2, 5, Ack.OS);
    assertThat(channel.durableSeq()).isEqualTo(1);

    assertThat(texts(channel.scan(SeqRange.ALL, ReadLevel.DURABLE))).containsExactly("0", "1");
    assertThat(texts(channel.scan(SeqRange.from(1), ReadLevel.DURABLE))).containsExactly("1");
    assertThat(texts(channel.scan(new SeqRange(3, 4), ReadLevel.DURABLE))).isEmpty();
    assertThat(texts(channel.scanBackward(SeqRange.ALL, ReadLevel.DURABLE))).containsExactly("1", "0");
    assertThat(count(channel, ReadLevel.DURABLE)).isEqualTo(2);
    assertThat(texts(channel.scan(SeqRange.ALL, ReadLevel.TIP))).containsExactly("0", "1", "2", "3", "4");
    assertThat(texts(channel.scanBackward(new SeqRange(1, 4), ReadLevel.TIP))).containsExactly("3", "2", "1");
    assertThat(count(channel, ReadLevel.TIP)).isEqualTo(5);

    channel.force();
    assertThat(texts(channel.scan(SeqRange.ALL, ReadLevel.DURABLE))).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void aDurableTailGivesAnEventWhenItIsOnDiskAndNotBefore() throws Exception {
    Channel channel = channel();
    append(channel, 0, 1, Ack.DISK);
    append(channel, 1, 3, Ack.OS);
    try (Tail tail = channel.tail(0, ReadLevel.DURABLE)) {
      assertThat(tail.poll()).extracting(StoredEvent::seq).isEqualTo(0L);
      assertThat(tail.poll()).isNull();
      assertThat(tail.poll(Duration.ofMillis(5))).isNull();
      channel.force();
      assertThat(tail.poll()).extracting(StoredEvent::seq).isEqualTo(1L);
      assertThat(tail.poll(LONG_ENOUGH)).extracting(StoredEvent::seq).isEqualTo(2L);
      assertThat(tail.poll()).isNull();
    }
  }

  private record Waiting(Thread thread, CompletableFuture<StoredEvent> event) {
    /// The tail is handed over to a thread of its own.
    static Waiting on(Tail tail) throws InterruptedException {
      var event = new CompletableFuture<StoredEvent>();
      Thread thread = Thread.ofPlatform().start(() -> {
        try {
          event.complete(tail.poll(LONG_ENOUGH));
        } catch (Throwable t) {
          event.completeExceptionally(t);
        }
      });
      while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) Thread.onSpinWait();
      return new Waiting(thread, event);
    }
  }

  @Test
  void aParkedDurableTailIsWokenByTheForceNotByTheAppend() throws Exception {
    Channel channel = channel();
    try (Tail tail = channel.tail(0, ReadLevel.DURABLE)) {
      Waiting waiting = Waiting.on(tail);
      append(channel, 0, 1, Ack.OS);
      assertThat(waiting.event).isNotDone();
      channel.force();
      assertThat(waiting.event.join().text()).isEqualTo("0");
      waiting.thread.join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aParkedTailIsToldOfTheEndOfItsStore(ReadLevel level) throws Exception {
    Channel channel = channel();
    try (Tail tail = channel.tail(0, level)) {
      Waiting waiting = Waiting.on(tail);
      close();
      assertThatThrownBy(waiting.event::join).isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(StorageException.Closed.class).hasMessageContaining("orders");
      assertThatThrownBy(() -> tail.poll(LONG_ENOUGH)).isInstanceOf(StorageException.Closed.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aParkedTailIsToldThatItsChannelWasDropped(ReadLevel level) throws Exception {
    Channel channel = channel();
    try (Tail tail = channel.tail(0, level)) {
      Waiting waiting = Waiting.on(tail);
      open.getFirst().dropChannel("orders");
      assertThatThrownBy(waiting.event::join).hasCauseInstanceOf(StorageException.Closed.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReaderInAStoreOfItsOwnKeepsToTheLevelAndIsToldOfTheEnd(ReadLevel level) throws Exception {
    Channel written = channel();
    append(written, 0, 1, Ack.DISK);
    Redex reader = open(StoreOptions.Mode.READ_ONLY);
    Channel channel = reader.findChannel("orders").orElseThrow();
    try (Tail tip = channel.tail(0, ReadLevel.TIP); Tail tail = channel.tail(1, level)) {
      assertThat(tip.poll()).isNotNull();
      append(written, 1, 2, Ack.OS);
      assertThat(tip.poll(LONG_ENOUGH)).isNotNull();
      if (level == ReadLevel.DURABLE) {
        assertThat(tail.poll()).isNull();
        assertThat(count(channel, level)).isEqualTo(1);
        written.force();
      }
      assertThat(tail.poll(LONG_ENOUGH)).extracting(StoredEvent::text).isEqualTo("1");
      Waiting waiting = Waiting.on(tail);
      reader.close();
      assertThatThrownBy(waiting.event::join).hasCauseInstanceOf(StorageException.Closed.class);
    }
  }

  @Test
  void nothingAboveTheDurableSeqIsEverShownAndNothingBelowIsLeftOut() throws Exception {
    Channel channel = channel();
    int events = 3_000;
    var failed = new ArrayList<Throwable>();
    var over = new AtomicBoolean();
    Thread appender = Thread.ofPlatform().start(() -> {
      var random = new Random(1);
      try {
        for (int i = 0; i < events; i++) {
          channel.append(Event.json("" + i), random.nextInt(10) == 0 ? Ack.DISK : Ack.OS);
          if (random.nextInt(50) == 0) channel.force();
        }
        channel.force();
      } catch (Throwable t) {
        failed.add(t);
      } finally {
        over.set(true);
      }
    });
    Thread scanner = Thread.ofPlatform().start(() -> {
      try {
        while (!over.get()) {
          long before = channel.durableSeq();
          int seen = texts(channel.scan(SeqRange.ALL, ReadLevel.DURABLE)).size();
          assertThat(seen - 1L).isBetween(before, channel.durableSeq());
        }
      } catch (Throwable t) {
        failed.add(t);
      }
    });
    try (Tail tail = channel.tail(0, ReadLevel.DURABLE)) {
      for (int i = 0; i < events; i++) {
        StoredEvent event = tail.poll(LONG_ENOUGH);
        assertThat(event).isNotNull();
        assertThat(event.text()).isEqualTo("" + i);
        assertThat(channel.durableSeq()).isGreaterThanOrEqualTo(i);
      }
      assertThat(tail.poll()).isNull();
    }
    appender.join();
    scanner.join();
    assertThat(failed).isEmpty();
  }

  @Test
  void inAStoreInMemoryAnEventIsAsDurableAsItGetsWhenItCanBeRead() throws Exception {
    try (Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"),
        StoreOptions.DEFAULTS.withFrontBlocks(8), PayloadChecks.NONE)) {
      Channel channel = redex.channel("orders");
      try (Tail tail = channel.tail(0, ReadLevel.DURABLE)) {
        Waiting waiting = Waiting.on(tail);
        append(channel, 0, 2, Ack.DISK);
        assertThat(waiting.event.join().text()).isEqualTo("0");
        waiting.thread.join();
        assertThat(tail.poll()).isNotNull();
      }
      assertThat(channel.durableSeq()).isEqualTo(1);
      assertThat(count(channel, ReadLevel.DURABLE)).isEqualTo(2);
    }
  }
}
