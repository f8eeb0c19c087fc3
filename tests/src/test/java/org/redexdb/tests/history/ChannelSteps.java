// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.ProcessKilled;
import org.redexdb.tests.history.World.OpenPin;

/// Creating and dropping channels, and what takes events away.
final class ChannelSteps {
  private static final int NAMES = 8;
  private static final int PINS_MAX = 3;

  private final World world;

  ChannelSteps(World world) { this.world = world; }

  /// @return false when nobody knows whether it is there, so that the store has to be opened again
  boolean create(RandomGenerator random) {
    String name = "channel" + random.nextInt(NAMES);
    if (world.channels.containsValue(name)) return true;
    Retention retention = retention(random);
    long maxEvents = retention.keepsAll() ? 0 : retention.maxEvents() > 0 ? retention.maxEvents() : -1;
    var options = new ChannelOptions(PayloadCodec.BYTES, random.nextBoolean() ? Level.OS : Level.DISK, 64 << 10,
        retention);
    try {
      Channel created = world.writer().createChannel(name, options);
      world.record(new HistoryEvent.Created(created.uuid(), name, maxEvents));
      world.channels.put(created.uuid(), name);
      return true;
    } catch (StorageException e) {
      world.record(new HistoryEvent.MaybeCreated(name, maxEvents));
      world.requireFaulty(e);
      return false;
    } catch (PowerCut | ProcessKilled e) {
      world.record(new HistoryEvent.MaybeCreated(name, maxEvents));
      throw e;
    }
  }

  private static Retention retention(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> Retention.NONE.withMaxEvents(1 + random.nextInt(60));
      case 1 -> Retention.NONE.withMaxBytes(1 + random.nextInt(100_000));
      case 2 -> Retention.NONE.withMaxAge(Duration.ofMillis(1 + random.nextInt(20_000)));
      default -> Retention.NONE;
    };
  }

  /// @return as above
  boolean drop(Channel channel) {
    world.tails.values().removeIf(tail -> tail.channel().equals(channel.uuid()));
    world.pins.values().removeIf(pin -> pin.channel().equals(channel.uuid()));
    world.channels.remove(channel.uuid());
    try {
      world.writer().dropChannel(channel.name());
      world.record(new HistoryEvent.Dropped(channel.uuid()));
      return true;
    } catch (StorageException e) {
      world.record(new HistoryEvent.MaybeDropped(channel.uuid()));
      world.requireFaulty(e);
      return false;
    } catch (PowerCut | ProcessKilled e) {
      world.record(new HistoryEvent.MaybeDropped(channel.uuid()));
      throw e;
    }
  }

  void trim(Channel channel, RandomGenerator random) {
    long next = channel.nextSeq();
    long first = channel.firstSeq();
    long to = random.nextInt(5) == 0 ? next : first + random.nextLong(Math.max(1, (next - first) / 2 + 1));
    world.record(new HistoryEvent.Trimming(channel.uuid(), to));
    try {
      trimmed(channel, channel.trim(to));
    } catch (StorageException e) {
      world.requireFaulty(e);
    }
    world.bounds(World.WRITER, channel);
  }

  void retain(Channel channel) {
    world.record(new HistoryEvent.Trimming(channel.uuid(), -1));
    try {
      trimmed(channel, channel.applyRetention());
    } catch (StorageException e) {
      world.requireFaulty(e);
    }
    world.bounds(World.WRITER, channel);
  }

  private void trimmed(Channel channel, Trimmed done) {
    world.record(new HistoryEvent.Trimmed(channel.uuid(), done.floorBefore(), done.floorAfter()));
  }

  void pin(Channel channel, RandomGenerator random) {
    if (world.pins.size() >= PINS_MAX || !world.pins.isEmpty() && random.nextBoolean()) {
      int id = List.copyOf(world.pins.keySet()).get(random.nextInt(world.pins.size()));
      OpenPin open = java.util.Objects.requireNonNull(world.pins.remove(id));
      world.record(new HistoryEvent.Unpinned(open.channel(), id));
      open.pin().close();
      return;
    }
    int id = world.next();
    Pin pin = channel.pin(random.nextLong(channel.nextSeq() + 1));
    world.pins.put(id, new OpenPin(channel.uuid(), pin));
    world.record(new HistoryEvent.Pinned(channel.uuid(), id, pin.seq()));
  }
}
