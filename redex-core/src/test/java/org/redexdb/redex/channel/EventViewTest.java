// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.EventView;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;

/// How long what a view shows may be looked at.
class EventViewTest {
  private static final ChannelOptions SMALL_SEGMENTS = ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES)
      .withSegmentBytes(Limits.SEGMENT_BYTES_MIN);

  /// Everything that speaks of the event the view is at.
  private static final List<Consumer<EventView>> ACCESSORS = List.of(EventView::copy, EventView::seq, EventView::epoch,
      EventView::ts, EventView::origin, EventView::codec, EventView::isTombstone, EventView::payloadLength,
      view -> view.payloadByte(0), view -> view.payloadInt(0), view -> view.payloadLong(0),
      view -> view.copyPayload(0, new byte[8], 0, 0), EventView::text, EventView::metadataLength,
      view -> view.copyMetadata(new byte[99], 0), view -> view.keyIs(new byte[0]), view -> view.typeIs(new byte[0]),
      EventView::key, EventView::type, EventView::hasEventTime, EventView::eventTimeNanos);

  private final Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"),
      StoreOptions.DEFAULTS.withFrontBlocks(8), PayloadChecks.NONE);
  private Channel orders;

  @BeforeEach
  void create() { orders = redex.createChannel("orders", SMALL_SEGMENTS); }

  @AfterEach
  void close() { redex.close(); }

  private void append(int events) {
    for (int i = 0; i < events; i++)
      orders.append(Event.of(payload(i)).withKey("k" + i).withEventTimeNanos(i), Ack.OS);
  }

  private static byte[] payload(int i) { return String.format("payload %08d", i).getBytes(StandardCharsets.UTF_8); }

  private static void assertAtNoEvent(EventView view, Class<?> error) {
    for (Consumer<EventView> accessor : ACCESSORS)
      assertThatThrownBy(() -> accessor.accept(view)).isInstanceOf(error).hasMessageContaining("orders");
  }

  @Test
  void aViewThatIsAtNoEventSaysSo() {
    append(2);
    try (EventView view = orders.view(SeqRange.ALL)) {
      assertAtNoEvent(view, IllegalStateException.class);
      while (view.next()) ACCESSORS.forEach(accessor -> accessor.accept(view));
      assertAtNoEvent(view, IllegalStateException.class);
    }
  }

  @Test
  void aClosedViewShowsNothingOfWhatItWasAt() {
    append(2);
    EventView view = orders.view(SeqRange.ALL);
    assertThat(view.next()).isTrue();
    view.close();
    assertAtNoEvent(view, StorageException.Closed.class);
    assertThatThrownBy(view::next).isInstanceOf(StorageException.Closed.class);
    view.close();
  }

  @Test
  void aClosedCursorGivesNothingThatItHasInMemory() {
    append(2);
    EventCursor cursor = orders.scan(SeqRange.ALL);
    assertThat(cursor.next()).isNotNull();
    cursor.close();
    assertThatThrownBy(cursor::next).isInstanceOf(StorageException.Closed.class);
  }

  @Test
  void noByteAroundAPayloadCanBeSeen() {
    append(3);
    try (EventView view = orders.view(new SeqRange(1, 2))) {
      assertThat(view.next()).isTrue();
      int length = view.payloadLength();
      for (int index : new int[]{-1, length, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> view.payloadByte(index)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.payloadInt(index)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.payloadLong(index)).isInstanceOf(IndexOutOfBoundsException.class);
      }
      assertThatThrownBy(() -> view.payloadInt(length - 3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> view.payloadLong(length - 7)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> view.copyPayload(1, new byte[99], 0, length))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> view.copyPayload(0, new byte[99], 0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aCopyStaysWhenTheViewHasMovedOn() {
    append(3_000);
    var copies = new ArrayList<byte[]>();
    try (EventView view = orders.view(SeqRange.ALL)) {
      while (view.next()) copies.add(view.copy().payload());
    }
    assertThat(copies).hasSize(3_000);
    for (int i = 0; i < copies.size(); i++) assertThat(copies.get(i)).isEqualTo(payload(i));
  }

  @Test
  void whatIsTrimmedUnderAViewStaysUntilItMovesOnAndIsThenNamed() {
    append(3_000);
    try (EventView view = orders.view(SeqRange.ALL)) {
      assertThat(view.next()).isTrue();
      orders.trim(2_900);
      assertThat(view.text()).isEqualTo("payload 00000000");
      assertThat(view.key()).isEqualTo("k0");
      assertThatThrownBy(() -> {
        while (view.next()) assertThat(view.text()).isEqualTo(String.format("payload %08d", view.seq()));
      }).isInstanceOfSatisfying(StorageException.Lagged.class, e -> {
        assertThat(e.needed()).isBetween(1L, 2_899L);
        assertThat(e.first()).isEqualTo(2_900);
      });
      assertAtNoEvent(view, IllegalStateException.class);
    }
  }

  @Test
  void anEventStaysUnderAViewWhenTheStoreClosesAndTheNextMoveSaysSo() {
    append(3);
    EventView view = orders.view(SeqRange.ALL);
    assertThat(view.next()).isTrue();
    redex.close();
    assertThat(view.text()).isEqualTo("payload 00000000");
    assertThatThrownBy(view::next).isInstanceOf(StorageException.Closed.class);
    assertAtNoEvent(view, IllegalStateException.class);
    view.close();
  }

  @Test
  void aViewEndsWithItsChannel() {
    append(3);
    try (EventView view = orders.view(SeqRange.ALL)) {
      assertThat(view.next()).isTrue();
      redex.dropChannel("orders");
      assertThat(view.payloadLength()).isEqualTo(payload(0).length);
      assertThatThrownBy(view::next).isInstanceOf(StorageException.Closed.class);
    }
  }

  @Test
  void anEventWithoutAnEventTimeHasNone() {
    orders.append(Event.of(payload(0)), Ack.OS);
    try (EventView view = orders.view(SeqRange.ALL)) {
      assertThat(view.next()).isTrue();
      assertThat(view.hasEventTime()).isFalse();
      assertThatThrownBy(view::eventTimeNanos).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("orders#0");
    }
  }

  @Test
  void whatTheStoreItselfAppendsCanBeViewed() {
    try (EventView view = redex.findChannel("$catalog").orElseThrow().view(SeqRange.ALL)) {
      assertThat(view.next()).isTrue();
      assertThat(view.text()).startsWith("{");
    }
  }
}
