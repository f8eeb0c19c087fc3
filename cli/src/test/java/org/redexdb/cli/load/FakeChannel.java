// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.AppendCondition;
import org.redexdb.redex.api.Appender;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.EventView;
import org.redexdb.redex.api.ReadLevel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.Trimmed;

/// A channel in a list that can die right before or right after it stored a batch, as a process can.
final class FakeChannel implements Channel {
  /// The process died.
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  final List<StoredEvent> events = new ArrayList<>();
  final List<Integer> batches = new ArrayList<>();
  int appendsUntilDeath = -1;
  boolean storesBeforeDeath;

  @Override
  public Receipt appendBatch(List<Event> batch) {
    boolean dies = appendsUntilDeath == 0;
    appendsUntilDeath = Math.max(-1, appendsUntilDeath - 1);
    if (dies && !storesBeforeDeath) throw new Died();
    for (var event : batch)
      events.add(new StoredEvent("fake", new Position(1, events.size()), 0, 0, PayloadCodec.JSON, event));
    batches.add(batch.size());
    if (dies) throw new Died();
    return new Receipt(1, events.size() - 1, batch.size(), 0, Level.DISK, 1);
  }

  List<String> texts() { return events.stream().map(StoredEvent::text).toList(); }

  @Override
  public EventCursor scan(SeqRange range) {
    var copy = events.subList((int) range.from(), (int) Math.min(range.to(), events.size())).iterator();
    return new EventCursor() {
      @Override
      public @Nullable StoredEvent next() { return copy.hasNext() ? copy.next() : null; }

      @Override
      public void close() {}
    };
  }

  @Override
  public long nextSeq() { return events.size(); }

  @Override
  public long firstSeq() { return 0; }

  @Override
  public String name() { return "fake"; }

  @Override
  public UUID uuid() { throw new AssertionError(); }

  @Override
  public ChannelOptions options() { throw new AssertionError(); }

  @Override
  public Receipt append(byte[] payload) { throw new AssertionError(); }

  @Override
  public Receipt append(String text) { throw new AssertionError(); }

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
  public Receipt append(Event event) { throw new AssertionError(); }

  @Override
  public Receipt append(Event event, Ack ack) { throw new AssertionError(); }

  @Override
  public Receipt appendBatch(List<Event> batch, Ack ack) { throw new AssertionError(); }

  @Override
  public Receipt appendExpecting(long expectedNextSeq, List<Event> batch, Ack ack) { throw new AssertionError(); }

  @Override
  public Receipt append(Event event, AppendCondition condition, Ack ack) { throw new AssertionError(); }

  @Override
  public Receipt appendBatch(List<Event> batch, AppendCondition condition, Ack ack) { throw new AssertionError(); }

  @Override
  public EventView view(SeqRange range) { throw new AssertionError(); }

  @Override
  public EventCursor scanKey(String key, SeqRange range) { throw new AssertionError(); }

  @Override
  public EventCursor scanKeyBackward(String key, SeqRange range) { throw new AssertionError(); }

  @Override
  public Optional<StoredEvent> latest(String key) { throw new AssertionError(); }

  @Override
  public long keyVersion(String key) { throw new AssertionError(); }

  @Override
  public Optional<StoredEvent> read(long seq) { throw new AssertionError(); }

  @Override
  public EventCursor scanBackward(SeqRange range) { throw new AssertionError(); }

  @Override
  public Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level) { throw new AssertionError(); }

  @Override
  public Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level, Executor executor) {
    throw new AssertionError();
  }

  @Override
  public Tail tail(long fromSeq, ReadLevel level) { throw new AssertionError(); }

  @Override
  public Tail tailAfter(Position position, ReadLevel level) { throw new AssertionError(); }

  @Override
  public boolean contains(Position position) { throw new AssertionError(); }

  @Override
  public void force() { throw new AssertionError(); }

  @Override
  public Position tip() { throw new AssertionError(); }

  @Override
  public long durableSeq() { throw new AssertionError(); }

  @Override
  public FrameReader frames(SeqRange range) { throw new AssertionError(); }

  @Override
  public Trimmed trim(long beforeSeq) { throw new AssertionError(); }

  @Override
  public Trimmed applyRetention() { throw new AssertionError(); }

  @Override
  public Pin pin(long fromSeq) { throw new AssertionError(); }

  @Override
  public long endOfPrefixAt(long epochNanos) { throw new AssertionError(); }

  @Override
  public Optional<String> attribute(String name) { throw new AssertionError(); }

  @Override
  public void attribute(String name, String json) { throw new AssertionError(); }

  @Override
  public List<DamagedRange> damage() { return List.of(); }

  @Override
  public ChannelStatus status() { throw new AssertionError(); }
}
