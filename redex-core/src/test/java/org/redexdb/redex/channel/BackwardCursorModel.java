// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StoreOptions;

/// Reading backward against a list of what was appended, over front, active and sealed segments.
class BackwardCursorModel {
  private static final ChannelOptions SMALL_SEGMENTS = ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES)
      .withSegmentBytes(Limits.SEGMENT_BYTES_MIN);
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withFrontBlocks(8);

  @TempDir
  Path folder;

  private Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"), OPTIONS, PayloadChecks.NONE);

  @AfterEach
  void close() { redex.close(); }

  private static List<byte[]> backward(Channel channel, SeqRange range) {
    var payloads = new ArrayList<byte[]>();
    long last = -1;
    try (EventCursor cursor = channel.scanBackward(range)) {
      for (StoredEvent event = cursor.next(); event != null; event = cursor.next()) {
        if (last >= 0) assertThat(event.seq()).isEqualTo(last - 1);
        last = event.seq();
        payloads.add(event.payload());
      }
      assertThat(cursor.next()).isNull();
    }
    return payloads;
  }

  private static List<byte[]> expected(List<byte[]> all, SeqRange range) {
    int to = (int) Math.min(range.to(), all.size());
    return range.from() >= to ? List.of() : all.subList((int) range.from(), to).reversed();
  }

  private static void check(Channel channel, List<byte[]> all, SeqRange range) {
    assertThat(backward(channel, range)).as("%s of %s", range, all.size())
        .usingElementComparator(Arrays::compare).containsExactlyElementsOf(expected(all, range));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsReadBackwardIsTheListReversed(long seed) {
    var random = new Random(seed);
    redex.close();
    redex = Redex.open(StoreEnvironment.system(), folder.resolve("store"), OPTIONS, PayloadChecks.NONE);
    Channel channel = redex.createChannel("c", SMALL_SEGMENTS);
    var all = new ArrayList<byte[]>();
    check(channel, all, SeqRange.ALL);
    for (int round = 0; round < 8; round++) {
      for (int i = random.nextInt(150); i > 0; i--) {
        var batch = new ArrayList<Event>();
        for (int n = random.nextInt(3); n >= 0; n--) batch.add(Event.of(RandomPayloads.next(random)));
        channel.appendBatch(batch, Ack.OS);
        for (Event event : batch) all.add(event.payload());
      }
      if (random.nextInt(3) == 0) channel.force();
      if (random.nextInt(4) == 0) {
        redex.close();
        redex = Redex.open(StoreEnvironment.system(), folder.resolve("store"), OPTIONS, PayloadChecks.NONE);
        channel = redex.channel("c");
      }
      check(channel, all, SeqRange.ALL);
      for (int i = 0; i < 20; i++) check(channel, all, RandomPayloads.range(random, all.size()));
    }
    assertThat(channel.status().log().segments()).isGreaterThan(5);
  }

  @Test
  void everyRangeOfAFewEventsIsExact() {
    Channel channel = redex.createChannel("c", SMALL_SEGMENTS);
    var all = new ArrayList<byte[]>();
    var random = new Random(5);
    // About three events a segment, so that nearly every range begins and ends at some border.
    for (int i = 0; i < 24; i++) {
      var bytes = new byte[18_000];
      random.nextBytes(bytes);
      channel.append(Event.of(bytes), Ack.OS);
      all.add(bytes);
    }
    assertThat(channel.status().log().segments()).isGreaterThan(4);
    for (int from = 0; from <= all.size() + 1; from++)
      for (int to = from; to <= all.size() + 1; to++) check(channel, all, new SeqRange(from, to));
  }

  @Test
  void whatIsReadBackwardIsFixedWhileAnAppenderGoesOn() throws Exception {
    Channel channel = redex.createChannel("c", SMALL_SEGMENTS);
    var over = new AtomicBoolean();
    var failed = new ArrayList<Throwable>();
    Thread appender = Thread.ofPlatform().start(() -> {
      try {
        for (long seq = 0; !over.get(); seq++) channel.append(Event.of(bytes(seq)), Ack.OS);
      } catch (Throwable t) {
        failed.add(t);
      }
    });
    try {
      var random = new Random(6);
      for (int i = 0; i < 200 || channel.status().log().segments() < 8; i++) {
        long before = channel.nextSeq();
        long from = Math.max(0, before - random.nextInt(2_000));
        try (EventCursor cursor = channel.scanBackward(SeqRange.from(from))) {
          long after = channel.nextSeq();
          StoredEvent event = cursor.next();
          if (event == null) {
            assertThat(before).isEqualTo(from);
            continue;
          }
          assertThat(event.seq()).isBetween(before - 1, after - 1);
          for (long seq = event.seq(); seq >= from; seq--) {
            assertThat(event).isNotNull();
            assertThat(event.seq()).isEqualTo(seq);
            assertThat(event.payload()).isEqualTo(bytes(seq));
            event = cursor.next();
          }
          assertThat(event).isNull();
        }
      }
    } finally {
      over.set(true);
      appender.join();
    }
    assertThat(failed).isEmpty();
  }

  private static byte[] bytes(long seq) {
    var bytes = new byte[(int) (seq * 37 % 300) + 8];
    Arrays.fill(bytes, (byte) seq);
    return bytes;
  }
}
