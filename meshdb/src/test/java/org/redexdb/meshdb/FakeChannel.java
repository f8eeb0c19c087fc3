// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.redexdb.meshdb.schema.SchemaChecks;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventMetadata;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.LogStatus;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// A channel of lists, for tests of what lies above channels. What it cannot do throws.
public final class FakeChannel extends UnusedChannel {
  private static final long FIRST_TS = 1_767_225_600_000_000_000L;
  private static final int BLOCK_EVENTS = 100;

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
    var check = new SchemaChecks().forChannel(this);
    for (var event : batch) {
      if (check != null) check.check(event.payload(), 0, event.payload().length);
    }
    events.addAll(batch);
    batches.add(batch.size());
    return new Receipt(1, events.size() - 1L, batch.size(), 0, options.ack(), 1);
  }

  @Override
  public Receipt appendBatch(List<Event> batch, Ack ack) { return appendBatch(batch); }

  @Override
  public Receipt appendExpecting(long expectedNextSeq, List<Event> batch, Ack ack) {
    if (expectedNextSeq != events.size())
      throw new StorageException.Conflict(Where.channel(name), expectedNextSeq, events.size());
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
  public void force() {}

  /// Times are a second apart, starting with the year 2026.
  @Override
  public FrameReader frames(SeqRange range) { return new Reader(range.from(), Math.min(range.to(), events.size())); }

  private final class Reader implements FrameReader {
    private long next;
    private final long end;

    Reader(long from, long end) {
      this.next = from;
      this.end = end;
    }

    @Override
    public boolean next(FrameBlock block) {
      if (next >= end) return false;
      byte[] bytes = block.reset(1 << 16);
      int at = 0;
      while (next < end && block.count() < BLOCK_EVENTS) {
        var event = events.get((int) next);
        int payload = metadata(event, bytes, at);
        System.arraycopy(event.payload(), 0, bytes, payload, event.payload().length);
        int eventEnd = payload + event.payload().length;
        block.add(next, FIRST_TS + next * 1_000_000_000L, 0, 1, options.codec().id(), 0, at, payload, eventEnd);
        at = eventEnd;
        next++;
      }
      return true;
    }

    private static int metadata(Event event, byte[] bytes, int from) {
      int at = from;
      if (event.id() != null) {
        var id = ByteBuffer.allocate(16).putLong(event.id().getMostSignificantBits())
            .putLong(event.id().getLeastSignificantBits());
        at = field(bytes, at, EventMetadata.ID, id.array());
      }
      if (event.type() != null)
        at = field(bytes, at, EventMetadata.TYPE, event.type().getBytes(StandardCharsets.UTF_8));
      if (event.key() != null) at = field(bytes, at, EventMetadata.KEY, event.key().getBytes(StandardCharsets.UTF_8));
      if (event.eventTimeNanos().isPresent())
        at = field(bytes, at, EventMetadata.EVENT_TIME, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
            .putLong(event.eventTimeNanos().getAsLong()).array());
      return at;
    }

    private static int field(byte[] bytes, int from, int tag, byte[] value) {
      int at = from;
      bytes[at++] = (byte) tag;
      bytes[at++] = (byte) value.length;
      System.arraycopy(value, 0, bytes, at, value.length);
      return at + value.length;
    }

    @Override
    public void close() {}
  }

  @Override
  public long endOfPrefixAt(long epochNanos) {
    return epochNanos < FIRST_TS ? 0 : Math.min(events.size(), (epochNanos - FIRST_TS) / 1_000_000_000L + 1);
  }

  @Override
  public ChannelStatus status() {
    return new ChannelStatus(name,
        new LogStatus(tip(), 0, events.size(), events.size() - 1L, 1, 0, 0, 0, 0, null, LogActivity.NONE),
        options.retention(), 0);
  }
}
