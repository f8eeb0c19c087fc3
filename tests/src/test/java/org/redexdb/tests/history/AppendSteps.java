// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.redexdb.redex.api.AppendCondition;
import org.redexdb.redex.api.Appender;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.InLog;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.tests.history.HistoryEvent.Condition;
import org.redexdb.tests.history.HistoryEvent.Handed;
import org.redexdb.tests.history.HistoryEvent.Outcome;
import org.redexdb.tests.history.HistoryEvent.Part;
import org.redexdb.tests.history.HistoryEvent.Place;

/// Appends of all kinds by the process that writes. After each the channels concerned are looked at, so that the history
/// says what came of it also where the client was not told.
final class AppendSteps {
  private static final long TOLD_WITHIN_SECONDS = 20;

  private final World world;
  /// Appends that go on, by call.
  private final Map<Integer, Pending> pending = new LinkedHashMap<>();

  private record Pending(Place place, CompletableFuture<Receipt> receipt) {}

  /// What one call of the store does.
  private interface Doing {
    List<Placed> run();
  }

  /// @param level reached
  private record Placed(Place place, Level level) {}

  AppendSteps(World world) { this.world = world; }

  /// The writer died, and who waited with it.
  void forget() { pending.clear(); }

  void append(Channel channel, RandomGenerator random) {
    Handed handed = world.payloads.any(random);
    Ack ack = ack(random);
    Event event = Payloads.event(handed, random);
    run(List.of(new Part(channel.uuid(), List.of(handed), new Condition.None())), ack.level(), List.of(channel),
        () -> List.of(placed(channel, channel.append(event, ack))));
  }

  void batch(Channel channel, RandomGenerator random) {
    List<Handed> handed = several(random, 1 + random.nextInt(random.nextInt(12) == 0 ? 150 : 6));
    Ack ack = ack(random);
    List<Event> events = events(handed, random);
    run(List.of(new Part(channel.uuid(), handed, new Condition.None())), ack.level(), List.of(channel),
        () -> List.of(placed(channel, channel.appendBatch(events, ack))));
  }

  void expecting(Channel channel, RandomGenerator random) {
    List<Handed> handed = several(random, 1 + random.nextInt(3));
    Ack ack = ack(random);
    List<Event> events = events(handed, random);
    long seq = Math.max(0, channel.nextSeq() + (random.nextInt(3) == 0 ? random.nextInt(-2, 3) : 0));
    run(List.of(new Part(channel.uuid(), handed, new Condition.NextSeq(seq))), ack.level(), List.of(channel),
        () -> List.of(placed(channel, random.nextBoolean()
            ? channel.appendExpecting(seq, events, ack)
            : channel.appendBatch(events, AppendCondition.atSeq(seq), ack))));
  }

  void keyed(Channel channel, RandomGenerator random) {
    String key = Payloads.key(random);
    Handed handed = world.payloads.withKey(key, random.nextInt(4) == 0);
    Ack ack = ack(random);
    Event event = Payloads.event(handed, random);
    long version = channel.keyVersion(key);
    long seq = Math.max(-1, version + (random.nextInt(3) == 0 ? random.nextInt(-1, 2) : 0));
    run(List.of(new Part(channel.uuid(), List.of(handed), new Condition.KeyVersion(key, seq))), ack.level(),
        List.of(channel),
        () -> List.of(placed(channel, channel.append(event, AppendCondition.keyAtVersion(key, seq), ack))));
  }

  void appender(Channel channel, RandomGenerator random) {
    Ack ack = ack(random);
    Appender appender = channel.appender(ack);
    if (random.nextBoolean()) {
      Handed handed = world.payloads.withoutKey();
      byte[] payload = Payloads.bytes(handed.number(), Payloads.size(random));
      run(List.of(new Part(channel.uuid(), List.of(handed), new Condition.None())), ack.level(), List.of(channel),
          () -> List.of(new Placed(new Place(channel.uuid(), appender.append(payload), 1, 0, Long.MIN_VALUE),
              ack.level())));
      return;
    }
    List<Handed> handed = several(random, 1 + random.nextInt(8));
    for (Event event : events(handed, random)) appender.add(event);
    run(List.of(new Part(channel.uuid(), handed, new Condition.None())), ack.level(), List.of(channel),
        () -> List.of(placed(channel, appender.commit())));
  }

  void transaction(List<Channel> channels, RandomGenerator random) {
    var parts = new ArrayList<Part>();
    var events = new ArrayList<List<Event>>();
    for (Channel channel : channels) {
      int count = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(random.nextInt(15) == 0 ? 60 : 3);
      List<Handed> handed = several(random, count);
      events.add(events(handed, random));
      parts.add(new Part(channel.uuid(), handed, count > 0 && random.nextInt(3) > 0
          ? new Condition.None()
          : new Condition.NextSeq(Math.max(0, channel.nextSeq() + (random.nextInt(8) == 0 ? 1 : 0)))));
    }
    Ack ack = ack(random);
    run(parts, ack.level(), channels, () -> {
      Map<String, Receipt> receipts = world.writer().transaction(transaction -> {
        for (int i = 0; i < parts.size(); i++) {
          Channel channel = channels.get(i);
          if (parts.get(i).condition() instanceof Condition.NextSeq(long seq)) transaction.expect(channel, seq);
          for (Event event : events.get(i)) transaction.append(channel, event);
        }
      }, ack);
      return channels.stream().filter(channel -> receipts.containsKey(channel.name()))
          .map(channel -> placed(channel, java.util.Objects.requireNonNull(receipts.get(channel.name())))).toList();
    });
  }

  private List<Handed> several(RandomGenerator random, int count) {
    return Stream.generate(() -> world.payloads.any(random)).limit(count).toList();
  }

  private static List<Event> events(List<Handed> handed, RandomGenerator random) {
    return handed.stream().map(one -> Payloads.event(one, random)).toList();
  }

  private static Ack ack(RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> Ack.DISK;
      case 2 -> Ack.MEMORY;
      default -> Ack.OS;
    };
  }

  private static Placed placed(Channel channel, Receipt receipt) {
    return new Placed(new Place(channel.uuid(), receipt.firstSeq(), receipt.count(), receipt.epoch(), receipt.ts()),
        receipt.level());
  }

  /// Does it, and tells what came of it.
  private void run(List<Part> parts, Level level, List<Channel> channels, Doing doing) {
    int call = world.next();
    boolean refusing = channels.stream().anyMatch(AppendSteps::isBroken);
    List<Long> before = channels.stream().map(Channel::nextSeq).toList();
    world.record(new HistoryEvent.Invoked(call, parts, level));
    Outcome outcome;
    try {
      List<Placed> placed = doing.run();
      Level reached = placed.stream().map(Placed::level).min(Level::compareTo).orElse(level);
      outcome = new Outcome.Acknowledged(placed.stream().map(Placed::place).toList(), reached);
    } catch (StorageException e) {
      if (!(e instanceof StorageException.Conflict)) world.requireFaulty(e);
      for (int i = 0; i < channels.size(); i++) scanFrom(channels.get(i), before.get(i));
      outcome = outcome(e, refusing, channels);
    }
    world.record(new HistoryEvent.Returned(call, outcome));
    for (Channel channel : channels) world.bounds(World.WRITER, channel);
  }

  /// Looks at what came to a channel.
  private void scanFrom(Channel channel, long from) {
    for (var event : world.payloads.seen(channel.scan(SeqRange.from(from))))
      world.record(new HistoryEvent.Glimpsed(channel.uuid(), event));
  }

  static boolean isBroken(Channel channel) {
    String fault = channel.status().log().fault();
    return fault != null && !fault.contains("no space left");
  }

  private static Outcome outcome(StorageException e, boolean refusing, List<Channel> channels) {
    return switch (e) {
      case StorageException.Conflict conflict -> new Outcome.Conflict(conflict.expected(), conflict.found());
      case StorageException.DiskFull full -> full.inLog() == InLog.YES
          ? new Outcome.InLog("disk full")
          : new Outcome.Refused("disk full");
      // A log whose force failed takes nothing more; of the one that met the failure nothing is known.
      case StorageException.NotDurable _ ->
        refusing ? new Outcome.Refused("broken") : new Outcome.Unknown("not durable");
      case StorageException.DeviceFault _ -> channels.stream().noneMatch(AppendSteps::isBroken)
          ? new Outcome.Refused("device fault")
          : new Outcome.Unknown("device fault");
      default -> new Outcome.Refused(e.code());
    };
  }

  // ---- appends that go on

  void async(Channel channel, RandomGenerator random) {
    Handed handed = world.payloads.any(random);
    Ack ack = ack(random);
    Event event = Payloads.event(handed, random);
    int call = world.next();
    boolean refusing = isBroken(channel);
    long seq = channel.nextSeq();
    world
        .record(new HistoryEvent.Invoked(call, List.of(new Part(channel.uuid(), List.of(handed), new Condition.None())),
            ack.level()));
    try {
      CompletableFuture<Receipt> receipt = channel.appendAsync(event, ack);
      var place = new Place(channel.uuid(), seq, 1, 0, Long.MIN_VALUE);
      world.record(new HistoryEvent.Published(call, place));
      pending.put(call, new Pending(place, receipt));
    } catch (StorageException e) {
      world.requireFaulty(e);
      scanFrom(channel, seq);
      world.record(new HistoryEvent.Returned(call, outcome(e, refusing, List.of(channel))));
    }
    scanFrom(channel, seq);
    world.bounds(World.WRITER, channel);
  }

  /// Forces a channel; appends under way in it are told of after that.
  void force(Channel channel) {
    long next = channel.nextSeq();
    try {
      channel.force();
      world.record(new HistoryEvent.Forced(channel.uuid(), next));
    } catch (StorageException e) {
      world.requireFaulty(e);
    }
    world.bounds(World.WRITER, channel);
    boolean settled = channel.durableSeq() >= next - 1 || isBroken(channel);
    for (var one : List.copyOf(pending.entrySet())) {
      if (!one.getValue().place.channel().equals(channel.uuid()) || !settled && !one.getValue().receipt.isDone())
        continue;
      pending.remove(one.getKey());
      world.record(new HistoryEvent.Returned(one.getKey(), told(one.getValue())));
    }
  }

  private Outcome told(Pending one) {
    try {
      Receipt receipt = one.receipt.get(TOLD_WITHIN_SECONDS, TimeUnit.SECONDS);
      return new Outcome.Acknowledged(List.of(new Place(one.place.channel(), receipt.firstSeq(), receipt.count(),
          receipt.epoch(), receipt.ts())), receipt.level());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof StorageException cause)) throw new AssertionError("told of " + one, e);
      world.requireFaulty(cause);
      return cause instanceof StorageException.DiskFull full && full.inLog() == InLog.YES
          ? new Outcome.InLog("disk full")
          : new Outcome.Unknown(cause.code());
    } catch (TimeoutException e) {
      throw new AssertionError("never told of " + one, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts", e);
    }
  }
}
