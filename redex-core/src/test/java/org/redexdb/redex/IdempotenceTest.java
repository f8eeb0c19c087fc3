// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.redex.api.AppendCondition;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.Producer;
import org.redexdb.redex.api.Transaction;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;

/// An event that comes twice is stored once, and both are told the same.
class IdempotenceTest {
  private static final UUID PRODUCER = new UUID(1, 2);
  private static final UUID OTHER = new UUID(3, 4);
  /// What a log of the smallest segments knows.
  private static final int IDS_SMALL = 170;
  private static final int PRODUCERS_SMALL = 85;

  @TempDir
  Path folder;

  private Redex open() {
    return Redex.open(StoreEnvironment.of(Disks.system()), folder, StoreOptions.DEFAULTS.withFrontBlocks(8),
        PayloadChecks.NONE);
  }

  private static Channel small(Redex redex) {
    return redex.createChannel("small",
        new ChannelOptions(PayloadCodec.JSON, Level.OS, Limits.SEGMENT_BYTES_MIN));
  }

  private static Event event(UUID producer, long number) {
    return Event.json("{\"n\":" + number + "}").withProducer(producer, number);
  }

  private static Event once(long id) { return Event.json("{}").withIdOnce(new UUID(9, id)); }

  private static Map<String, Receipt> commit(Redex redex, Consumer<Transaction> body) {
    return redex.transaction(body, Ack.DISK);
  }

  // ---- what it is told by

  @Test
  void anEventThatComesTwiceFromItsProducerIsStoredOnceAndAnsweredWithTheFirstReceipt() {
    try (Redex redex = open()) {
      Channel channel = redex.channel("a");
      channel.append("0");
      Receipt first = channel.append(event(PRODUCER, 7));
      channel.append(event(OTHER, 7));
      assertThat(channel.append(event(PRODUCER, 7))).isEqualTo(first);
      assertThat(channel.append(event(PRODUCER, 7), Ack.OS).position()).isEqualTo(first.position());
      assertThat(channel.nextSeq()).isEqualTo(3);
      assertThat(channel.read(first.seq()).orElseThrow().event().producer()).isEqualTo(new Producer(PRODUCER, 7));
    }
  }

  @Test
  void anEventThatIsToBeStoredOnceByItsIdIs() {
    try (Redex redex = open()) {
      Channel channel = redex.channel("a");
      Receipt first = channel.append(once(1));
      channel.append(once(2));
      assertThat(channel.append(once(1))).isEqualTo(first);
      assertThat(channel.nextSeq()).isEqualTo(2);
      assertThat(channel.read(0).orElseThrow().event().once()).isTrue();
    }
  }

  @Test
  void anIdThatIsOnlyAnIdIsNeitherLookedForNorFound() {
    try (Redex redex = open()) {
      Channel channel = redex.channel("a");
      var id = new UUID(9, 1);
      channel.append(Event.json("{}").withId(id));
      channel.append(Event.json("{}").withId(id));
      assertThat(channel.append(once(1)).seq()).isEqualTo(2);
      channel.append(Event.json("{}").withId(id));
      assertThat(channel.nextSeq()).isEqualTo(4);
    }
  }

  @Test
  void everyKindOfAppendStoresOnce() {
    try (Redex redex = open()) {
      Channel channel = redex.channel("a");
      Receipt first = channel.appendAsync(event(PRODUCER, 1)).join();
      assertThat(channel.append(event(PRODUCER, 1))).isEqualTo(first);
      assertThat(channel.appendAsync(event(PRODUCER, 1)).join()).isEqualTo(first);
      assertThat(channel.appendBatch(List.of(event(PRODUCER, 1)))).isEqualTo(first);
      assertThat(channel.append(event(PRODUCER, 1), AppendCondition.any(), Ack.DISK)).isEqualTo(first);
      assertThat(channel.appender().append(event(PRODUCER, 1))).isEqualTo(first.seq());
      assertThat(channel.appender().add(event(PRODUCER, 1)).commit()).isEqualTo(first);
      assertThat(commit(redex, tx -> tx.append(channel, event(PRODUCER, 1))).values()).containsExactly(first);
      Receipt tombstone = channel.append(Event.tombstone("k").withProducer(PRODUCER, 2));
      assertThat(channel.append(Event.tombstone("k").withProducer(PRODUCER, 2))).isEqualTo(tombstone);
      assertThat(channel.nextSeq()).isEqualTo(2);
    }
  }

  @Test
  void anAppendThatExpectedSomethingIsAnsweredAlsoWhenThatNoLongerHolds() {
    try (Redex redex = open()) {
      Channel channel = redex.channel("a");
      Event event = event(PRODUCER, 1).withKey("k");
      Receipt first = channel.append(event, AppendCondition.empty(), Ack.DISK);
      channel.append("1");
      assertThat(channel.append(event, AppendCondition.empty(), Ack.DISK)).isEqualTo(first);
      assertThat(channel.append(event, AppendCondition.keyAtVersion("k", -1), Ack.DISK)).isEqualTo(first);
      assertThatThrownBy(() -> channel.append(event(PRODUCER, 2), AppendCondition.empty(), Ack.DISK))
          .isInstanceOf(StorageException.Conflict.class);
      assertThat(channel.nextSeq()).isEqualTo(2);
    }
  }

  // ---- numbers

  @Test
  void numbersMayBeLeftOutAndOneThatIsLateIsRefusedNotLost() {
    try (Redex redex = open()) {
      Channel channel = redex.channel("a");
      channel.append(event(PRODUCER, 3));
      channel.append(event(PRODUCER, 9));
      assertThatThrownBy(() -> channel.append(event(PRODUCER, 5)))
          .isInstanceOfSatisfying(StorageException.Conflict.class, conflict -> {
            assertThat(conflict.event()).contains("number 5 of producer " + PRODUCER);
            assertThat(conflict.expected()).isEqualTo(10);
          });
      assertThat(channel.nextSeq()).isEqualTo(2);
      assertThat(channel.append(event(PRODUCER, 3)).seq()).isZero();
    }
  }

  @Test
  void aProducersEventThatTheWindowHasForgottenIsFoundInTheLog() {
    try (Redex redex = open()) {
      Channel channel = small(redex);
      Receipt first = channel.append(event(PRODUCER, 0));
      for (int i = 1; i <= 5 * IDS_SMALL; i++) channel.append(event(PRODUCER, i));
      assertThat(channel.append(event(PRODUCER, 0))).isEqualTo(first);
      assertThat(channel.appendAsync(event(PRODUCER, 0)).join()).isEqualTo(first);
      assertThat(channel.nextSeq()).isEqualTo(5 * IDS_SMALL + 1);
    }
  }

  @Test
  void theWindowKnowsAsManyIdsAsItSaysAndNoMore() {
    for (int others : new int[]{IDS_SMALL - 1, IDS_SMALL}) {
      try (Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"), StoreOptions.DEFAULTS,
          PayloadChecks.NONE)) {
        Channel channel = small(redex);
        channel.append(once(0));
        for (int i = 1; i <= others; i++) channel.append(once(i));
        assertThat(channel.append(once(0)).seq()).isEqualTo(others < IDS_SMALL ? 0 : others + 1);
      }
    }
  }

  @Test
  void theWindowKnowsAsManyProducersAsItSaysAndNoMore() {
    for (int others : new int[]{PRODUCERS_SMALL - 1, PRODUCERS_SMALL}) {
      try (Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"), StoreOptions.DEFAULTS,
          PayloadChecks.NONE)) {
        Channel channel = small(redex);
        channel.append(event(PRODUCER, 5));
        for (int i = 1; i <= others; i++) channel.append(event(new UUID(7, i), 5));
        // One that is known has come to 5; one that is not begins anew.
        if (others < PRODUCERS_SMALL)
          assertThatThrownBy(() -> channel.append(event(PRODUCER, 4))).isInstanceOf(StorageException.Conflict.class);
        else
          assertThat(channel.append(event(PRODUCER, 4)).seq()).isEqualTo(others + 1);
      }
    }
  }

  @Test
  void idsThatTheWindowCouldNotRecognizeTogetherAreRefused() {
    try (Redex redex = open()) {
      Channel channel = small(redex);
      for (int count : new int[]{IDS_SMALL - 1, IDS_SMALL}) {
        List<Event> batch = IntStream.range(0, count).mapToObj(i -> once(count * 1000L + i)).toList();
        Receipt first = channel.appendBatch(batch);
        assertThat(channel.appendBatch(batch)).isEqualTo(first);
      }
      assertThatThrownBy(
          () -> channel.appendBatch(IntStream.rangeClosed(0, IDS_SMALL).mapToObj(i -> once(-1 - i)).toList()))
          .isInstanceOf(StorageException.TooLarge.class);
    }
  }

  // ---- batches and transactions

  @Test
  void aBatchIsStoredOnceAsAWholeAndNeverInPart() {
    try (Redex redex = open()) {
      Channel channel = redex.channel("a");
      Receipt first = channel.appendBatch(List.of(event(PRODUCER, 1), event(PRODUCER, 2), event(PRODUCER, 3)));
      assertThat(channel.appendBatch(List.of(event(PRODUCER, 1), event(PRODUCER, 2), event(PRODUCER, 3))))
          .isEqualTo(first);
      assertThat(channel.appendBatch(List.of(event(PRODUCER, 2), event(PRODUCER, 3))).firstSeq()).isEqualTo(1);
      assertThatThrownBy(() -> channel.appendBatch(List.of(event(PRODUCER, 3), event(PRODUCER, 4))))
          .isInstanceOfSatisfying(StorageException.Conflict.class, conflict -> {
            assertThat(conflict.event()).contains("number 3 of producer " + PRODUCER);
            assertThat(conflict.found()).isEqualTo(2);
          });
      channel.append("0");
      channel.append(event(PRODUCER, 5));
      // All stored, but not one behind the other: no receipt could say where.
      assertThatThrownBy(() -> channel.appendBatch(List.of(event(PRODUCER, 3), event(PRODUCER, 5))))
          .isInstanceOf(StorageException.Conflict.class);
      assertThat(channel.nextSeq()).isEqualTo(5);
    }
  }

  @Test
  void whatCouldNotBeToldApartIsRefused() {
    try (Redex redex = open()) {
      Channel channel = redex.channel("a");
      Channel other = redex.channel("b");
      assertThatThrownBy(() -> channel.appendBatch(List.of(event(PRODUCER, 1), Event.json("{}"))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.appendBatch(List.of(event(PRODUCER, 2), event(PRODUCER, 2))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.appendBatch(List.of(once(1), once(1))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
          () -> commit(redex, tx -> tx.append(channel, event(PRODUCER, 1)).append(other, Event.json("{}"))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> once(1).withProducer(PRODUCER, 1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> event(PRODUCER, -1)).isInstanceOf(IllegalArgumentException.class);
      assertThat(channel.nextSeq() + other.nextSeq()).isZero();
    }
  }

  @Test
  void aTransactionOverSeveralChannelsIsStoredOnceInAllOfThem() {
    try (Redex redex = open()) {
      Channel a = redex.channel("a");
      Channel b = redex.channel("b");
      var first = commit(redex, tx -> tx.expect(a, 0).append(a, event(PRODUCER, 1)).append(b, event(PRODUCER, 1)));
      a.append("0");
      assertThat(
          commit(redex, tx -> tx.expect(a, 0).append(a, event(PRODUCER, 1)).append(b, event(PRODUCER, 1))))
          .isEqualTo(first);
      a.append(event(PRODUCER, 2));
      assertThatThrownBy(() -> commit(redex, tx -> tx.append(a, event(PRODUCER, 2)).append(b, event(PRODUCER, 2))))
          .isInstanceOfSatisfying(StorageException.Conflict.class,
              conflict -> assertThat(conflict.event()).contains("number 2 of producer " + PRODUCER));
      assertThat(a.nextSeq()).isEqualTo(3);
      assertThat(b.nextSeq()).isEqualTo(1);
      // What a commit stored is known to a single append too, and the other way round.
      assertThat(b.append(event(PRODUCER, 1)).position()).isEqualTo(Objects.requireNonNull(first.get("b")).position());
    }
  }

  // ---- over restarts

  @Test
  void whatIsStoredIsKnownAfterOpeningAgainAlsoBehindSealedSegmentsThatWereRemoved() {
    Receipt first;
    Receipt middle;
    try (Redex redex = open()) {
      Channel channel = small(redex);
      first = channel.append(event(PRODUCER, 1), Ack.DISK);
      middle = channel.append(once(1), Ack.DISK);
      fill(channel);
      assertThat(channel.status().log().segments()).isGreaterThan(3);
      channel.trim(channel.nextSeq());
    }
    for (int life = 0; life < 3; life++) {
      try (Redex redex = open()) {
        Channel channel = redex.channel("small");
        long next = channel.nextSeq();
        assertThat(channel.append(event(PRODUCER, 1), Ack.DISK)).isEqualTo(first);
        assertThat(channel.append(once(1), Ack.DISK)).isEqualTo(middle);
        assertThat(channel.nextSeq()).isEqualTo(next);
        assertThat(channel.append(event(OTHER, life), Ack.OS).seq()).isEqualTo(next);
        if (life == 1) fill(channel);
        channel.trim(channel.nextSeq());
        assertThat(channel.status().log().segments()).as("segments that stay").isLessThanOrEqualTo(2);
      }
    }
  }

  private static void fill(Channel channel) {
    String text = "\"" + "x".repeat(9000) + "\"";
    for (int i = 0; i < 30; i++) channel.append(text);
  }
}
