// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Receipt;

/// A channel whose payloads are values of the program. A view: what it appends and reads is in [#channel], which others may
/// use beside it. Errors are those of the channel's methods and of the mapper.
///
/// Thread-safe.
public final class TypedChannel<T> {
  private final Channel channel;
  private final PayloadMapper<T> mapper;

  TypedChannel(Channel channel, PayloadMapper<T> mapper) {
    if (channel.options().codec() != mapper.codec())
      throw new IllegalArgumentException("channel " + channel.name() + " holds " + channel.options().codec()
          + " and the mapper is for " + mapper.codec());
    this.channel = channel;
    this.mapper = mapper;
  }

  /// The channel itself, for all that needs no values.
  public Channel channel() { return channel; }

  // ---- appending

  /// A value as an event, to be given a key, an event time or other metadata and appended to [#channel].
  public Event event(T value) {
    Event event = Event.of(mapper.encode(value));
    String type = mapper.type(value);
    return type == null ? event : event.withType(type);
  }

  public Receipt append(T value) { return channel.append(event(value)); }

  public Receipt append(T value, Ack ack) { return channel.append(event(value), ack); }

  /// See [Channel#appendAsync(Event)].
  public CompletableFuture<Receipt> appendAsync(T value) { return channel.appendAsync(event(value)); }

  /// Appends all values or none.
  public Receipt appendBatch(List<T> values) { return channel.appendBatch(events(values)); }

  public Receipt appendBatch(List<T> values, Ack ack) { return channel.appendBatch(events(values), ack); }

  private List<Event> events(List<T> values) { return values.stream().map(this::event).toList(); }

  // ---- reading

  /// The event at `seq`, or empty when it is not there.
  ///
  /// @throws ChannelException.Unmapped the mapper cannot read it
  public Optional<TypedEvent<T>> read(long seq) { return channel.read(seq).map(this::typed); }

  public TypedCursor<T> scan(SeqRange range) { return new TypedCursor<>(this, channel.scan(range)); }

  public TypedCursor<T> scan(SeqRange range, ReadLevel level) {
    return new TypedCursor<>(this, channel.scan(range, level));
  }

  /// From the newest event to the oldest.
  public TypedCursor<T> scanBackward(SeqRange range) { return new TypedCursor<>(this, channel.scanBackward(range)); }

  public TypedTail<T> tail(long fromSeq) { return new TypedTail<>(this, channel.tail(fromSeq)); }

  public TypedTail<T> tail(long fromSeq, ReadLevel level) {
    return new TypedTail<>(this, channel.tail(fromSeq, level));
  }

  /// An event of the channel that was read in another way, with its value.
  ///
  /// @throws ChannelException.Unmapped the mapper cannot read it
  public TypedEvent<T> typed(StoredEvent event) {
    T value;
    try {
      // A copy: what the mapper does with its bytes must not show in the event.
      value = mapper.decode(event.payload().clone(), event.event().type());
    } catch (RuntimeException e) {
      throw new ChannelException.Unmapped(channel.name(), event.seq(), event.event().type(), e);
    }
    return new TypedEvent<>(value, event);
  }

  @Override
  public String toString() { return "typed " + channel; }
}
