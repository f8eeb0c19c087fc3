// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.EventMetadata;
import org.redexdb.redex.api.EventView;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.entry.EventDecoder;
import org.redexdb.redex.runtime.Forgotten;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Events one by one where a reader's blocks hold them. Cursors copy out of one, and what a tail holds between two polls is
/// such a cursor, so that all of them are released when they are forgotten.
final class BlockView implements EventView {
  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int NONE = -1;
  /// More than any block has.
  private static final int NOTHING_LEFT = Integer.MAX_VALUE;

  private final String channel;
  private final Source source;
  private final BooleanSupplier ended;
  private final EventDecoder decoder;
  private final Forgotten.Watch watch;
  private final FrameBlock block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
  /// Event of the block that the next move goes to.
  private int following = NOTHING_LEFT;
  /// Event of the block that the view is at, or none.
  private int current = NONE;
  private @Nullable EventMetadata metadata;
  private boolean closed;

  /// @param ended whether the channel, or its store, is no more
  BlockView(String channel, FrameReader reader, BooleanSupplier ended) {
    this.channel = channel;
    this.ended = ended;
    this.source = new Source(reader);
    this.decoder = new EventDecoder(channel);
    this.watch = Forgotten.watch(this, "a cursor, view or tail of channel " + channel, source);
  }

  /// What a view reads from: what is left to close of one that nobody reaches.
  private static final class Source implements AutoCloseable {
    private FrameReader reader;

    Source(FrameReader reader) { this.reader = reader; }

    @Override
    public void close() { reader.close(); }
  }

  /// Goes on with another range of events, when there is none left of the one before.
  void readOn(FrameReader next) {
    release();
    source.reader = next;
  }

  /// Holds nothing of the log until it reads on, and no large event.
  void release() {
    source.close();
    following = NOTHING_LEFT;
    block.shrink();
  }

  @Override
  public boolean next() {
    current = NONE;
    if (closed) throw noEvent();
    if (ended.getAsBoolean()) throw new StorageException.Closed(Where.channel(channel), "channel " + channel);
    try {
      while (following >= block.count()) {
        // A reader that throws leaves in the block whatever it likes, also events that were given already.
        following = NOTHING_LEFT;
        if (!source.reader.next(block)) return false;
        following = 0;
      }
      int found = following++;
      metadata = decoder.metadata(block, found);
      current = found;
      return true;
    } finally {
      // Not forgotten as long as it reads, whatever the compiler finds out about the caller.
      Reference.reachabilityFence(this);
    }
  }

  /// Of what the view is at: everything that reads the block goes through here.
  private int at() {
    int event = current;
    if (event == NONE) throw noEvent();
    return event;
  }

  private RuntimeException noEvent() {
    if (closed) return new StorageException.Closed(Where.channel(channel), "view or cursor of " + channel);
    return new IllegalStateException(channel + ": the view is at no event; it is at one while next() returns true");
  }

  @Override
  public StoredEvent copy() { return decoder.copy(block, at(), metadata); }

  @Override
  public long seq() { return block.seq(at()); }

  @Override
  public int epoch() { return block.epoch(at()); }

  @Override
  public long ts() { return block.ts(at()); }

  @Override
  public long origin() { return block.origin(at()); }

  @Override
  public PayloadCodec codec() { return PayloadCodec.byId(block.codec(at())); }

  @Override
  public boolean isTombstone() { return block.isTombstone(at()); }

  // ---- payload

  @Override
  public int payloadLength() { return block.payloadLength(at()); }

  @Override
  public byte payloadByte(int index) { return block.bytes()[payload(index, 1)]; }

  @Override
  public int payloadInt(int index) { return (int) INT.get(block.bytes(), payload(index, Integer.BYTES)); }

  @Override
  public long payloadLong(int index) { return (long) LONG.get(block.bytes(), payload(index, Long.BYTES)); }

  @Override
  public void copyPayload(int index, byte[] target, int at, int count) {
    System.arraycopy(block.bytes(), payload(index, count), target, at, count);
  }

  @Override
  public String text() {
    int length = payloadLength();
    return new String(block.bytes(), payload(0, length), length, StandardCharsets.UTF_8);
  }

  /// Where in the block's array these bytes of the payload are. Around them are those of other events.
  private int payload(int index, int count) {
    int event = at();
    return block.payloadOffset(event) + Objects.checkFromIndexSize(index, count, block.payloadLength(event));
  }

  // ---- metadata

  @Override
  public int metadataLength() { return block.metadataLength(at()); }

  @Override
  public void copyMetadata(byte[] target, int at) {
    int event = at();
    System.arraycopy(block.bytes(), block.metadataOffset(event), target, at, block.metadataLength(event));
  }

  @Override
  public boolean keyIs(byte[] utf8) { return is(EventMetadata.KEY, utf8); }

  @Override
  public boolean typeIs(byte[] utf8) { return is(EventMetadata.TYPE, utf8); }

  private boolean is(int tag, byte[] utf8) {
    EventMetadata fields = fields();
    if (fields == null || !fields.has(tag)) return false;
    int from = fields.offset(tag);
    return Arrays.equals(block.bytes(), from, from + fields.length(tag), utf8, 0, utf8.length);
  }

  @Override
  public @Nullable String key() {
    EventMetadata fields = fields();
    return fields == null ? null : fields.key();
  }

  @Override
  public @Nullable String type() {
    EventMetadata fields = fields();
    return fields == null ? null : fields.type();
  }

  @Override
  public boolean hasEventTime() {
    EventMetadata fields = fields();
    return fields != null && fields.has(EventMetadata.EVENT_TIME);
  }

  @Override
  public long eventTimeNanos() {
    EventMetadata fields = fields();
    if (fields == null || !fields.has(EventMetadata.EVENT_TIME))
      throw new IllegalStateException(Where.seq(channel, seq()) + ": the event has no event time");
    return fields.eventTime();
  }

  private @Nullable EventMetadata fields() {
    at();
    return metadata;
  }

  @Override
  public void close() {
    closed = true;
    current = NONE;
    watch.end();
    source.close();
  }
}
