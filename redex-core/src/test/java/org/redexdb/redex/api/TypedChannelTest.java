// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.Redex;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StoreOptions;

class TypedChannelTest {
  private final Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"),
      StoreOptions.DEFAULTS.withFrontBlocks(8), PayloadChecks.NONE);

  @AfterEach
  void close() { redex.close(); }

  private sealed interface Change {}

  private record Placed(int total) implements Change {}

  private record Cancelled(String why) implements Change {}

  /// Two kinds of values that only the event's type tells apart.
  private static final class Changes implements PayloadMapper<Change> {
    @Override
    public PayloadCodec codec() { return PayloadCodec.JSON; }

    @Override
    public byte[] encode(Change value) {
      return switch (value) {
        case Placed(int total) -> utf8("" + total);
        case Cancelled(String why) -> {
          if (why.isEmpty()) throw new IllegalStateException("why?");
          yield utf8("\"" + why + "\"");
        }
      };
    }

    @Override
    public Change decode(byte[] payload, @Nullable String type) {
      String text = new String(payload, StandardCharsets.UTF_8);
      if ("placed".equals(type)) return new Placed(Integer.parseInt(text));
      if ("cancelled".equals(type)) return new Cancelled(text.substring(1, text.length() - 1));
      throw new IllegalArgumentException("no such change");
    }

    @Override
    public String type(Change value) { return value instanceof Placed ? "placed" : "cancelled"; }
  }

  private static byte[] utf8(String text) { return text.getBytes(StandardCharsets.UTF_8); }

  private TypedChannel<Change> changes() { return redex.channel("orders").typed(new Changes()); }

  private static <T> List<T> values(TypedCursor<T> cursor) {
    var values = new ArrayList<T>();
    try (cursor) {
      for (TypedEvent<T> event = cursor.next(); event != null; event = cursor.next()) values.add(event.value());
    }
    return values;
  }

  @Test
  void valuesComeBackEqualWithPositionTimeAndMetadata() {
    TypedChannel<Change> changes = changes();
    changes.append(new Placed(7));
    Receipt receipt = changes.channel().append(changes.event(new Cancelled("late")).withKey("c-7"));

    TypedEvent<Change> read = changes.read(1).orElseThrow();
    assertThat(read.value()).isEqualTo(new Cancelled("late"));
    assertThat(read.position()).isEqualTo(receipt.position());
    assertThat(read.seq()).isEqualTo(1);
    assertThat(read.ts()).isEqualTo(receipt.ts());
    assertThat(read.event().key()).isEqualTo("c-7");
    assertThat(read.event().type()).isEqualTo("cancelled");
    assertThat(read.stored().text()).isEqualTo("\"late\"");
    assertThat(changes.read(2)).isEmpty();
  }

  @Test
  void everyWayToAppendAndReadHasValues() throws Exception {
    TypedChannel<Change> changes = changes();
    try (TypedTail<Change> tail = changes.tail(1); TypedTail<Change> durable = changes.tail(4, ReadLevel.DURABLE)) {
      assertThat(tail.poll()).isNull();
      assertThat(changes.append(new Placed(0), Ack.OS).level()).isEqualTo(Level.MEMORY);
      assertThat(changes.appendAsync(new Placed(1)).join().seq()).isEqualTo(1);
      changes.appendBatch(List.of(new Placed(2), new Cancelled("3")));
      changes.appendBatch(List.of(new Placed(4)), Ack.OS);
      assertThat(tail.poll()).extracting(TypedEvent::value).isEqualTo(new Placed(1));
      assertThat(tail.poll(Duration.ofMinutes(1))).extracting(TypedEvent::value).isEqualTo(new Placed(2));
      assertThat(tail.nextSeq()).isEqualTo(3);
      assertThat(durable.poll(Duration.ofMinutes(1))).extracting(TypedEvent::value).isEqualTo(new Placed(4));
    }
    assertThat(values(changes.scan(SeqRange.from(2)))).containsExactly(new Placed(2), new Cancelled("3"),
        new Placed(4));
    assertThat(values(changes.scan(new SeqRange(0, 2), ReadLevel.DURABLE))).containsExactly(new Placed(0),
        new Placed(1));
    assertThat(values(changes.scanBackward(SeqRange.from(3)))).containsExactly(new Placed(4), new Cancelled("3"));
  }

  @Test
  void aPayloadThatCannotBeReadIsNamedAndThoseBehindItAreRead() {
    TypedChannel<Change> changes = changes();
    changes.append(new Placed(0));
    changes.channel().append(Event.json("{}").withType("placed"));
    changes.channel().append("17");
    changes.append(new Placed(3));
    assertThatThrownBy(() -> changes.read(1)).isInstanceOf(ChannelException.Unmapped.class)
        .hasMessageContaining("orders#1").hasMessageContaining("\"placed\"")
        .hasCauseInstanceOf(NumberFormatException.class);
    try (TypedCursor<Change> cursor = changes.scan(SeqRange.ALL); TypedTail<Change> tail = changes.tail(0)) {
      assertThat(cursor.next()).extracting(TypedEvent::value).isEqualTo(new Placed(0));
      assertThat(tail.poll()).isNotNull();
      for (int i = 1; i <= 2; i++) {
        String where = "orders#" + i;
        assertThatThrownBy(cursor::next).isInstanceOf(ChannelException.Unmapped.class).hasMessageContaining(where);
        assertThatThrownBy(tail::poll).isInstanceOf(ChannelException.Unmapped.class).hasMessageContaining(where);
      }
      assertThat(cursor.next()).extracting(TypedEvent::value).isEqualTo(new Placed(3));
      assertThat(cursor.next()).isNull();
      assertThat(tail.poll()).extracting(TypedEvent::value).isEqualTo(new Placed(3));
    }
  }

  @Test
  void aValueThatCannotBeWrittenAppendsNothing() {
    TypedChannel<Change> changes = changes();
    assertThatThrownBy(() -> changes.append(new Cancelled(""))).isInstanceOf(IllegalStateException.class)
        .hasMessage("why?");
    assertThatThrownBy(() -> changes.appendBatch(List.of(new Placed(1), new Cancelled(""))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(changes.channel().nextSeq()).isZero();
  }

  @Test
  void aMapperForOtherPayloadsThanTheChannelsIsRefused() {
    Channel orders = redex.channel("orders");
    assertThatThrownBy(() -> orders.typed(PayloadMappers.TEXT)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("channel orders holds JSON and the mapper is for TEXT");
  }

  private Channel channel(String name, PayloadCodec codec) {
    return redex.createChannel(name, ChannelOptions.DEFAULTS.withCodec(codec));
  }

  @Test
  void textIsTextAndWhatIsNoneIsRefusedBothWays() {
    TypedChannel<String> notes = channel("notes", PayloadCodec.TEXT).typed(PayloadMappers.TEXT);
    for (String text : List.of("", "é\n\u0000", "\uD83D\uDE00")) {
      long seq = notes.append(text).seq();
      assertThat(notes.read(seq).orElseThrow().value()).isEqualTo(text);
    }
    assertThatThrownBy(() -> notes.append("\uD83D")).isInstanceOf(ChannelException.InvalidText.class);
    long seq = notes.channel().append(new byte[]{'a', (byte) 0xC3}).seq();
    assertThatThrownBy(() -> notes.read(seq)).isInstanceOf(ChannelException.Unmapped.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void bytesAreBytesAndNotThoseOfTheStoredEvent() {
    TypedChannel<byte[]> raw = channel("raw", PayloadCodec.BYTES).typed(PayloadMappers.BYTES);
    raw.append(new byte[]{1, -1, 0});
    TypedEvent<byte[]> event = raw.read(0).orElseThrow();
    assertThat(event.value()).containsExactly(1, -1, 0);
    event.value()[0] = 9;
    assertThat(event.stored().payload()).containsExactly(1, -1, 0);
  }
}
