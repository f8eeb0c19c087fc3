// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// A channel of lists, for tests of what lies above channels. What it cannot do throws.
public final class FakeChannel implements Channel {
  private final String name;
  private final UUID uuid = UUID.randomUUID();
  private final ChannelOptions options;
  private final Map<String, String> attributes = new HashMap<>();
  public final List<Event> events = new ArrayList<>();
  /// Sizes of the batches appended.
  public final List<Integer> batches = new ArrayList<>();

  public FakeChannel(String name, ChannelOptions options) {
    this.name = name;
    this.options = options;
  }

  public List<String> payloads() {
    return events.stream().map(event -> new String(event.payload(), StandardCharsets.UTF_8)).toList();
  }

  @Override
  public String name() { return name; }

  @Override
  public UUID uuid() { return uuid; }

  @Override
  public ChannelOptions options() { return options; }

  @Override
  public Receipt append(byte[] payload) { return append(Event.of(payload)); }

  @Override
  public Receipt append(String text) { return append(Event.json(text)); }

  @Override
  public Receipt append(Event event) { return appendBatch(List.of(event)); }

  @Override
  public Receipt append(Event event, Ack ack) { return append(event); }

  @Override
  public Receipt appendBatch(List<Event> batch) {
    events.addAll(batch);
    batches.add(batch.size());
    return new Receipt(new Position(1, events.size() - 1L), batch.size(), 0, options.ack(), 1);
  }

  @Override
  public Receipt appendBatch(List<Event> batch, Ack ack) { return appendBatch(batch); }

  @Override
  public Receipt appendExpecting(long expectedNextSeq, List<Event> batch, Ack ack) {
    if (expectedNextSeq != events.size()) throw new StorageException.Conflict(Where.channel(name), expectedNextSeq, events.size());
    return appendBatch(batch);
  }

  @Override
  public Position tip() { return events.isEmpty() ? Position.NONE : new Position(1, events.size() - 1L); }

  @Override
  public long nextSeq() { return events.size(); }

  @Override
  public long firstSeq() { return 0; }

  @Override
  public long durableSeq() { return events.size() - 1L; }

  @Override
  public Optional<String> attribute(String attribute) { return Optional.ofNullable(attributes.get(attribute)); }

  @Override
  public void attribute(String attribute, String json) { attributes.put(attribute, json); }

  @Override
  public Optional<StoredEvent> read(long seq) { throw new UnsupportedOperationException(); }

  @Override
  public EventCursor scan(SeqRange range) { throw new UnsupportedOperationException(); }

  @Override
  public Tail tail(long fromSeq) { throw new UnsupportedOperationException(); }

  @Override
  public void force() {}

  @Override
  public FrameReader frames(SeqRange range) { throw new UnsupportedOperationException(); }

  @Override
  public long endOfPrefixAt(long epochNanos) { throw new UnsupportedOperationException(); }

  @Override
  public ChannelStatus status() { throw new UnsupportedOperationException(); }
}
