// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ReadLevel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.api.StorageException;
import org.redexdb.testkit.SimClock;
import org.redexdb.tests.history.HistoryEvent.Reader;
import org.redexdb.tests.history.HistoryEvent.Seen;
import org.redexdb.tests.history.World.Follower;
import org.redexdb.tests.history.World.OpenTail;

/// Reads of all kinds, by the process that writes or by another one.
final class ReadSteps {
  private static final int TAILS_MAX = 6;
  private static final int POLLS_MAX = 40;

  private final World world;
  private final RandomGenerator random;
  private final Reader reader;
  private final Redex redex;

  ReadSteps(World world, RandomGenerator random) {
    this.world = world;
    this.random = random;
    List<Follower> followers = world.followers();
    boolean writing = world.hasWriter() && (followers.isEmpty() || random.nextInt(3) > 0);
    if (!writing && followers.isEmpty()) throw new IllegalStateException("nobody is there to read");
    Follower chosen = writing ? null : followers.get(random.nextInt(followers.size()));
    reader = chosen == null ? World.WRITER : chosen.reader();
    redex = chosen == null ? world.writer() : chosen.redex();
  }

  private ReadSteps(World world, RandomGenerator random, Follower follower) {
    this.world = world;
    this.random = random;
    reader = follower.reader();
    redex = follower.redex();
  }

  /// Channels of which it is certain that they are there.
  private List<Channel> channels() {
    return redex.channels().stream().filter(channel -> world.channels.containsKey(channel.uuid())).toList();
  }

  private Channel any() {
    List<Channel> all = channels();
    return all.get(random.nextInt(all.size()));
  }

  boolean nothingToRead() { return channels().isEmpty(); }

  /// All channels to their end, and all tips.
  void readEverything(Follower follower) {
    var steps = new ReadSteps(world, random, follower);
    for (Channel channel : steps.channels()) steps.scan(channel, SeqRange.ALL, false, false);
    steps.tips();
  }

  void scan() {
    Channel channel = any();
    scan(channel, range(channel), random.nextInt(3) == 0, random.nextInt(3) == 0);
  }

  private SeqRange range(Channel channel) {
    if (random.nextInt(3) == 0) return SeqRange.ALL;
    long from = random.nextLong(channel.nextSeq() + 1);
    return new SeqRange(from, from + random.nextLong(channel.nextSeq() - from + 2));
  }

  private void scan(Channel channel, SeqRange range, boolean atDurable, boolean backward) {
    // Without a writer a reader shows at DURABLE what it shows at TIP.
    boolean durable = atDurable && world.hasWriter();
    ReadLevel level = durable ? ReadLevel.DURABLE : ReadLevel.TIP;
    glimpse(channel);
    world.bounds(reader, channel);
    List<Seen> seen = world.payloads.seen(backward ? channel.scanBackward(range, level) : channel.scan(range, level));
    world.record(new HistoryEvent.Scanned(reader, channel.uuid(), durable, range.from(), range.to(), backward, seen));
  }

  /// After a crash another process may be the first to see what came of an append.
  private void glimpse(Channel channel) {
    if (world.hasWriter()) return;
    for (Seen seen : world.payloads.seen(channel.scan(SeqRange.ALL)))
      world.record(new HistoryEvent.Glimpsed(channel.uuid(), seen));
  }

  void scanKey() {
    Channel channel = any();
    String key = Payloads.key(random);
    SeqRange range = range(channel);
    boolean backward = random.nextBoolean();
    world.bounds(reader, channel);
    List<Seen> seen = world.payloads.seen(backward ? channel.scanKeyBackward(key, range) : channel.scanKey(key, range));
    world.record(
        new HistoryEvent.KeyScanned(reader, channel.uuid(), key, range.from(), range.to(), backward, seen));
  }

  void askKey() {
    Channel channel = any();
    String key = Payloads.key(random);
    world.bounds(reader, channel);
    world.record(new HistoryEvent.KeyAsked(reader, channel.uuid(), key, channel.keyVersion(key),
        world.payloads.seenOrNull(channel.latest(key).orElse(null))));
  }

  void readOne() {
    Channel channel = any();
    long seq = random.nextLong(channel.nextSeq() + 2);
    world.bounds(reader, channel);
    List<Seen> seen = channel.read(seq).map(world.payloads::seen).stream().toList();
    world.record(new HistoryEvent.Scanned(reader, channel.uuid(), false, seq, seq + 1, false, seen));
  }

  void askTime() {
    Channel channel = any();
    world.bounds(reader, channel);
    long time = world.clock.epochNanos() - random.nextLong(2_000_000_000L);
    if (random.nextInt(4) == 0) time = SimClock.START_EPOCH_NANOS + random.nextLong(100_000_000_000L);
    world.record(new HistoryEvent.TimeAsked(reader, channel.uuid(), time, channel.seqAt(time)));
  }

  void tips() {
    var channels = new ArrayList<>(channels());
    if (channels.isEmpty()) return;
    long[] tips = redex.tips(channels);
    Map<UUID, Long> seen = new LinkedHashMap<>();
    for (int i = 0; i < tips.length; i++) seen.put(channels.get(i).uuid(), tips[i]);
    world.record(new HistoryEvent.TipsSeen(reader, seen));
  }

  // ---- tails

  void tail() {
    if (world.tails.isEmpty() || world.tails.size() < TAILS_MAX && random.nextInt(4) == 0) openTail();
    List<Integer> ids = List.copyOf(world.tails.keySet());
    int id = ids.get(random.nextInt(ids.size()));
    OpenTail tail = java.util.Objects.requireNonNull(world.tails.get(id));
    int polls = random.nextInt(POLLS_MAX);
    for (int i = 0; i < polls; i++) if (!poll(id, tail)) return;
  }

  private void openTail() {
    Channel channel = any();
    int id = world.next();
    long from = random.nextInt(4) == 0 ? 0 : random.nextLong(channel.nextSeq() + 2);
    boolean durable = random.nextBoolean();
    world.opened(id, new OpenTail(reader, channel.uuid(), channel.tail(from, durable
        ? ReadLevel.DURABLE
        : ReadLevel.TIP)));
    world.record(new HistoryEvent.TailOpened(reader, id, channel.uuid(), from, durable));
  }

  /// @return whether there may be more
  private boolean poll(int id, OpenTail tail) {
    try {
      Seen seen = world.payloads.seenOrNull(tail.tail().poll());
      world.record(new HistoryEvent.TailPolled(id, seen));
      return seen != null;
    } catch (StorageException.Lagged e) {
      if (tail.reader().writing())
        world.writer().findChannel(String.valueOf(world.channels.get(tail.channel())))
            .ifPresent(channel -> world.bounds(World.WRITER, channel));
      world.record(new HistoryEvent.TailLagged(id, e.needed(), e.first()));
      return true;
    } catch (StorageException.Closed e) {
      if (world.channels.containsKey(tail.channel())) throw e;
      world.tails.remove(id);
      return false;
    }
  }
}
