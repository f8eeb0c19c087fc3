// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.entry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;
import java.util.UUID;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventMetadata;
import org.redexdb.redex.api.StrictText;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Writes what [EventMetadata] reads.
public final class MetadataEncoder {
  private static final byte[] NONE = new byte[0];

  private MetadataEncoder() {}

  /// @return encoded fields, empty when the event has none
  /// @throws StorageException.TooLarge the key passes its limit
  public static byte[] encode(String channel, Event event) {
    if (event.id() == null && event.type() == null && event.key() == null && event.eventTimeNanos().isEmpty()
        && event.headers().isEmpty() && event.producer() == null)
      return NONE;
    var out = new ByteArrayOutputStream(64);
    var id = event.id();
    if (id != null) field(out, EventMetadata.ID, put(ByteBuffer.allocate(16), id).array());
    if (event.type() != null) field(out, EventMetadata.TYPE, StrictText.utf8("event type", event.type()));
    if (event.key() != null) field(out, EventMetadata.KEY, KeyBytes.of(channel, event.key()));
    if (event.eventTimeNanos().isPresent())
      field(out, EventMetadata.EVENT_TIME, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
          .putLong(event.eventTimeNanos().getAsLong()).array());
    var producer = event.producer();
    if (producer != null)
      field(out, EventMetadata.PRODUCER,
          put(ByteBuffer.allocate(24), producer.id()).order(ByteOrder.LITTLE_ENDIAN).putLong(producer.number())
              .array());
    if (!event.headers().isEmpty()) field(out, EventMetadata.HEADERS, headers(event));
    if (event.once()) field(out, EventMetadata.ONCE, NONE);
    return out.toByteArray();
  }

  private static ByteBuffer put(ByteBuffer out, UUID id) {
    return out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static byte[] headers(Event event) {
    var out = new ByteArrayOutputStream(64);
    // Sorted, so that equal events have equal bytes.
    new TreeMap<>(event.headers()).forEach((name, value) -> {
      sized(out, StrictText.utf8("header name", name));
      sized(out, StrictText.utf8("header " + name, value));
    });
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int tag, byte[] bytes) {
    out.write(tag);
    sized(out, bytes);
  }

  private static void sized(ByteArrayOutputStream out, byte[] bytes) {
    if (bytes.length > Limits.METADATA_BYTES_MAX)
      throw new StorageException.TooLarge(Where.NOWHERE, "event metadata bytes", bytes.length,
          Limits.METADATA_BYTES_MAX);
    int rest = bytes.length;
    while (rest > 0x7F) {
      out.write(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    out.writeBytes(bytes);
  }
}
