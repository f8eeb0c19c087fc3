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

  public StoredEvent decode(FrameBlock block, int i) {
    return new StoredEvent(channel, new Position(block.epoch(i), block.seq(i)), block.ts(i), block.origin(i),
        PayloadCodec.byId(block.codec(i)), event(block, i));
  }

  private Event event(FrameBlock block, int i) {
    int from = block.payloadOffset(i);
    byte[] payload = Arrays.copyOfRange(block.bytes(), from, from + block.payloadLength(i));
    int bytes = block.metadataLength(i);
    boolean tombstone = block.isTombstone(i);
    if (bytes == 0 && !tombstone) return new Event(payload, null, null, null, OptionalLong.empty(), Map.of());
    EventMetadata fields = metadata;
    if (fields == null) metadata = fields = new EventMetadata();
    fields.reset(block.bytes(), block.metadataOffset(i), bytes);
    String key = fields.key();
    if (tombstone && (key == null || payload.length > 0))
      throw new StorageException.Corrupt(Where.seq(channel, block.seq(i)), "a tombstone with a key and no payload",
          payload.length + " bytes of payload and " + (key == null ? "no key" : "a key"));
    return new Event(payload, fields.id(), fields.type(), key, fields.eventTimeNanos(), fields.headers(), tombstone,
        fields.producer(), fields.once());
  }
}
