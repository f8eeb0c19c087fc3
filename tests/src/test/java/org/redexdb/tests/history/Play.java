// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.redexdb.redex.api.Channel;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.ProcessKilled;
import org.redexdb.tests.history.Script.Step;

/// Plays a script: each step in turn, by one thread, and what has to follow when the store dies of it.
final class Play {
  private final World world;
  private final AppendSteps appends;
  private final ChannelSteps channels;

  private Play(World world) {
    this.world = world;
    appends = new AppendSteps(world);
    channels = new ChannelSteps(world);
  }

  /// @throws AssertionError with the last things that happened
  static void run(Script script) {
    try (var world = new World(script.seed())) {
      try {
        new Play(world).all(script);
      } catch (Throwable t) {
        throw new AssertionError(t + "\nlast events:\n  " + world.trace(), t);
      }
    }
  }

  private void all(Script script) {
    var random = new SplittableRandom(script.seed() + 1);
    world.open(random);
    for (Step step : script.steps()) one(step);
    survive(random, () -> {
      world.reopen(random);
      return true;
    });
    world.finish(random);
  }

  private void one(Step step) {
    var random = new SplittableRandom(step.seed());
    world.note("-- " + step);
    boolean usable = survive(random, () -> step(step.kind(), random));
    if (!usable) survive(random, () -> {
      world.reopen(random);
      appends.forget();
      return true;
    });
  }

  /// @return whether the store can be used further
  private interface Doing {
    boolean run();
  }

  private boolean survive(RandomGenerator random, Doing doing) {
    try {
      return doing.run();
    } catch (PowerCut | ProcessKilled e) {
      appends.forget();
      world.died(e, random);
      return true;
    }
  }

  private boolean step(Script.Kind kind, RandomGenerator random) {
    world.clock.advance(Duration.ofNanos(random.nextLong(3_000_000)));
    switch (kind) {
      case FAULT -> world.scheduleFault(random, random.nextInt(3) == 0 ? 300 : 40);
      case FULL_DISK -> world.fillDisk(random);
      case ROOM -> world.makeRoom();
      case FOLLOW -> world.follow();
      case CLOCK -> setClock(random);
      case PAUSE -> world.clock.advance(Duration.ofMillis(random.nextLong(3_000)));
      case CREATE -> {
        return channels.create(random);
      }
      case REOPEN -> {
        return false;
      }
      case KILL -> {
        appends.forget();
        world.kill();
        world.open(random);
      }
      case POWER_CUT -> {
        appends.forget();
        world.cutPower();
        world.open(random);
      }
      default -> {
        List<Channel> there = there();
        if (there.isEmpty()) return channels.create(random);
        return withChannel(kind, there, random);
      }
    }
    return true;
  }

  private List<Channel> there() { return world.writer().channels(); }

  private boolean withChannel(Script.Kind kind, List<Channel> there, RandomGenerator random) {
    Channel channel = there.get(random.nextInt(there.size()));
    switch (kind) {
      case APPEND -> appends.append(channel, random);
      case BATCH -> appends.batch(channel, random);
      case ASYNC -> appends.async(channel, random);
      case APPENDER -> appends.appender(channel, random);
      case EXPECT -> appends.expecting(channel, random);
      case KEYED -> appends.keyed(channel, random);
      case TRANSACTION -> appends.transaction(some(there, random), random);
      case FORCE, AWAIT -> appends.force(channel);
      case TRIM -> channels.trim(channel, random);
      case RETAIN -> channels.retain(channel);
      case PIN -> channels.pin(channel, random);
      case DROP -> {
        return channels.drop(channel);
      }
      default -> read(kind, random);
    }
    // A store that refuses is opened again sooner or later.
    return there().stream().noneMatch(AppendSteps::isBroken) || random.nextInt(3) > 0;
  }

  private void read(Script.Kind kind, RandomGenerator random) {
    var reads = new ReadSteps(world, random);
    if (reads.nothingToRead()) return;
    switch (kind) {
      case SCAN -> {
        if (random.nextInt(3) == 0) reads.readOne();
        else
          reads.scan();
      }
      case SCAN_KEY -> reads.scanKey();
      case ASK_KEY -> reads.askKey();
      case ASK_TIME -> reads.askTime();
      case TIPS -> reads.tips();
      case TAIL -> reads.tail();
      default -> throw new IllegalArgumentException(kind.toString());
    }
  }

  private static List<Channel> some(List<Channel> there, RandomGenerator random) {
    var some = new ArrayList<>(there);
    while (some.size() > 2 + random.nextInt(2)) some.remove(random.nextInt(some.size()));
    return some;
  }

  private void setClock(RandomGenerator random) {
    Duration by = random.nextInt(6) == 0
        ? Duration.ofSeconds(random.nextInt(-7200, 7200))
        : Duration.ofMillis(random.nextInt(-20_000, 20_000));
    world.clock.jumpWall(by);
    world.record(new HistoryEvent.ClockSet(by.toNanos()));
  }
}
