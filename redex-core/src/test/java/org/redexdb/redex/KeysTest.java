// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.api.AppendCondition;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;

class KeysTest {
  private static final Path FOLDER = Path.of("/store");

  private final Disk disk = Disks.memory();
  private Redex redex;
  private Channel orders;

  @BeforeEach
  void open() {
    redex = Redex.open(StoreEnvironment.of(disk), FOLDER,
        StoreOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN).withFrontBlocks(8), PayloadChecks.NONE);
    orders = redex.channel("orders");
  }

  @AfterEach
  void close() { redex.close(); }

  private static Event event(String text, String key) { return Event.json('"' + text + '"').withKey(key); }

  private static List<Long> seqs(EventCursor events) {
    try (events) {
      var seqs = new ArrayList<Long>();
      for (StoredEvent event = events.next(); event != null; event = events.next()) seqs.add(event.seq());
      return seqs;
    }
  }

  @Test
  void theEventsOfAKeyAreReadInOrderAndBackward() {
    orders.append(event("0", "ada"));
    orders.append("\"1, without a key\"");
    orders.appendBatch(List.of(event("2", "bob"), event("3", "ada")));
    orders.append(event("4", "ad"));
    orders.append(event("5", "ada"));

    assertThat(seqs(orders.scanKey("ada", SeqRange.ALL))).containsExactly(0L, 3L, 5L);
    assertThat(seqs(orders.scanKey("ada", new SeqRange(1, 5)))).containsExactly(3L);
    assertThat(seqs(orders.scanKeyBackward("ada", SeqRange.ALL))).containsExactly(5L, 3L, 0L);
    assertThat(seqs(orders.scanKeyBackward("ada", SeqRange.from(3)))).containsExactly(5L, 3L);
    assertThat(seqs(orders.scanKey("", SeqRange.ALL))).isEmpty();
    try (EventCursor events = orders.scanKey("bob", SeqRange.ALL)) {
      assertThat(events.next()).isNotNull().satisfies(event -> {
        assertThat(event.text()).isEqualTo("\"2\"");
        assertThat(event.event().key()).isEqualTo("bob");
      });
    }
  }

  @Test
  void aScanOfAKeySeesWhatWasThereWhenItBegan() {
    orders.append(event("0", "ada"));
    EventCursor events = orders.scanKey("ada", SeqRange.ALL);
    orders.append(event("1", "ada"));
    assertThat(seqs(events)).containsExactly(0L);
  }

  @Test
  void theLatestEventOfAKeyIsEmptyAfterATombstoneAndTheVersionIsTheTombstones() {
    assertThat(orders.latest("ada")).isEmpty();
    assertThat(orders.keyVersion("ada")).isEqualTo(-1);
    orders.append(event("first", "ada"));
    orders.append(event("other", "bob"));
    assertThat(orders.latest("ada")).map(StoredEvent::text).contains("\"first\"");

    assertThat(orders.append(Event.tombstone("ada").withType("left")).seq()).isEqualTo(2);
    assertThat(orders.latest("ada")).isEmpty();
    assertThat(orders.keyVersion("ada")).isEqualTo(2);
    assertThat(seqs(orders.scanKey("ada", SeqRange.ALL))).containsExactly(0L, 2L);
    assertThat(orders.latest("bob")).isPresent();

    orders.append(event("again", "ada"));
    assertThat(orders.latest("ada")).map(StoredEvent::text).contains("\"again\"");
  }

  @Test
  void aTombstoneIsReadBackByEveryWayIn() {
    orders.append(Event.tombstone("a"));
    orders.appendBatch(List.of(event("1", "b"), Event.tombstone("b")));
    assertThat(orders.appender().append(Event.tombstone("c"))).isEqualTo(3);
    orders.appender().add(Event.tombstone("d")).commit();
    orders.appendAsync(Event.tombstone("e")).join();
    redex.transaction(tx -> tx.append(orders, Event.tombstone("f")), Ack.DISK);

    for (long seq : new long[]{0, 2, 3, 4, 5, 6}) {
      StoredEvent read = orders.read(seq).orElseThrow();
      assertThat(read.isTombstone()).as("event %d", seq).isTrue();
      assertThat(read.payload()).isEmpty();
      assertThat(read.event().key()).isNotNull();
    }
    assertThat(orders.read(1).orElseThrow().isTombstone()).isFalse();
    var block = new FrameBlock();
    try (var frames = orders.frames(SeqRange.ALL)) {
      assertThat(frames.next(block)).isTrue();
      assertThat(block.isTombstone(0)).isTrue();
      assertThat(block.isTombstone(1)).isFalse();
    }
  }

  @Test
  void aTombstoneHasAKeyAndNoPayload() {
    var none = OptionalLong.empty();
    assertThatThrownBy(() -> new Event(new byte[0], null, null, null, none, Map.of(), true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Event(new byte[1], null, null, "a", none, Map.of(), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAppendExpectsWhatTheLastEventOfItsKeyIs() {
    assertThat(orders.append(event("0", "ada"), AppendCondition.keyAtVersion("ada", -1), Ack.OS).seq()).isZero();
    orders.append(event("1", "bob"));

    assertThatThrownBy(() -> orders.append(event("no", "ada"), AppendCondition.keyAtVersion("ada", -1), Ack.OS))
        .isInstanceOfSatisfying(StorageException.Conflict.class, conflict -> {
          assertThat(conflict.key()).contains("ada");
          assertThat(conflict.expected()).isEqualTo(-1);
          assertThat(conflict.found()).isZero();
          assertThat(conflict).hasMessageContaining("no event").hasMessageContaining("\"ada\"")
              .hasMessageContaining("event 0");
        });
    assertThat(orders.nextSeq()).isEqualTo(2);

    var both = List.of(event("2", "ada"), event("3", "ada"));
    assertThat(orders.appendBatch(both, AppendCondition.keyAtVersion("ada", 0), Ack.OS).seq()).isEqualTo(3);
    orders.append(Event.tombstone("ada"), AppendCondition.keyAtVersion("ada", 3), Ack.OS);
    assertThatThrownBy(() -> orders.append(event("no", "ada"), AppendCondition.keyAtVersion("ada", -1), Ack.OS))
        .isInstanceOf(StorageException.Conflict.class);
    orders.append(event("5", "ada"), AppendCondition.keyAtVersion("ada", 4), Ack.OS);
    assertThat(orders.keyVersion("ada")).isEqualTo(5);
  }

  @Test
  void anAppendExpectsTheNextSeqOrAnEmptyChannelOrNothing() {
    orders.append(event("0", "a"), AppendCondition.empty(), Ack.OS);
    assertThatThrownBy(() -> orders.append(event("no", "a"), AppendCondition.empty(), Ack.OS))
        .isInstanceOf(StorageException.Conflict.class);
    orders.append(event("1", "a"), AppendCondition.atSeq(1), Ack.OS);
    assertThatThrownBy(() -> orders.appendBatch(List.of(event("no", "a")), AppendCondition.atSeq(1), Ack.OS))
        .isInstanceOfSatisfying(StorageException.Conflict.class, conflict -> {
          assertThat(conflict.key()).isEmpty();
          assertThat(conflict.expected()).isEqualTo(1);
          assertThat(conflict.found()).isEqualTo(2);
        });
    orders.append(event("2", "a"), AppendCondition.any(), Ack.OS);
    assertThat(orders.nextSeq()).isEqualTo(3);
  }

  @Test
  void aScanOfAKeyIsToldWhenEventsBeforeItWereRemoved() {
    String filler = "x".repeat(4000);
    for (int i = 0; i < 200; i++) orders.append(event(filler, "key " + i % 50));
    try (EventCursor forward = orders.scanKey("key 0", SeqRange.ALL);
        EventCursor none = orders.scanKey("nobody", SeqRange.ALL);
        EventCursor backward = orders.scanKeyBackward("key 0", SeqRange.ALL)) {
      assertThat(forward.next()).extracting(StoredEvent::seq).isEqualTo(0L);
      assertThat(backward.next()).extracting(StoredEvent::seq).isEqualTo(150L);
      orders.trim(120);
      for (int again = 0; again < 2; again++)
        assertThatThrownBy(forward::next).isInstanceOfSatisfying(StorageException.Lagged.class, lagged -> {
          assertThat(lagged.needed()).isEqualTo(50);
          assertThat(lagged.first()).isEqualTo(120);
        });
      assertThatThrownBy(backward::next).isInstanceOf(StorageException.Lagged.class);
      assertThatThrownBy(none::next).as("one of them may have had the key").isInstanceOf(StorageException.Lagged.class);
    }
    assertThat(seqs(orders.scanKey("key 0", SeqRange.ALL))).containsExactly(150L);
    assertThat(orders.keyVersion("key 0")).isEqualTo(150);
    assertThat(orders.keyVersion("nobody")).isEqualTo(-1);
  }

  @Test
  void askingForTheLastEventOfAKeyWhileEventsAreRemovedNeverFails() throws InterruptedException {
    String filler = "x".repeat(400);
    for (int i = 0; i < 3000; i++) orders.append(event(filler, "key " + i), Ack.OS);
    var trimming = new Thread(() -> {
      for (int i = 0; i < 3000; i += 10) orders.trim(i);
    });
    trimming.start();
    while (trimming.isAlive()) {
      assertThat(orders.keyVersion("key 1500")).isIn(-1L, 1500L);
      assertThat(orders.latest("nobody")).isEmpty();
      try {
        orders.append(event("no", "nobody"), AppendCondition.keyAtVersion("nobody", 7), Ack.OS);
        throw new AssertionError("no event has the key");
      } catch (StorageException.Conflict e) {
        assertThat(e.found()).isEqualTo(-1);
      }
    }
    trimming.join();
  }

  @Test
  void keysAreFoundOverManySegmentsAndAfterOpeningAgain() {
    String filler = "x".repeat(4000);
    var small = new ChannelOptions(PayloadCodec.JSON, Level.OS, Limits.SEGMENT_BYTES_MIN);
    orders = redex.createChannel("small", small);
    for (int i = 0; i < 200; i++) orders.append(event(filler, "key " + i % 50));
    assertThat(orders.status().log().segments()).isGreaterThan(5);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 50; i++) {
        assertThat(seqs(orders.scanKey("key " + i, SeqRange.ALL))).containsExactly((long) i, i + 50L, i + 100L,
            i + 150L);
        assertThat(orders.keyVersion("key " + i)).isEqualTo(i + 150L);
      }
      redex.close();
      open();
      orders = redex.channel("small");
    }
  }

  @Test
  void aKeyOfTheGreatestLengthIsFoundAndALongerOneRefused() {
    String longest = "k".repeat(Limits.KEY_BYTES_MAX);
    orders.append(event("0", longest));
    assertThat(orders.keyVersion(longest)).isZero();
    assertThatThrownBy(() -> orders.keyVersion(longest + "k")).isInstanceOf(StorageException.TooLarge.class);
    assertThatThrownBy(() -> orders.latest("\uD800")).isInstanceOf(ChannelException.InvalidText.class);
    assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(1024);
  }

  @Test
  void theStoresOwnChannelsAreReadByKeyAndNotAppendedTo() {
    Channel catalog = redex.findChannel("$catalog").orElseThrow();
    assertThat(catalog.keyVersion("none")).isEqualTo(-1);
    assertThatThrownBy(() -> catalog.append(event("no", "a"), AppendCondition.any(), Ack.OS))
        .isInstanceOf(StorageException.ReadOnly.class);
  }
}
