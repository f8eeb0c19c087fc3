// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.entry;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventMetadata;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Makes events of their own out of the frames of a block. Confined to one thread.
public final class EventDecoder {
  private final String channel;
  /// Null until an event has metadata.
  private @Nullable EventMetadata metadata;

  public EventDecoder(String channel) {
    this.channel = channel;
  }

  /// The event as a copy.
  public StoredEvent decode(FrameBlock block, int i) { return copy(block, i, metadata(block, i)); }

  /// Reads the metadata of an event, without which its payload must not be interpreted. Makes nothing new but for the first.
  ///
  /// @return null when there is none; the same object every time
  public @Nullable EventMetadata metadata(FrameBlock block, int i) {
    int bytes = block.metadataLength(i);
    EventMetadata fields = null;
    if (bytes > 0) {
      fields = metadata;
      if (fields == null) metadata = fields = new EventMetadata();
      fields.reset(block.bytes(), block.metadataOffset(i), bytes);
    }
    if (block.isTombstone(i)) checkTombstone(block, i, fields != null && fields.has(EventMetadata.KEY));
    return fields;
  }

  private void checkTombstone(FrameBlock block, int i, boolean hasKey) {
    int payload = block.payloadLength(i);
    if (!hasKey || payload > 0)
      throw new StorageException.Corrupt(Where.seq(channel, block.seq(i)), "a tombstone with a key and no payload",
          payload + " bytes of payload and " + (hasKey ? "a key" : "no key"));
  }

  /// The event as a copy, when its metadata was read before.
  public StoredEvent copy(FrameBlock block, int i, @Nullable EventMetadata fields) {
    return new StoredEvent(channel, new Position(block.epoch(i), block.seq(i)), block.ts(i), block.origin(i),
        PayloadCodec.byId(block.codec(i)), event(block, i, fields));
  }

  private static Event event(FrameBlock block, int i, @Nullable EventMetadata fields) {
    int from = block.payloadOffset(i);
    byte[] payload = Arrays.copyOfRange(block.bytes(), from, from + block.payloadLength(i));
    if (fields == null) return new Event(payload, null, null, null, OptionalLong.empty(), Map.of());
    return new Event(payload, fields.id(), fields.type(), fields.key(), fields.eventTimeNanos(), fields.headers(),
        block.isTombstone(i), fields.producer(), fields.once());
  }
}
