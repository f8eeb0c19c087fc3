// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventMetadata;
import org.redexdb.redex.api.EventView;
import org.redexdb.redex.api.LogUse;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.ReadLevel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StoreOptions;

/// What a view shows against a list of what was appended, and against events that were read one by one: over front, active
/// and sealed segments, in a log of its own and in a shared one.
class EventViewModel {
  /// Segments of a shared log have the store's size, and limits of its own are refused to a member.
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withFrontBlocks(8)
      .withSegmentBytes(Limits.SEGMENT_BYTES_MIN);
  private static final ChannelOptions BYTES = ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES);
  private static final ChannelOptions OWN = BYTES.withSegmentBytes(Limits.SEGMENT_BYTES_MIN);
  private static final ChannelOptions SHARED = BYTES.withLog(LogUse.SHARED);

  @TempDir
  Path folder;

  private Redex open() { return Redex.open(StoreEnvironment.system(), folder, OPTIONS, PayloadChecks.NONE); }

  @ParameterizedTest
  @CsvSource({"1,OWN", "2,OWN", "3,OWN", "4,OWN", "5,SHARED", "6,SHARED"})
  void whatAViewShowsIsWhatWasAppended(long seed, LogUse log) {
    var random = new Random(seed);
    Redex redex = open();
    try {
      ChannelOptions options = log == LogUse.OWN ? OWN : SHARED;
      Channel channel = redex.createChannel("c", options);
      Channel beside = redex.createChannel("beside", options);
      var all = new ArrayList<Event>();
      check(channel, all, SeqRange.ALL);
      for (int round = 0; round < 6; round++) {
        append(channel, beside, random, all);
        if (random.nextInt(3) == 0) channel.force();
        if (random.nextInt(4) == 0) {
          redex.close();
          redex = open();
          channel = redex.channel("c");
          beside = redex.channel("beside");
        }
        check(channel, all, SeqRange.ALL);
        for (int i = 0; i < 5; i++) check(channel, all, RandomPayloads.range(random, all.size()));
        checkDurable(channel);
      }
      assertThat(all.size()).isGreaterThan(300);
      if (log == LogUse.OWN) assertThat(channel.status().log().segments()).isGreaterThan(5);
    } finally {
      redex.close();
    }
  }

  private static void append(Channel channel, Channel beside, Random random, List<Event> all) {
    for (int i = 60 + random.nextInt(100); i > 0; i--) {
      var batch = new ArrayList<Event>();
      for (int n = random.nextInt(3); n >= 0; n--) batch.add(event(random));
      channel.appendBatch(batch, Ack.OS);
      all.addAll(batch);
      if (random.nextInt(5) == 0) beside.append(Event.of(new byte[random.nextInt(60)]), Ack.OS);
    }
  }

  private static Event event(Random random) {
    String key = random.nextInt(2) == 0 ? null : "key " + random.nextInt(5);
    if (key != null && random.nextInt(5) == 0) return Event.tombstone(key);
    Event event = Event.of(RandomPayloads.next(random));
    if (key != null) event = event.withKey(key);
    if (random.nextInt(3) == 0) event = event.withType("größe " + random.nextInt(3));
    if (random.nextInt(4) == 0) event = event.withEventTimeNanos(random.nextLong());
    if (random.nextInt(4) == 0) event = event.withId(new UUID(random.nextLong(), random.nextLong()));
    if (random.nextInt(6) == 0) event = event.withHeaders(Map.of("trace", "" + random.nextInt()));
    return event;
  }

  private static void check(Channel channel, List<Event> all, SeqRange range) {
    long to = Math.min(range.to(), all.size());
    try (EventView view = channel.view(range)) {
      for (long seq = range.from(); seq < to; seq++) {
        assertThat(view.next()).isTrue();
        assertThat(view.seq()).isEqualTo(seq);
        checkEvent(view, all.get((int) seq), channel.read(seq).orElseThrow());
      }
      assertThat(view.next()).isFalse();
      assertThat(view.next()).isFalse();
    }
  }

  private static void checkDurable(Channel channel) {
    long end = channel.durableSeq() + 1;
    long seen = 0;
    try (EventView view = channel.view(SeqRange.ALL, ReadLevel.DURABLE)) {
      while (view.next()) assertThat(view.seq()).isEqualTo(seen++);
    }
    assertThat(seen).isBetween(end, channel.durableSeq() + 1);
  }

  private static void checkEvent(EventView view, Event appended, StoredEvent read) {
    assertThat(view.epoch()).isEqualTo(read.position().epoch());
    assertThat(view.ts()).isEqualTo(read.ts());
    assertThat(view.origin()).isEqualTo(read.origin());
    assertThat(view.codec()).isEqualTo(PayloadCodec.BYTES);
    assertThat(view.isTombstone()).isEqualTo(appended.tombstone());
    checkPayload(view, appended.payload());
    checkMetadata(view, appended);
    StoredEvent copy = view.copy();
    assertThat(copy.position()).isEqualTo(read.position());
    assertThat(copy.payload()).isEqualTo(appended.payload());
    assertThat(copy.event().headers()).isEqualTo(appended.headers());
    assertThat(copy.event().id()).isEqualTo(appended.id());
  }

  private static void checkPayload(EventView view, byte[] payload) {
    assertThat(view.payloadLength()).isEqualTo(payload.length);
    var copied = new byte[payload.length + 2];
    view.copyPayload(0, copied, 1, payload.length);
    assertThat(Arrays.copyOfRange(copied, 1, 1 + payload.length)).isEqualTo(payload);
    assertThat(view.text()).isEqualTo(new String(payload, StandardCharsets.UTF_8));
    var words = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < payload.length; i += 1 + payload.length / 7) {
      assertThat(view.payloadByte(i)).isEqualTo(payload[i]);
      if (i + Integer.BYTES <= payload.length) assertThat(view.payloadInt(i)).isEqualTo(words.getInt(i));
      if (i + Long.BYTES <= payload.length) assertThat(view.payloadLong(i)).isEqualTo(words.getLong(i));
    }
  }

  private static void checkMetadata(EventView view, Event appended) {
    assertThat(view.key()).isEqualTo(appended.key());
    assertThat(view.type()).isEqualTo(appended.type());
    for (int i = 0; i < 5; i++) {
      assertThat(view.keyIs(utf8("key " + i))).isEqualTo(("key " + i).equals(appended.key()));
      assertThat(view.typeIs(utf8("größe " + i))).isEqualTo(("größe " + i).equals(appended.type()));
    }
    assertThat(view.hasEventTime()).isEqualTo(appended.eventTimeNanos().isPresent());
    if (view.hasEventTime()) assertThat(view.eventTimeNanos()).isEqualTo(appended.eventTimeNanos().getAsLong());
    var encoded = new byte[view.metadataLength()];
    view.copyMetadata(encoded, 0);
    var fields = new EventMetadata().reset(encoded, 0, encoded.length);
    assertThat(fields.id()).isEqualTo(appended.id());
    assertThat(fields.headers()).isEqualTo(appended.headers());
  }

  private static byte[] utf8(String text) { return text.getBytes(StandardCharsets.UTF_8); }
}
