// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.ProcessKilled;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.tests.support.Seeds;

/// Producers that number their events and send again whatever they were not told of, over crashes at any operation of the
/// disk, rolls, clean closes and trims, to one channel or two at once: each event is in the log exactly once, and every
/// receipt that was given for it names the one that is there.
class IdempotenceSimulation {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final List<String> CHANNELS = List.of("a", "b");
  private static final int PRODUCERS = 3;
  private static final int LIVES = 7;
  private static final int STEPS = 40;
  private static final int PAYLOAD_BYTES_MAX = 5000;
  private static final int BACK_MAX = 12;
  /// Of those that a log with such segments knows. In one life fewer are sent.
  private static final int KNOWN_SURELY = 100;

  static LongStream seeds() { return Seeds.of(60); }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eachEventOfAProducerIsThereExactlyOnceAndEveryReceiptNamesIt(long seed) {
    Seeds.run(IdempotenceSimulation.class, seed, () -> new World(seed).run());
  }

  /// @param producer its index, -1 for an event that is told by its id
  private record Sent(int producer, long number) {
    Event event(byte[] payload) {
      Event plain = Event.of(payload);
      return producer < 0
          ? plain.withIdOnce(new UUID(7, number))
          : plain.withProducer(new UUID(8, producer), number);
    }
  }

  /// What a receipt said.
  private record Told(int epoch, long seq, long ts) {}

  /// One channel as its producers know it.
  private static final class History {
    /// In the order sent, without what a crash took.
    final List<Sent> sent = new ArrayList<>();
    /// Of events whose receipt came at DISK, or that were there after a crash: nothing may take them.
    final Map<Sent, Told> settled = new HashMap<>();
    final long[] nextNumber = new long[PRODUCERS];
    long nextId;
    /// Handed over in one call that a crash ended.
    final List<Sent> open = new ArrayList<>();
  }

  /// One store and what must be in it.
  private static final class World {
    private final RandomGenerator random;
    private final SimClock clock = new SimClock();
    private final Map<String, History> histories = new HashMap<>();
    private SimDisk disk;

    World(long seed) {
      disk = SimDisk.seeded(seed);
      random = disk.random();
      for (String name : CHANNELS) histories.put(name, new History());
    }

    void run() {
      for (int life = 0; life < LIVES; life++) {
        int end = random.nextInt(4);
        if (end == 1) disk.cutPowerAfter(30 + random.nextInt(500));
        if (end >= 2) disk.killAfter(30 + random.nextInt(500));
        boolean died = false;
        try {
          live();
        } catch (PowerCut | ProcessKilled e) {
          died = true;
        }
        disk = died && end >= 2 ? disk.afterRestart() : disk.afterReboot();
        disk.clearFaults();
      }
      live();
    }

    private void live() {
      try (Redex redex = Redex.open(new StoreEnvironment(disk, clock, random, Work.CALLER), FOLDER, OPTIONS,
          PayloadChecks.NONE)) {
        var channels = new HashMap<String, Channel>();
        for (String name : CHANNELS)
          channels.put(name,
              redex.findChannel(name).orElseGet(() -> redex.createChannel(name, new ChannelOptions(PayloadCodec.BYTES,
                  Level.DISK, 64 << 10))));
        for (String name : CHANNELS) afterOpening(channel(channels, name), history(name));
        for (int step = 0; step < STEPS; step++) step(redex, channels);
        for (String name : CHANNELS) check(channel(channels, name), history(name));
      }
      // A clean close has forced all there is.
    }

    private static Channel channel(Map<String, Channel> channels, String name) {
      return Objects.requireNonNull(channels.get(name));
    }

    private History history(String name) {
      return Objects.requireNonNull(histories.get(name));
    }

    /// Sends again what was not told of, in the order of before; then everybody agrees.
    private void afterOpening(Channel channel, History history) {
      for (Sent sent : history.open)
        if (!history.sent.contains(sent)) history.sent.add(sent);
      history.open.clear();
      // What is not settled may be gone, but only the end of it.
      boolean isGone = false;
      int from = Math.max(0, history.sent.size() - KNOWN_SURELY);
      for (Sent sent : List.copyOf(history.sent.subList(from, history.sent.size()))) {
        Told told = history.settled.get(sent);
        long next = channel.nextSeq();
        if (told == null || random.nextInt(4) == 0) {
          Receipt receipt = channel.append(sent.event(payload()), Ack.DISK);
          boolean isNew = receipt.seq() == next;
          if (told != null) assertThat(told(receipt)).as("receipt of %s", sent).isEqualTo(told);
          assertThat(isGone && !isNew).as("%s is there and what came before it was lost", sent).isFalse();
          isGone |= isNew;
          history.settled.put(sent, told(receipt));
        }
      }
      check(channel, history);
    }

    private static Told told(Receipt receipt) { return new Told(receipt.epoch(), receipt.seq(), receipt.ts()); }

    private void step(Redex redex, Map<String, Channel> channels) {
      String name = CHANNELS.get(random.nextInt(2));
      Channel channel = channel(channels, name);
      History history = history(name);
      switch (random.nextInt(12)) {
        case 0 -> again(channel, history);
        case 1 -> sendBatch(channel, history);
        case 2, 3 -> sendToBoth(redex, channels);
        case 4 -> channel.append(Event.of(payload()), random.nextBoolean() ? Ack.OS : Ack.DISK);
        case 5 -> {
          if (random.nextInt(4) == 0) channel.trim(random.nextLong(channel.nextSeq() + 1));
        }
        default -> send(channel, history);
      }
    }

    private void send(Channel channel, History history) {
      Sent sent = next(history);
      Event event = sent.event(payload());
      Ack ack = ack();
      history.open.add(sent);
      long next = channel.nextSeq();
      Receipt receipt = random.nextInt(3) == 0 ? async(channel, event, ack) : channel.append(event, ack);
      assertThat(receipt.seq()).isEqualTo(next);
      noted(history, List.of(sent), receipt, ack);
      if (random.nextInt(4) == 0) assertThat(told(channel.append(event, ack()))).isEqualTo(told(receipt));
      assertThat(channel.nextSeq()).isEqualTo(next + 1);
    }

    /// Twice in flight. Nobody but the caller works here, so it forces.
    private static Receipt async(Channel channel, Event event, Ack ack) {
      var first = channel.appendAsync(event, ack);
      var second = channel.appendAsync(event, ack);
      channel.force();
      assertThat(second.join()).isEqualTo(first.join());
      return first.join();
    }

    private void sendBatch(Channel channel, History history) {
      List<Sent> batch = batch(history);
      List<Event> events = batch.stream().map(sent -> sent.event(payload())).toList();
      Ack ack = ack();
      history.open.addAll(batch);
      Receipt receipt = channel.appendBatch(events, ack);
      noted(history, batch, receipt, ack);
      assertThat(channel.appendBatch(events, ack).position()).isEqualTo(receipt.position());
    }

    private List<Sent> batch(History history) {
      var batch = new ArrayList<Sent>();
      int count = 1 + random.nextInt(2);
      for (int i = 0; i < count; i++) batch.add(next(history));
      return batch;
    }

    private void sendToBoth(Redex redex, Map<String, Channel> channels) {
      var batches = new ArrayList<List<Sent>>();
      for (String name : CHANNELS) {
        List<Sent> batch = batch(history(name));
        history(name).open.addAll(batch);
        batches.add(batch);
      }
      Ack ack = ack();
      var first = redex.transaction(tx -> {
        for (int i = 0; i < CHANNELS.size(); i++)
          for (Sent sent : batches.get(i)) tx.append(channel(channels, CHANNELS.get(i)), sent.event(payload()));
      }, ack);
      for (int i = 0; i < CHANNELS.size(); i++) {
        Receipt receipt = Objects.requireNonNull(first.get(CHANNELS.get(i)));
        noted(history(CHANNELS.get(i)), batches.get(i), receipt, ack);
      }
      var again = redex.transaction(tx -> {
        for (int i = 0; i < CHANNELS.size(); i++)
          for (Sent sent : batches.get(i)) tx.append(channel(channels, CHANNELS.get(i)), sent.event(payload()));
      }, ack);
      assertThat(again).isEqualTo(first);
    }

    /// Something sent long ago.
    private void again(Channel channel, History history) {
      if (history.sent.isEmpty()) return;
      int back = 1 + random.nextInt(Math.min(BACK_MAX, history.sent.size()));
      Sent sent = history.sent.get(history.sent.size() - back);
      long next = channel.nextSeq();
      Receipt receipt = channel.append(sent.event(payload()), Ack.DISK);
      assertThat(receipt.seq()).as("%s was stored", sent).isLessThan(next);
      assertThat(receipt.level()).isEqualTo(Level.DISK);
      Told told = history.settled.put(sent, told(receipt));
      if (told != null) assertThat(told(receipt)).isEqualTo(told);
      assertThat(channel.nextSeq()).isEqualTo(next);
    }

    private Sent next(History history) {
      int producer = random.nextInt(PRODUCERS + 1) - 1;
      return producer < 0
          ? new Sent(-1, history.nextId++)
          : new Sent(producer, history.nextNumber[producer] += 1 + random.nextInt(3) / 2);
    }

    private Ack ack() { return random.nextBoolean() ? Ack.DISK : Ack.OS; }

    private byte[] payload() { return new byte[random.nextInt(PAYLOAD_BYTES_MAX)]; }

    private void noted(History history, List<Sent> batch, Receipt receipt, Ack ack) {
      history.open.removeAll(batch);
      history.sent.addAll(batch);
      if (ack.level() != Level.DISK) return;
      for (int i = 0; i < batch.size(); i++)
        history.settled.put(batch.get(i), new Told(receipt.epoch(), receipt.firstSeq() + i, receipt.ts()));
    }

    /// What can still be read: nothing twice, and where it was said to be.
    private static void check(Channel channel, History history) {
      Set<Sent> met = new HashSet<>();
      long first = channel.firstSeq();
      try (var events = channel.scan(SeqRange.ALL)) {
        for (var event = events.next(); event != null; event = events.next()) {
          Sent sent = sent(event.event());
          if (sent == null) continue;
          assertThat(met.add(sent)).as("%s is there once", sent).isTrue();
          Told told = history.settled.get(sent);
          if (told != null)
            assertThat(new Told(event.position().epoch(), event.seq(), event.ts())).as("%s", sent).isEqualTo(told);
        }
      }
      for (Sent sent : history.sent) {
        Told told = history.settled.get(sent);
        if (told != null && told.seq >= first) assertThat(met).as("what is in the channel").contains(sent);
      }
    }

    private static @Nullable Sent sent(Event event) {
      var producer = event.producer();
      if (producer != null) return new Sent((int) producer.id().getLeastSignificantBits(), producer.number());
      UUID id = event.id();
      return id == null ? null : new Sent(-1, id.getLeastSignificantBits());
    }
  }
}
