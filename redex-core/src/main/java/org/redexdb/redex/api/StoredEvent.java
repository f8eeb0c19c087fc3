// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.nio.charset.StandardCharsets;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Position;

/// An event as it was read back; a copy that nothing changes later.
///
/// @param channel name of the channel
/// @param position place in the channel
/// @param ts      append time, nanoseconds since the epoch, UTC
/// @param origin  producer, 0 until a node identity exists
/// @param codec   how the payload is meant
/// @param event   what the producer gave
public record StoredEvent(String channel, Position position, long ts, long origin, PayloadCodec codec, Event event) {
  public long seq() { return position.seq(); }

  /// Whether it says that nothing is left of its key.
  public boolean isTombstone() { return event.tombstone(); }

  public byte[] payload() { return event.payload(); }

  /// The payload as UTF-8 text.
  public String text() { return new String(event.payload(), StandardCharsets.UTF_8); }
}
