// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.api.AppendCondition;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;

class RedexTest {
  private static final Path FOLDER = Path.of("/store");

  private final Disk disk = Disks.memory();
  private Redex redex;

  @BeforeEach
  void open() { redex = openStore(PayloadChecks.NONE); }

  @AfterEach
  void close() { redex.close(); }

  private Redex openStore(PayloadChecks checks) {
    return Redex.open(StoreEnvironment.of(disk), FOLDER,
        StoreOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN).withFrontBlocks(8), checks);
  }

  private static List<String> texts(Channel channel, SeqRange range) {
    var texts = new ArrayList<String>();
    try (var cursor = channel.scan(range)) {
      for (StoredEvent event = cursor.next(); event != null; event = cursor.next()) texts.add(event.text());
    }
    return texts;
  }

  @Test
  void eventsAreNumberedFromZeroAndComeBackAsTheyWere() {
    Channel orders = redex.channel("orders");
    var event = Event.json("{\"total\":1}").withId(new UUID(1, 2)).withType("placed").withKey("c-7")
        .withEventTimeNanos(-5).withHeaders(Map.of("trace", "é", "a", ""));

    assertThat(orders.append("{\"total\":0}").seq()).isZero();
    assertThat(orders.append(event).seq()).isEqualTo(1);

    StoredEvent read = orders.read(1).orElseThrow();
    assertThat(read.text()).isEqualTo("{\"total\":1}");
    assertThat(read.event()).usingRecursiveComparison().isEqualTo(event);
    assertThat(read.channel()).isEqualTo("orders");
    assertThat(read.codec()).isEqualTo(PayloadCodec.JSON);
    assertThat(orders.read(2)).isEmpty();
    assertThat(orders.tip()).isEqualTo(read.position());
  }

  @Test
  void aBatchIsContiguousAndSharesOneTime() {
    Channel orders = redex.channel("orders");
    orders.append("0");
    var receipt = orders.appendBatch(List.of(Event.json("1"), Event.json("2"), Event.json("3")));

    assertThat(receipt.firstSeq()).isEqualTo(1);
    assertThat(receipt.seq()).isEqualTo(3);
    assertThat(receipt.count()).isEqualTo(3);
    assertThat(texts(orders, SeqRange.ALL)).containsExactly("0", "1", "2", "3");
    assertThat(texts(orders, new SeqRange(1, 3))).containsExactly("1", "2");
    assertThat(orders.read(2).orElseThrow().ts()).isEqualTo(receipt.ts());
    assertThatThrownBy(() -> orders.appendBatch(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAppendThatExpectsAnotherSeqIsRefusedAndLeavesNothing() {
    Channel orders = redex.channel("orders");
    orders.append("0");
    assertThatThrownBy(() -> orders.appendExpecting(5, List.of(Event.json("1")), Ack.OS))
        .isInstanceOf(StorageException.Conflict.class).hasMessageContaining("orders").hasMessageContaining("5");
    orders.appendExpecting(1, List.of(Event.json("1")), Ack.OS);
    assertThat(texts(orders, SeqRange.ALL)).containsExactly("0", "1");
  }

  @Test
  void textThatIsNotOneJsonValueIsRefusedAndBytesAreNotLookedAt() {
    Channel orders = redex.channel("orders");
    for (String bad : List.of("", "{", "{} {}", "nul", "{\"a\":01}", "\"\u0001\""))
      assertThatThrownBy(() -> orders.append(bad)).as(bad).isInstanceOf(ChannelException.InvalidPayload.class);
    assertThat(orders.nextSeq()).isZero();
    orders.append("{".getBytes(StandardCharsets.UTF_8));
    assertThat(texts(orders, SeqRange.ALL)).containsExactly("{");
  }

  @Test
  void channelsSurviveReopeningWithOptionsAttributesAndEvents() {
    Channel raw = redex.createChannel("a/raw.log",
        ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES).withSegmentBytes(Limits.SEGMENT_BYTES_MIN));
    raw.append(new byte[]{1, 2});
    raw.attribute("schema", "{\"x\": [1, \"é\"]}");
    redex.channel("b");
    redex.close();
    redex = openStore(PayloadChecks.NONE);

    assertThat(redex.channels()).extracting(Channel::name).containsExactly("a/raw.log", "b");
    Channel again = redex.findChannel("a/raw.log").orElseThrow();
    assertThat(again.options()).isEqualTo(raw.options());
    assertThat(again.uuid()).isEqualTo(raw.uuid());
    assertThat(again.read(0).orElseThrow().payload()).containsExactly(1, 2);
    assertThat(again.attribute("schema")).hasValue("{\"x\":[1,\"é\"]}");
    assertThat(redex.recoveryNotes()).isEmpty();
  }

  @Test
  void aDroppedNameMayBeUsedAgainAndIsAnotherChannel() {
    Channel first = redex.channel("orders");
    first.append("1");
    redex.dropChannel("orders");
    assertThat(redex.findChannel("orders")).isEmpty();
    assertThatThrownBy(() -> first.attribute("x", "1")).isInstanceOf(StorageException.Closed.class);

    Channel second = redex.channel("orders");
    assertThat(second.uuid()).isNotEqualTo(first.uuid());
    assertThat(second.nextSeq()).isZero();
    redex.close();
    redex = openStore(PayloadChecks.NONE);
    assertThat(redex.findChannel("orders").orElseThrow().uuid()).isEqualTo(second.uuid());
  }

  @Test
  void wrongNamesAndUnknownChannelsAreToldApart() {
    redex.channel("orders");
    assertThatThrownBy(() -> redex.createChannel("orders", ChannelOptions.DEFAULTS))
        .isInstanceOf(ChannelException.Exists.class);
    assertThatThrownBy(() -> redex.dropChannel("order")).isInstanceOf(ChannelException.Unknown.class)
        .hasMessageContaining("did you mean orders");
    for (String bad : List.of("", "Orders", "a//b", "/a", "a/", "a/../b", "$x", "a b", "x".repeat(256)))
      assertThatThrownBy(() -> redex.channel(bad)).as(bad).isInstanceOf(ChannelException.BadName.class);
    redex.channel("x".repeat(255)).append("1");
  }

  @Test
  void aTailGivesWhatIsStoredAndThenWhatComesWithoutGapOrDuplicate() throws Exception {
    Channel orders = redex.channel("orders");
    for (int i = 0; i < 2_000; i++) orders.append(Event.json("" + i), Ack.OS);
    var writer = Thread.ofPlatform().start(() -> {
      for (int i = 2_000; i < 6_000; i++) orders.append(Event.json("" + i), Ack.OS);
    });
    try (Tail tail = orders.tail(1_000)) {
      for (int expected = 1_000; expected < 6_000; expected++) {
        StoredEvent event = tail.poll(Duration.ofSeconds(20));
        assertThat(event).isNotNull();
        assertThat(event.seq()).isEqualTo(expected);
        assertThat(event.text()).isEqualTo("" + expected);
      }
      assertThat(tail.poll()).isNull();
      assertThat(tail.nextSeq()).isEqualTo(6_000);
    }
    writer.join();
  }

  @Test
  void cursorsAndTailsEndWithTheirChannelAndWithTheStore() {
    for (boolean dropped : new boolean[]{true, false}) {
      Channel orders = redex.channel("orders");
      for (int i = 0; i < 10; i++) orders.append("" + i);
      var open = List.of(orders.scan(SeqRange.ALL), orders.scanBackward(SeqRange.ALL));
      Tail tail = orders.tail(0);
      // Each holds the other events in its memory by now.
      for (EventCursor events : open) assertThat(events.next()).isNotNull();
      assertThat(tail.poll()).isNotNull();
      orders.trim(5);
      if (dropped) redex.dropChannel("orders");
      else
        redex.close();
      for (EventCursor events : open)
        assertThatThrownBy(events::next).isInstanceOf(StorageException.Closed.class).hasMessageContaining("orders");
      assertThatThrownBy(tail::poll).isInstanceOf(StorageException.Closed.class).hasMessageContaining("orders");
      for (EventCursor events : open) events.close();
      tail.close();
    }
  }

  @Test
  void aTailGoesOnBehindAPositionOfThisHistoryAndOfNoOther() {
    Channel orders = redex.channel("orders");
    Position first = orders.append("0").position();
    orders.append("1");
    redex.close();
    redex = openStore(PayloadChecks.NONE);
    orders = redex.channel("orders");
    Position later = orders.append("2").position();

    assertThat(orders.contains(first)).isTrue();
    try (Tail behind = orders.tailAfter(first); Tail all = orders.tailAfter(Position.NONE)) {
      assertThat(Objects.requireNonNull(behind.poll()).text()).isEqualTo("1");
      assertThat(Objects.requireNonNull(behind.poll()).text()).isEqualTo("2");
      assertThat(Objects.requireNonNull(all.poll()).text()).isEqualTo("0");
    }
    Channel channel = orders;
    // Of a writer whose events went with a power cut before the later one wrote.
    var lost = new Position(first.epoch(), later.seq());
    assertThatThrownBy(() -> channel.tailAfter(lost)).isInstanceOfSatisfying(StorageException.Diverged.class,
        e -> assertThat(e.lastCommonSeq()).isEqualTo(1));
    assertThatThrownBy(() -> channel.contains(new Position(later.epoch(), 17)))
        .isInstanceOfSatisfying(StorageException.Diverged.class, e -> assertThat(e.lastCommonSeq()).isEqualTo(2));
  }

  @Test
  void anAppendExpectsThatNothingCameAfterAPosition() {
    Channel orders = redex.channel("orders");
    var event = List.of(Event.json("1"));
    Position first = orders.appendBatch(event, AppendCondition.after(Position.NONE), Ack.OS).position();
    assertThatThrownBy(() -> orders.appendBatch(event, AppendCondition.after(Position.NONE), Ack.OS))
        .isInstanceOf(StorageException.Conflict.class);
    Position second = orders.append(Event.json("2"), AppendCondition.after(first), Ack.OS).position();
    assertThatThrownBy(() -> orders.append(Event.json("no"), AppendCondition.after(first), Ack.OS))
        .isInstanceOf(StorageException.Conflict.class);
    assertThatThrownBy(() -> orders.append(Event.json("no"),
        AppendCondition.after(new Position(second.epoch() + 1, second.seq())), Ack.OS))
        .isInstanceOf(StorageException.Diverged.class);
    assertThat(orders.nextSeq()).isEqualTo(2);
  }

  @Test
  void aTailMayStartInTheFuture() throws Exception {
    Channel orders = redex.channel("orders");
    try (Tail tail = orders.tail(2)) {
      orders.append("0");
      orders.append("1");
      assertThat(tail.poll()).isNull();
      orders.append("2");
      StoredEvent event = tail.poll(Duration.ofSeconds(20));
      assertThat(event).isNotNull();
      assertThat(event.seq()).isEqualTo(2);
    }
  }

  @Test
  void everyWayToAppendIsCheckedAndTheCheckFollowsTheAttribute() {
    redex.close();
    redex = openStore(channel -> channel.attribute("max").<org.redexdb.redex.api.PayloadCheck>map(max -> (bytes, offset,
        length) -> {
      if (length > Integer.parseInt(max))
        throw new ChannelException.InvalidPayload(channel.name(), "22001", "too long");
    }).orElse(null));
    Channel orders = redex.channel("orders");
    orders.append("12345");
    orders.attribute("max", "3");

    assertThatThrownBy(() -> orders.append("12345")).isInstanceOf(ChannelException.InvalidPayload.class);
    assertThatThrownBy(() -> orders.append(new byte[4])).isInstanceOf(ChannelException.InvalidPayload.class);
    assertThatThrownBy(() -> orders.append(Event.json("12345"))).isInstanceOf(ChannelException.InvalidPayload.class);
    assertThatThrownBy(() -> orders.appendBatch(List.of(Event.json("1"), Event.json("12345"))))
        .isInstanceOf(ChannelException.InvalidPayload.class);
    orders.append("123");
    assertThat(texts(orders, SeqRange.ALL)).containsExactly("12345", "123");
  }

  @Test
  void whateverAttributeIsTakenIsReadAgainAlsoFromASnapshot() {
    Channel orders = redex.channel("orders");
    int depth = Limits.JSON_DEPTH_MAX;
    var attributes = List.of("[".repeat(depth) + "]".repeat(depth), "9".repeat(5_000),
        "{\"" + "n".repeat(60_000) + "\":1}");
    for (int i = 0; i < attributes.size(); i++) orders.attribute("a" + i, attributes.get(i));
    assertThatThrownBy(() -> orders.attribute("deep", "[".repeat(depth + 1) + "]".repeat(depth + 1)))
        .isInstanceOf(ChannelException.InvalidPayload.class);
    for (int i = 0; i < 1_000; i++) orders.attribute("n", "" + i);
    redex.close();
    redex = openStore(PayloadChecks.NONE);
    for (int i = 0; i < attributes.size(); i++)
      assertThat(redex.findChannel("orders").orElseThrow().attribute("a" + i)).hasValue(attributes.get(i));
  }

  @Test
  void aStoreThatLostItsCatalogIsNamedDamagedAndOneThatLostEverythingSaysSo() throws Exception {
    redex.channel("orders").append("1");
    redex.close();
    Path logs = FOLDER.resolve("logs");
    for (String folder : disk.list(logs)) if (folder.startsWith("0-")) remove(logs.resolve(folder));
    assertThatThrownBy(() -> openStore(PayloadChecks.NONE)).isInstanceOf(StorageException.Corrupt.class)
        .hasMessageContaining("catalog");
    for (String folder : disk.list(logs)) remove(logs.resolve(folder));
    redex = openStore(PayloadChecks.NONE);
    assertThat(redex.recoveryNotes()).singleElement().asString().contains("had no log at all");
  }

  @Test
  void aChannelWhoseLogIsGoneIsNamedWhileTheOthersGoOn() throws Exception {
    redex.channel("orders").append("1");
    redex.channel("bills").append("2");
    redex.close();
    Path logs = FOLDER.resolve("logs");
    for (String folder : disk.list(logs)) if (folder.endsWith("-orders")) remove(logs.resolve(folder));
    redex = openStore(PayloadChecks.NONE);
    assertThat(redex.recoveryNotes()).singleElement().asString().contains("orders").contains("no such log");
    assertThat(redex.verify(Progress.NONE).problems()).singleElement().asString().contains("orders");
    assertThatThrownBy(() -> redex.findChannel("orders")).isInstanceOf(StorageException.Corrupt.class);
    redex.channel("bills").append("3");
    assertThat(redex.channel("bills").nextSeq()).isEqualTo(2);
    assertThat(redex.channels()).singleElement().extracting(Channel::name).isEqualTo("bills");
    assertThat(redex.status().channels()).singleElement().extracting(ChannelStatus::name).isEqualTo("bills");
    assertThat(redex.status().recoveryNotes()).isEqualTo(1);
  }

  @Test
  void aStoreThatHadLogsAndHasNoneIsDamagedAlsoWithoutAWitness() throws Exception {
    redex.channel("orders").append("1");
    redex.dropChannel("orders");
    redex.close();
    Path logs = FOLDER.resolve("logs");
    for (String folder : disk.list(logs)) remove(logs.resolve(folder));
    for (int i = 0; i < 2; i++)
      assertThatThrownBy(() -> openStore(PayloadChecks.NONE)).isInstanceOf(StorageException.Corrupt.class)
          .hasMessageContaining("catalog");
  }

  private void remove(Path folder) throws Exception {
    for (String file : disk.list(folder)) disk.delete(folder.resolve(file));
    disk.delete(folder);
  }

  @Test
  void aKeyOverItsLimitIsRefused() {
    Channel orders = redex.channel("orders");
    for (int size : new int[]{Limits.KEY_BYTES_MAX - 1, Limits.KEY_BYTES_MAX})
      orders.append(Event.json("1").withKey("k".repeat(size)));
    assertThatThrownBy(() -> orders.append(Event.json("1").withKey("k".repeat(Limits.KEY_BYTES_MAX + 1))))
        .isInstanceOf(StorageException.TooLarge.class);
    assertThat(orders.nextSeq()).isEqualTo(2);
  }

  @Test
  void aCatalogOfThousandsOfChangesOpensFromItsSnapshot() {
    Channel orders = redex.channel("orders");
    for (int i = 0; i < 2_500; i++) orders.attribute("n", "" + i);
    redex.channel("late");
    redex.close();
    redex = openStore(PayloadChecks.NONE);
    assertThat(redex.findChannel("orders").orElseThrow().attribute("n")).hasValue("2499");
    assertThat(redex.channels()).hasSize(2);
  }
}
