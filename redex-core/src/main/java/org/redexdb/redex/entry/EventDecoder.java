// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.entry;

import java.util.Arrays;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventMetadata;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Position;

/// Makes events of their own out of the frames of a block. Confined to one thread.
public final class EventDecoder {
  private final String channel;
  private final EventMetadata metadata = new EventMetadata();

  public EventDecoder(String channel) {
    this.channel = channel;
  }

  public StoredEvent decode(FrameBlock block, int i) {
    metadata.reset(block.bytes(), block.metadataOffset(i), block.metadataLength(i));
    int from = block.payloadOffset(i);
    var event = new Event(Arrays.copyOfRange(block.bytes(), from, from + block.payloadLength(i)), metadata.id(),
        metadata.type(), metadata.key(), metadata.eventTimeNanos(), metadata.headers());
    return new StoredEvent(channel, new Position(block.epoch(i), block.seq(i)), block.ts(i), block.origin(i),
        PayloadCodec.byId(block.codec(i)), event);
  }
}
