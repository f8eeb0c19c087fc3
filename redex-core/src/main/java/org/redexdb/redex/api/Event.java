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
public record Event(byte[] payload, @Nullable UUID id, @Nullable String type, @Nullable String key,
    OptionalLong eventTimeNanos, Map<String, String> headers, boolean tombstone) {
  private static final byte[] NO_PAYLOAD = new byte[0];

  public Event {
    headers = Map.copyOf(headers);
    if (tombstone && (key == null || payload.length > 0))
      throw new IllegalArgumentException("a tombstone has a key and no payload");
  }

  /// An event that is no tombstone.
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
    return new Event(payload, newId, type, key, eventTimeNanos, headers, tombstone);
  }

  public Event withType(String newType) {
    return new Event(payload, id, newType, key, eventTimeNanos, headers, tombstone);
  }

  public Event withKey(String newKey) {
    return new Event(payload, id, type, newKey, eventTimeNanos, headers, tombstone);
  }

  public Event withEventTimeNanos(long nanos) {
    return new Event(payload, id, type, key, OptionalLong.of(nanos), headers, tombstone);
  }

  public Event withHeaders(Map<String, String> newHeaders) {
    return new Event(payload, id, type, key, eventTimeNanos, newHeaders, tombstone);
  }
}
