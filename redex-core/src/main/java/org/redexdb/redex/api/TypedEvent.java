// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.redexdb.storage.api.Position;

/// An event as it was read back, with its payload as a value of the program.
///
/// @param value  what the mapper made of the payload
/// @param stored the event itself: append time, metadata, and the payload as it is stored
public record TypedEvent<T>(T value, StoredEvent stored) {
  public Position position() { return stored.position(); }

  public long seq() { return stored.seq(); }

  /// Append time, nanoseconds since the epoch, UTC.
  public long ts() { return stored.ts(); }

  /// What the producer gave: id, type, key, event time, headers.
  public Event event() { return stored.event(); }
}
