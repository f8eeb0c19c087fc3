// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.NullUnmarked;
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

/// A channel for operators: a name, bounds, and rows that a [RowSource] gives as batches. Append times are 10 ns apart.
@NullUnmarked // rows are lists of values and NULLs
final class MemoryChannel implements Channel {
  private final String name;
  private final UUID uuid = UUID.randomUUID();
  final List<List<Object>> rows;
  final long firstSeq;

  MemoryChannel(String name, List<List<Object>> rows) { this(name, rows, 0); }

  MemoryChannel(String name, List<List<Object>> rows, long firstSeq) {
    this.name = name;
    this.rows = rows;
    this.firstSeq = firstSeq;
  }

  static long ts(long seq) { return 1_000 + 10 * seq; }

  @Override
  public String name() { return name; }

  @Override
  public UUID uuid() { return uuid; }

  @Override
  public Position tip() { return new Position(1, rows.size() - 1); }

  @Override
  public long nextSeq() { return rows.size(); }

  @Override
  public long firstSeq() { return firstSeq; }

  @Override
  public long durableSeq() { return rows.size() - 1L; }

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
  public long endOfPrefixAt(long epochNanos) {
    return Math.clamp(Math.floorDiv(epochNanos - 1_000, 10) + 1, firstSeq, rows.size());
  }

  @Override
  public ChannelOptions options() { throw unused(); }

  @Override
  public Receipt append(byte[] payload) { throw unused(); }

  @Override
  public Receipt append(String text) { throw unused(); }

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
  public Receipt append(Event event) { throw unused(); }

  @Override
  public Receipt append(Event event, Ack ack) { throw unused(); }

  @Override
  public Receipt appendBatch(List<Event> events) { throw unused(); }

  @Override
  public Receipt appendBatch(List<Event> events, Ack ack) { throw unused(); }

  @Override
  public Receipt appendExpecting(long expectedNextSeq, List<Event> events, Ack ack) { throw unused(); }

  @Override
  public Receipt append(Event event, AppendCondition condition, Ack ack) { throw unused(); }

  @Override
  public Receipt appendBatch(List<Event> batch, AppendCondition condition, Ack ack) { throw unused(); }

  @Override
  public EventCursor scanKey(String key, SeqRange range) { throw unused(); }

  @Override
  public EventCursor scanKeyBackward(String key, SeqRange range) { throw unused(); }

  @Override
  public Optional<StoredEvent> latest(String key) { throw unused(); }

  @Override
  public long keyVersion(String key) { throw unused(); }

  @Override
  public Optional<StoredEvent> read(long seq) { throw unused(); }

  @Override
  public EventCursor scan(SeqRange range) { throw unused(); }

  @Override
  public EventCursor scanBackward(SeqRange range) { throw unused(); }

  @Override
  public Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level) { throw unused(); }

  @Override
  public Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level, Executor executor) { throw unused(); }

  @Override
  public Tail tail(long fromSeq, ReadLevel level) { throw unused(); }

  @Override
  public Tail tailAfter(Position position, ReadLevel level) { throw unused(); }

  @Override
  public boolean contains(Position position) { throw unused(); }

  @Override
  public void force() { throw unused(); }

  @Override
  public FrameReader frames(SeqRange range) { throw unused(); }

  @Override
  public Optional<String> attribute(String attribute) { throw unused(); }

  @Override
  public void attribute(String attribute, String json) { throw unused(); }

  @Override
  public List<DamagedRange> damage() { return List.of(); }

  @Override
  public ChannelStatus status() { throw unused(); }

  private static RuntimeException unused() { return new IllegalStateException("operators do not use this"); }
}
