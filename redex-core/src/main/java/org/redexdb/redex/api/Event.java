// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a producer appends. Immutable by convention: the payload array is not copied and must not be changed before the
/// append returns.
///
/// @param payload        bytes as they are stored and given back
/// @param id             identity of the event, or null
/// @param type           kind of event, or null
/// @param key            entity the event belongs to, at most 1 KiB of UTF-8, or null
/// @param eventTimeNanos when it happened by the producer's account, nanoseconds since the epoch, UTC
/// @param headers        further text, by name
/// @param tombstone      whether it says that nothing is left of its key; such an event has a key and an empty payload
/// @param producer       who it comes from, when it is to be stored once by that; or null
/// @param once           whether it is to be stored once by its id
public record Event(byte[] payload, @Nullable UUID id, @Nullable String type, @Nullable String key,
    OptionalLong eventTimeNanos, Map<String, String> headers, boolean tombstone, @Nullable Producer producer,
    boolean once) {
  private static final byte[] NO_PAYLOAD = new byte[0];

  public Event {
    headers = Map.copyOf(headers);
    if (tombstone && (key == null || payload.length > 0))
      throw new IllegalArgumentException("a tombstone has a key and no payload");
    if (once && (id == null || producer != null))
      throw new IllegalArgumentException("an event is stored once by its id, or by its producer");
  }

  /// An event that is stored as often as it comes.
  public Event(byte[] payload, @Nullable UUID id, @Nullable String type, @Nullable String key,
      OptionalLong eventTimeNanos, Map<String, String> headers, boolean tombstone) {
    this(payload, id, type, key, eventTimeNanos, headers, tombstone, null, false);
  }

  /// As above, and no tombstone.
  public Event(byte[] payload, @Nullable UUID id, @Nullable String type, @Nullable String key,
      OptionalLong eventTimeNanos, Map<String, String> headers) {
    this(payload, id, type, key, eventTimeNanos, headers, false);
  }

  public static Event of(byte[] payload) {
    return new Event(payload, null, null, null, OptionalLong.empty(), Map.of());
  }

  /// Of text that is JSON: as any payload of an event it is taken as it is, where [Channel#append(String)] looks at it.
  ///
  /// @throws ChannelException.InvalidText the text is no Unicode
  public static Event json(String json) { return of(StrictText.utf8("payload", json)); }

  /// Says that nothing is left of `key`: [Channel#latest] finds none until another event has the key. What came before stays
  /// in the channel.
  public static Event tombstone(String key) {
    return new Event(NO_PAYLOAD, null, null, key, OptionalLong.empty(), Map.of(), true);
  }

  public Event withId(UUID newId) {
    return new Event(payload, newId, type, key, eventTimeNanos, headers, tombstone, producer, once);
  }

  /// To be stored once by this id: when it is among the last ones that the channel knows, the append answers with the receipt
  /// of the first copy and stores nothing. Each time it is appended it has to say so; an event that only has an id is not
  /// looked for, nor found later.
  public Event withIdOnce(UUID newId) {
    return new Event(payload, newId, type, key, eventTimeNanos, headers, tombstone, producer, true);
  }

  /// To be stored once by who it comes from, under the number that it has there: when that is not above the last one which the
  /// channel has of this producer, the append answers with the receipt of the first copy and stores nothing.
  ///
  /// @param id     of the producer
  /// @param number of the event, at least 0
  public Event withProducer(UUID id, long number) {
    return new Event(payload, this.id, type, key, eventTimeNanos, headers, tombstone, new Producer(id, number), once);
  }

  /// Whether it is to be stored once.
  public boolean isOnce() { return once || producer != null; }

  public Event withType(String newType) {
    return new Event(payload, id, newType, key, eventTimeNanos, headers, tombstone, producer, once);
  }

  public Event withKey(String newKey) {
    return new Event(payload, id, type, newKey, eventTimeNanos, headers, tombstone, producer, once);
  }

  public Event withEventTimeNanos(long nanos) {
    return new Event(payload, id, type, key, OptionalLong.of(nanos), headers, tombstone, producer, once);
  }

  public Event withHeaders(Map<String, String> newHeaders) {
    return new Event(payload, id, type, key, eventTimeNanos, newHeaders, tombstone, producer, once);
  }

  /// For people: what is set of it, and the beginning of the payload.
  @Override
  public String toString() { return EventText.of(this); }
}
