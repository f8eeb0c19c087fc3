// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.EventView;
import org.redexdb.redex.api.ReadLevel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.redex.entry.EventDecoder;
import org.redexdb.redex.entry.KeyBytes;
import org.redexdb.redex.runtime.SubscriberThreads;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.StorageException;

/// The reading half of a channel.
public abstract class ReadableLog implements Channel {
  final Log log;
  final String name;
  private final Subscriptions subscriptions;

  ReadableLog(Log log, String name) {
    this.log = log;
    this.name = name;
    this.subscriptions = new Subscriptions(name);
  }

  /// The same channel once more: what is subscribed through either ends with both.
  ReadableLog(ReadableLog same) {
    this.log = same.log;
    this.name = same.name;
    this.subscriptions = same.subscriptions;
  }

  /// The log behind a channel that this module gave out.
  public static Log of(Channel channel) {
    if (channel instanceof ReadableLog readable) return readable.log;
    throw new IllegalArgumentException("channel \"" + channel.name() + "\" is of no store");
  }

  Subscriptions subscriptions() { return subscriptions; }

  /// Tells subscribers that the channel, or its store, is no more.
  public void end() { subscriptions.end(); }

  @Override
  public final String name() { return name; }

  @Override
  public Optional<StoredEvent> read(long seq) {
    var block = new FrameBlock();
    return log.read(seq, block) ? Optional.of(new EventDecoder(name).decode(block, 0)) : Optional.empty();
  }

  @Override
  public EventCursor scan(SeqRange range) { return new BlockCursor(name, frames(range), subscriptions::isEnded); }

  @Override
  public EventView view(SeqRange range) { return new BlockView(name, frames(range), subscriptions::isEnded); }

  @Override
  public EventCursor scanBackward(SeqRange range) {
    return new BackwardCursor(name, log, range.from(), range.to(), subscriptions::isEnded);
  }

  @Override
  public EventCursor scanKey(String key, SeqRange range) {
    return new BlockCursor(name, log.keyReader(KeyBytes.of(name, key), range.from(), range.to()),
        subscriptions::isEnded);
  }

  @Override
  public EventCursor scanKeyBackward(String key, SeqRange range) {
    return new BlockCursor(name, log.keyReaderBackward(KeyBytes.of(name, key), range.from(), range.to()),
        subscriptions::isEnded);
  }

  @Override
  public Optional<StoredEvent> latest(String key) {
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    if (!readLast(key, block) || block.isTombstone(0)) return Optional.empty();
    return Optional.of(new EventDecoder(name).decode(block, 0));
  }

  @Override
  public long keyVersion(String key) {
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    return readLast(key, block) ? block.seq(0) : -1;
  }

  private boolean readLast(String key, FrameBlock block) {
    try (FrameReader reader = log.keyReaderBackward(KeyBytes.of(name, key), 0, Long.MAX_VALUE)) {
      return reader.next(block);
    } catch (StorageException.Lagged _) {
      return false; // what was left to look at was removed meanwhile
    }
  }

  @Override
  public Tail tail(long fromSeq, ReadLevel level) {
    if (fromSeq < 0) throw new IllegalArgumentException(name + ": cannot tail from seq " + fromSeq);
    return new LogTail(name, log, fromSeq, level, subscriptions::isEnded, null);
  }

  @Override
  public Tail tailAfter(Position position, ReadLevel level) {
    boolean known = log.contains(position);
    return new LogTail(name, log, position.seq() + 1, level, subscriptions::isEnded, known ? null : position);
  }

  @Override
  public boolean contains(Position position) { return log.contains(position); }

  @Override
  public Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level) {
    return publisher(fromSeq, level, SubscriberThreads::run);
  }

  @Override
  public Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level, Executor executor) {
    if (fromSeq < 0) throw new IllegalArgumentException(name + ": cannot publish from seq " + fromSeq);
    return subscriber -> new TailSubscription(name, tail(fromSeq, level), executor, subscriptions,
        Objects.requireNonNull(subscriber)).begin(subscriber);
  }

  @Override
  public void force() { log.force(); }

  @Override
  public Position tip() { return log.tip(); }

  @Override
  public long nextSeq() { return log.status().nextSeq(); }

  @Override
  public long firstSeq() { return log.firstSeq(); }

  @Override
  public long durableSeq() { return log.durableSeq(); }

  @Override
  public FrameReader frames(SeqRange range) { return log.reader(range.from(), range.to()); }

  @Override
  public long endOfPrefixAt(long epochNanos) { return log.endOfPrefixAt(epochNanos); }

  @Override
  public Pin pin(long fromSeq) { return log.pin(fromSeq); }

  @Override
  public List<DamagedRange> damage() { return log.damage(); }

  @Override
  public ChannelStatus status() {
    return new ChannelStatus(name, log.status(), options().retention(), subscriptions.count());
  }

  @Override
  public String toString() { return "channel " + name; }
}
