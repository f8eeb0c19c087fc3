// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;

/// Each limit one below, at, and one above: what it allows comes back as it was, what it does not allow leaves nothing.
class LimitsTest {
  private static final int FRAME_HEADER_BYTES = 40;
  /// Of a header whose text needs three bytes for its length: size of metadata, tag, length of field, name, length of text.
  private static final int HEADERS_BESIDES_TEXT_BYTES = 1 + 3 + 2 + 3;

  private final Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Events.FOLDER, Events.OPTIONS,
      PayloadChecks.NONE);

  @AfterEach
  void close() { redex.close(); }

  private Channel channel(String name) {
    return redex.createChannel(name, ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES));
  }

  @Test
  void anEventHasSixteenMebibytesAtMost() {
    Channel orders = channel("orders");
    for (int length : new int[]{Limits.EVENT_BYTES_MAX - 1, Limits.EVENT_BYTES_MAX}) {
      long seq = orders.append(ending(length)).seq();
      assertThat(Arrays.equals(orders.read(seq).orElseThrow().payload(), ending(length))).as("event of %d", length)
          .isTrue();
    }
    assertThatThrownBy(() -> orders.append(ending(Limits.EVENT_BYTES_MAX + 1)))
        .isInstanceOf(StorageException.TooLarge.class).hasMessageContaining("payload").hasMessageContaining("16777216");
    assertThat(orders.nextSeq()).isEqualTo(2);
  }

  private static byte[] ending(int length) {
    var payload = new byte[length];
    payload[length - 1] = 1;
    return payload;
  }

  /// Events whose frames have so many bytes; frames end at a multiple of eight.
  private static List<Event> frames(int bytes) {
    int whole = FRAME_HEADER_BYTES + Limits.EVENT_BYTES_MAX;
    var full = Event.of(new byte[Limits.EVENT_BYTES_MAX]);
    int left = bytes - 3 * whole - FRAME_HEADER_BYTES;
    return List.of(full, full, full, Event.of(new byte[left]));
  }

  @Test
  void aBatchHasSixtyFourMebibytesOfFramesAtMost() {
    Channel orders = channel("orders");
    for (int bytes : new int[]{Limits.BATCH_BYTES_MAX - 1, Limits.BATCH_BYTES_MAX}) {
      long last = orders.appendBatch(frames(bytes), Ack.OS).seq();
      assertThat(orders.read(last).orElseThrow().payload()).hasSize(frames(bytes).getLast().payload().length);
    }
    long next = orders.nextSeq();
    assertThatThrownBy(() -> orders.appendBatch(frames(Limits.BATCH_BYTES_MAX + 1), Ack.OS))
        .isInstanceOf(StorageException.TooLarge.class).hasMessageContaining("batch");
    assertThat(orders.nextSeq()).isEqualTo(next).isEqualTo(8);
  }

  @Test
  void aTransactionHasOneMebibyteLess() {
    Channel orders = channel("orders");
    Channel bills = channel("bills");
    for (int bytes : new int[]{Limits.TRANSACTION_BYTES_MAX - 1, Limits.TRANSACTION_BYTES_MAX,
        Limits.TRANSACTION_BYTES_MAX + 1}) {
      List<Event> all = frames(bytes);
      Runnable commit = () -> redex.transaction(transaction -> {
        transaction.append(bills, all.getLast());
        for (Event event : all.subList(0, 3)) transaction.append(orders, event);
      }, Ack.OS);
      if (bytes <= Limits.TRANSACTION_BYTES_MAX) commit.run();
      else
        assertThatThrownBy(commit::run).isInstanceOf(StorageException.TooLarge.class)
            .hasMessageContaining("transaction");
    }
    assertThat(orders.nextSeq()).isEqualTo(6);
    assertThat(bills.nextSeq()).isEqualTo(2);
  }

  @Test
  void aNameHasTwoHundredFiftyFiveBytesAtMost() {
    for (int length : new int[]{Limits.NAME_BYTES_MAX - 1, Limits.NAME_BYTES_MAX}) {
      channel("n".repeat(length)).append(new byte[]{1});
      assertThat(redex.findChannel("n".repeat(length)).orElseThrow().nextSeq()).isOne();
    }
    assertThatThrownBy(() -> channel("n".repeat(Limits.NAME_BYTES_MAX + 1)))
        .isInstanceOf(ChannelException.BadName.class).hasMessageContaining("255 bytes");
    assertThat(redex.channels()).hasSize(2);
  }

  @Test
  void aKeyHasOneKibibyteAtMost() {
    Channel orders = channel("orders");
    // Two bytes of UTF-8 each, but for one: bytes count, not characters.
    for (String key : List.of("k" + "é".repeat(511), "é".repeat(512))) {
      long seq = orders.append(Event.of(new byte[]{1}).withKey(key)).seq();
      assertThat(orders.latest(key).orElseThrow().seq()).isEqualTo(seq);
    }
    assertThatThrownBy(() -> orders.append(Event.of(new byte[]{1}).withKey("k" + "é".repeat(512))))
        .isInstanceOf(StorageException.TooLarge.class).hasMessageContaining("key");
    assertThat(orders.nextSeq()).isEqualTo(2);
  }

  @Test
  void metadataHasOneByteLessThanSixtyFourKibibytes() {
    Channel orders = channel("orders");
    for (int bytes : new int[]{Limits.METADATA_BYTES_MAX - 1, Limits.METADATA_BYTES_MAX}) {
      Event event = withMetadata(bytes);
      long seq = orders.append(event).seq();
      assertThat(orders.read(seq).orElseThrow().event().headers()).isEqualTo(event.headers());
    }
    assertThatThrownBy(() -> orders.append(withMetadata(Limits.METADATA_BYTES_MAX + 1)))
        .isInstanceOf(StorageException.TooLarge.class).hasMessageContaining("metadata");
    try (var all = orders.scan(SeqRange.ALL)) {
      assertThat(all.next()).isNotNull();
      assertThat(all.next()).isNotNull();
      assertThat(all.next()).isNull();
    }
  }

  private static Event withMetadata(int bytes) {
    return Event.of(new byte[]{1})
        .withHeaders(java.util.Map.of("h", "x".repeat(bytes - HEADERS_BESIDES_TEXT_BYTES)));
  }
}
