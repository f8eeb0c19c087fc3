// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
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
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.Trimmed;

/// A channel of which every use is a failure of the test. Fakes extend it by what the code under test may use.
public abstract class UnusedChannel implements Channel {
  private UnsupportedOperationException unused() {
    return new UnsupportedOperationException("the test has nothing for this use of " + getClass().getSimpleName());
  }

  @Override
  public UUID uuid() { throw unused(); }

  @Override
  public ChannelOptions options() { throw unused(); }

  @Override
  public Receipt append(byte[] payload) { throw unused(); }

  @Override
  public Receipt append(String text) { throw unused(); }

  @Override
  public Receipt append(Event event) { throw unused(); }

  @Override
  public Receipt append(Event event, Ack ack) { throw unused(); }

  @Override
  public Receipt append(Event event, AppendCondition condition, Ack ack) { throw unused(); }

  @Override
  public Receipt appendBatch(List<Event> events) { throw unused(); }

  @Override
  public Receipt appendBatch(List<Event> events, Ack ack) { throw unused(); }

  @Override
  public Receipt appendBatch(List<Event> events, AppendCondition condition, Ack ack) { throw unused(); }

  @Override
  public Receipt appendExpecting(long expectedNextSeq, List<Event> events, Ack ack) { throw unused(); }

  @Override
  public CompletableFuture<Receipt> appendAsync(Event event) { throw unused(); }

  @Override
  public CompletableFuture<Receipt> appendAsync(Event event, Ack ack) { throw unused(); }

  @Override
  public Appender appender() { throw unused(); }

  @Override
  public Appender appender(Ack ack) { throw unused(); }

  @Override
  public Optional<StoredEvent> read(long seq) { throw unused(); }

  @Override
  public EventCursor scan(SeqRange range) { throw unused(); }

  @Override
  public EventCursor scanBackward(SeqRange range) { throw unused(); }

  @Override
  public EventView view(SeqRange range) { throw unused(); }

  @Override
  public EventCursor scanKey(String key, SeqRange range) { throw unused(); }

  @Override
  public EventCursor scanKeyBackward(String key, SeqRange range) { throw unused(); }

  @Override
  public Optional<StoredEvent> latest(String key) { throw unused(); }

  @Override
  public long keyVersion(String key) { throw unused(); }

  @Override
  public Tail tail(long fromSeq, ReadLevel level) { throw unused(); }

  @Override
  public Tail tailAfter(Position position, ReadLevel level) { throw unused(); }

  @Override
  public boolean contains(Position position) { throw unused(); }

  @Override
  public Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level) { throw unused(); }

  @Override
  public Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level, Executor executor) { throw unused(); }

  @Override
  public void force() { throw unused(); }

  @Override
  public Position tip() { throw unused(); }

  @Override
  public long nextSeq() { throw unused(); }

  @Override
  public long firstSeq() { throw unused(); }

  @Override
  public long durableSeq() { throw unused(); }

  @Override
  public FrameReader frames(SeqRange range) { throw unused(); }

  @Override
  public long endOfPrefixAt(long epochNanos) { throw unused(); }

  @Override
  public Trimmed trim(long beforeSeq) { throw unused(); }

  @Override
  public Trimmed applyRetention() { throw unused(); }

  @Override
  public Optional<String> attribute(String name) { throw unused(); }

  @Override
  public void attribute(String name, String json) { throw unused(); }

  @Override
  public ChannelStatus status() { throw unused(); }

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
  public List<DamagedRange> damage() { return List.of(); }
}
