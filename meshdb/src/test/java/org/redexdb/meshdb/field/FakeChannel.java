// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.redexdb.meshdb.scan.Frames;
import org.redexdb.redex.api.AppendCondition;
import org.redexdb.redex.api.Appender;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.ReadLevel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.Trimmed;

/// What the fields of a channel are found out from, in memory.
final class FakeChannel implements Channel {
  final Frames frames = new Frames(4_096);
  final Map<String, String> attributes = new HashMap<>();
  final UUID uuid = UUID.fromString("00000000-0000-7000-8000-000000000001");
  ChannelOptions options = ChannelOptions.DEFAULTS;
  long durableSeq = Long.MAX_VALUE - 1;
  long firstSeq;
  long eventsRead;
  int stores;

  FakeChannel add(String json) {
    frames.add(json);
    return this;
  }

  @Override
  public String name() { return "orders"; }

  @Override
  public UUID uuid() { return uuid; }

  @Override
  public ChannelOptions options() { return options; }

  @Override
  public long nextSeq() { return frames.count(); }

  @Override
  public long firstSeq() { return firstSeq; }

  @Override
  public long durableSeq() { return Math.min(durableSeq, frames.count() - 1); }

  @Override
  public FrameReader frames(SeqRange range) {
    long to = Math.min(range.to(), frames.count());
    if (range.from() < firstSeq) throw new IllegalArgumentException("removed");
    eventsRead += to - range.from();
    return frames.reader(range.from(), to);
  }

  @Override
  public Optional<String> attribute(String name) { return Optional.ofNullable(attributes.get(name)); }

  @Override
  public void attribute(String name, String json) {
    attributes.put(name, json);
    stores++;
  }

  @Override
  public Receipt append(byte[] payload) { throw new UnsupportedOperationException(); }

  @Override
  public Receipt append(String text) { throw new UnsupportedOperationException(); }

  @Override
  public Appender appender() { throw new UnsupportedOperationException(); }

  @Override
  public Appender appender(Ack ack) { throw new UnsupportedOperationException(); }

  @Override
  public CompletableFuture<Receipt> appendAsync(Event event) {
    return CompletableFuture.completedFuture(append(event));
  }

  @Override
  public CompletableFuture<Receipt> appendAsync(Event event, Ack ack) {
    return CompletableFuture.completedFuture(append(event, ack));
  }

  @Override
  public Receipt append(Event event) { throw new UnsupportedOperationException(); }

  @Override
  public Receipt append(Event event, Ack ack) { throw new UnsupportedOperationException(); }

  @Override
  public Receipt appendBatch(List<Event> events) { throw new UnsupportedOperationException(); }

  @Override
  public Receipt appendBatch(List<Event> events, Ack ack) { throw new UnsupportedOperationException(); }

  @Override
  public Receipt appendExpecting(long expectedNextSeq, List<Event> events, Ack ack) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Receipt append(Event event, AppendCondition condition, Ack ack) { throw new UnsupportedOperationException(); }

  @Override
  public Receipt appendBatch(List<Event> batch, AppendCondition condition, Ack ack) {
    throw new UnsupportedOperationException();
  }

  @Override
  public EventCursor scanKey(String key, SeqRange range) { throw new UnsupportedOperationException(); }

  @Override
  public EventCursor scanKeyBackward(String key, SeqRange range) { throw new UnsupportedOperationException(); }

  @Override
  public Optional<StoredEvent> latest(String key) { throw new UnsupportedOperationException(); }

  @Override
  public long keyVersion(String key) { throw new UnsupportedOperationException(); }

  @Override
  public Optional<StoredEvent> read(long seq) { throw new UnsupportedOperationException(); }

  @Override
  public EventCursor scan(SeqRange range) { throw new UnsupportedOperationException(); }

  @Override
  public EventCursor scanBackward(SeqRange range) { throw new UnsupportedOperationException(); }

  @Override
  public Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level, Executor executor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Tail tail(long fromSeq, ReadLevel level) { throw new UnsupportedOperationException(); }

  @Override
  public Tail tailAfter(Position position, ReadLevel level) { throw new UnsupportedOperationException(); }

  @Override
  public boolean contains(Position position) { throw new UnsupportedOperationException(); }

  @Override
  public void force() { throw new UnsupportedOperationException(); }

  @Override
  public Position tip() { throw new UnsupportedOperationException(); }

  @Override
  public Trimmed trim(long beforeSeq) { throw new UnsupportedOperationException(); }

  @Override
  public Trimmed applyRetention() { throw new UnsupportedOperationException(); }

  @Override
  public Pin pin(long fromSeq) {
    return new Pin() {
      @Override
      public long seq() { return Math.max(fromSeq, firstSeq()); }

      @Override
      public void close() {}
    };
  }

  @Override
  public long endOfPrefixAt(long epochNanos) { throw new UnsupportedOperationException(); }

  @Override
  public List<DamagedRange> damage() { return List.of(); }

  @Override
  public ChannelStatus status() { throw new UnsupportedOperationException(); }
}
