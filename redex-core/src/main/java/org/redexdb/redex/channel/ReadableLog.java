// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.util.Optional;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.redex.entry.EventDecoder;
import org.redexdb.redex.entry.KeyBytes;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Position;

/// The reading half of a channel that has a log to itself.
public abstract class ReadableLog implements Channel {
  final Log log;
  final String name;

  ReadableLog(Log log, String name) {
    this.log = log;
    this.name = name;
  }

  /// The log behind a channel that this module gave out.
  public static Log of(Channel channel) {
    if (channel instanceof ReadableLog readable) return readable.log;
    throw new IllegalArgumentException("channel \"" + channel.name() + "\" is of no store");
  }

  @Override
  public final String name() { return name; }

  @Override
  public Optional<StoredEvent> read(long seq) {
    var block = new FrameBlock();
    return log.read(seq, block) ? Optional.of(new EventDecoder(name).decode(block, 0)) : Optional.empty();
  }

  @Override
  public EventCursor scan(SeqRange range) { return new BlockCursor(name, frames(range)); }

  @Override
  public EventCursor scanKey(String key, SeqRange range) {
    return new BlockCursor(name, log.keyReader(KeyBytes.of(name, key), range.from(), range.to()));
  }

  @Override
  public EventCursor scanKeyBackward(String key, SeqRange range) {
    return new BlockCursor(name, log.keyReaderBackward(KeyBytes.of(name, key), range.from(), range.to()));
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
    }
  }

  @Override
  public Tail tail(long fromSeq) {
    if (fromSeq < 0) throw new IllegalArgumentException(name + ": cannot tail from seq " + fromSeq);
    return new LogTail(name, log, fromSeq);
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
  public ChannelStatus status() { return new ChannelStatus(name, log.status()); }

  @Override
  public String toString() { return "channel " + name; }
}
