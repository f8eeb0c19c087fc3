// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.AppendCondition;
import org.redexdb.redex.api.Appender;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadCheck;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.StrictText;
import org.redexdb.redex.catalog.Catalog;
import org.redexdb.redex.catalog.ChannelRecord;
import org.redexdb.redex.entry.JsonSyntax;
import org.redexdb.redex.entry.KeyBytes;
import org.redexdb.redex.entry.MetadataEncoder;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.storage.api.Where;

/// A channel of users.
public final class LogChannel extends ReadableLog {
  private static final byte[] NO_METADATA = new byte[0];

  private final Catalog catalog;
  private final PayloadChecks checks;
  private final UUID uuid;
  private final ChannelOptions options;
  private final Ack ack;
  private final Object checkLock = new Object();
  /// Null until asked for, and again when an attribute has changed.
  private volatile @Nullable Asked asked;

  public LogChannel(Log log, ChannelRecord channel, Catalog catalog, PayloadChecks checks) {
    super(log, channel.name());
    this.catalog = catalog;
    this.checks = checks;
    this.uuid = channel.uuid();
    this.options = channel.options();
    this.ack = Ack.of(options.ack(), 1);
  }

  @Override
  public UUID uuid() { return uuid; }

  @Override
  public ChannelOptions options() { return options; }

  @Override
  public Receipt append(byte[] payload) {
    check(payload, 0, payload.length);
    return log.append(options.codec(), NO_METADATA, payload, 0, payload.length, Log.ANY_SEQ, ack);
  }

  @Override
  public Receipt append(String text) { return append(textPayload(text)); }

  /// Text as an event of this channel.
  Event textEvent(String text) { return Event.of(textPayload(text)); }

  private byte[] textPayload(String text) {
    byte[] payload = StrictText.utf8("payload", text);
    if (options.codec() == PayloadCodec.JSON) JsonSyntax.check(name, payload, 0, payload.length);
    return payload;
  }

  @Override
  public Receipt append(Event event) { return append(event, ack); }

  @Override
  public Receipt append(Event event, Ack level) {
    if (event.tombstone() || event.isOnce()) return append(batchOf(event), level);
    byte[] payload = event.payload();
    check(payload, 0, payload.length);
    return log.append(options.codec(), MetadataEncoder.encode(name, event), payload, 0, payload.length, Log.ANY_SEQ,
        level);
  }

  @Override
  public Appender appender() { return appender(ack); }

  @Override
  public Appender appender(Ack level) { return new LogAppender(this, level); }

  // ---- for LogAppender

  long put(byte[] payload, int offset, int length, Ack level) {
    check(payload, offset, length);
    return log.put(options.codec(), NO_METADATA, payload, offset, length, level);
  }

  long put(Event event, Ack level) {
    if (event.tombstone() || event.isOnce()) return append(batchOf(event), level).seq();
    byte[] payload = event.payload();
    check(payload, 0, payload.length);
    return log.put(options.codec(), MetadataEncoder.encode(name, event), payload, 0, payload.length, level);
  }

  void addTo(FrameBatch batch, byte[] payload, int offset, int length) {
    check(payload, offset, length);
    batch.add(options.codec(), NO_METADATA, payload, offset, length);
  }

  Receipt append(FrameBatch batch, Ack level) { return log.append(batch, Log.ANY_SEQ, level); }

  @Override
  public Receipt appendBatch(List<Event> events) { return appendBatch(events, ack); }

  @Override
  public CompletableFuture<Receipt> appendAsync(Event event) { return appendAsync(event, ack); }

  @Override
  public CompletableFuture<Receipt> appendAsync(Event event, Ack level) {
    return log.appendAsync(batchOf(event), Log.ANY_SEQ, level);
  }

  @Override
  public Receipt appendBatch(List<Event> events, Ack level) {
    return appendExpecting(Log.ANY_SEQ, events, level);
  }

  @Override
  public Receipt appendExpecting(long expectedNextSeq, List<Event> events, Ack level) {
    return log.append(batchOf(events), expectedNextSeq, level);
  }

  @Override
  public Receipt append(Event event, AppendCondition condition, Ack level) {
    return append(batchOf(event), condition, level);
  }

  @Override
  public Receipt appendBatch(List<Event> events, AppendCondition condition, Ack level) {
    return append(batchOf(events), condition, level);
  }

  private Receipt append(FrameBatch batch, AppendCondition condition, Ack level) {
    return switch (condition) {
      case AppendCondition.Any() -> log.append(batch, Log.ANY_SEQ, level);
      case AppendCondition.AtSeq(long nextSeq) -> log.append(batch, nextSeq, level);
      case AppendCondition.After(Position position) -> {
        // A writer's history stands while the store is open: only the next seq can change behind this look.
        log.contains(position);
        yield log.append(batch, position.seq() + 1, level);
      }
      case AppendCondition.KeyAtVersion(String key, long seq) ->
        log.append(batch, KeyBytes.of(name, key), seq, level);
    };
  }

  private FrameBatch batchOf(Event event) {
    var batch = new FrameBatch(Where.channel(name), event.payload().length + 64);
    addTo(batch, event);
    return batch;
  }

  private FrameBatch batchOf(List<Event> events) {
    if (events.isEmpty()) throw new IllegalArgumentException(name + ": an empty batch has no receipt");
    var batch = new FrameBatch(Where.channel(name), events.size() * 256);
    for (var event : events) addTo(batch, event);
    return batch;
  }

  /// Checks an event and adds it to what is to be appended.
  void addTo(FrameBatch batch, Event event) {
    byte[] payload = event.payload();
    check(payload, 0, payload.length);
    byte[] metadata = MetadataEncoder.encode(name, event);
    if (event.tombstone()) batch.addTombstone(options.codec(), metadata);
    else
      batch.add(options.codec(), metadata, payload, 0, payload.length);
    if (event.isOnce()) batch.once();
  }

  /// Acknowledgement by the channel's option.
  Ack ack() { return ack; }

  @Override
  public Trimmed trim(long beforeSeq) {
    if (beforeSeq < 0) throw new IllegalArgumentException(name + ": no event is before seq " + beforeSeq);
    return log.trim(beforeSeq);
  }

  @Override
  public Trimmed applyRetention() { return log.applyRetention(); }

  @Override
  public Optional<String> attribute(String attribute) {
    catalog.refresh();
    return Optional.ofNullable(record().attributes().get(attribute));
  }

  @Override
  public void attribute(String attribute, String json) {
    byte[] bytes = StrictText.utf8("attribute " + attribute, json);
    JsonSyntax.check(name, bytes, 0, bytes.length);
    synchronized (checkLock) {
      catalog.attribute(record(), attribute, json);
      asked = null;
    }
  }

  private void check(byte[] payload, int offset, int length) {
    PayloadCheck check = payloadCheck();
    if (check != null) check.check(payload, offset, length);
  }

  private @Nullable PayloadCheck payloadCheck() {
    Asked known = asked;
    if (known != null) return known.check();
    // One lock with the attributes, so that a check made from old ones never outlives their change.
    synchronized (checkLock) {
      known = new Asked(checks.forChannel(this));
      asked = known;
      return known.check();
    }
  }

  /// @param check null when anything goes
  private record Asked(@Nullable PayloadCheck check) {
  }

  private ChannelRecord record() {
    var current = catalog.find(name);
    // Dropped, or dropped and created anew under the same name.
    if (current == null || !current.uuid().equals(uuid))
      throw new StorageException.Closed(Where.channel(name), "channel " + name);
    return current;
  }
}
