// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.once;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.MetadataFields;

/// By what an event is told to be the same as another: its number among those of its producer, or its id where that is to
/// be looked for. Layout of the fields: docs/formats/metadata.md
///
/// @param id of the producer, or of the event
/// @param number given by the producer, [#NO_NUMBER] when it is the event's id that counts
public record EventIdentity(UUID id, long number) {
  static final long NO_NUMBER = -1;
  private static final int ID_TAG = 1;
  private static final int PRODUCER_TAG = 5;
  private static final int ONCE_TAG = 12;
  private static final int ID_BYTES = 16;
  private static final int PRODUCER_BYTES = 24;

  boolean byProducer() { return number != NO_NUMBER; }

  /// The identity in encoded metadata; null when there is none, or when it is none that this version writes: who reads the
  /// event is told.
  static @Nullable EventIdentity of(byte[] bytes, int from, int length) {
    long producer = MetadataFields.find(bytes, from, length, PRODUCER_TAG);
    if (MetadataFields.exists(producer)) {
      int at = MetadataFields.offset(producer);
      if (MetadataFields.length(producer) != PRODUCER_BYTES) return null;
      long number = Frames.longAt(bytes, at + ID_BYTES);
      return number < 0 ? null : new EventIdentity(id(bytes, at), number);
    }
    if (!MetadataFields.exists(MetadataFields.find(bytes, from, length, ONCE_TAG))) return null;
    long id = MetadataFields.find(bytes, from, length, ID_TAG);
    if (!MetadataFields.exists(id) || MetadataFields.length(id) != ID_BYTES) return null;
    return new EventIdentity(id(bytes, MetadataFields.offset(id)), NO_NUMBER);
  }

  private static UUID id(byte[] bytes, int at) {
    return new UUID(Long.reverseBytes(Frames.longAt(bytes, at)), Long.reverseBytes(Frames.longAt(bytes, at + 8)));
  }

  /// As [#of] for a whole frame.
  public static @Nullable EventIdentity ofFrame(byte[] bytes, int frame) {
    int flags = Frames.flags(bytes, frame);
    int length = Frames.metadataBytes(bytes, frame, flags);
    return length == 0 ? null : of(bytes, Frames.metadataIndex(frame, flags), length);
  }

  static @Nullable EventIdentity of(FrameBlock block, int i) {
    int length = block.metadataLength(i);
    return length == 0 ? null : of(block.bytes(), block.metadataOffset(i), length);
  }

  @Override
  public String toString() { return byProducer() ? "number " + number + " of producer " + id : "id " + id; }
}
